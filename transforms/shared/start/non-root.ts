/** Whether a container runs without root, and which user it should run as. */

import type { Container, Evidence, Fact } from '../../../src/transform.ts';
import { commandLine, effectiveSecurity, isPrivileged, isWithin, mountsOf } from '../pods.ts';
import { remembered } from '../remembered.ts';

const FILES = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'];
/** What package managers and the tools for users do besides: they step down, and set the owners of what they write. */
const SYSTEM_FILES = [...FILES, 'FSETID', 'SETGID', 'SETUID'];

/** Work for root whatever the image, with the capabilities that it takes; undefined: more than anybody should list. */
const ROOT_WORK: readonly (readonly [words: string, capabilities: readonly string[] | undefined])[] = [
  ['chown|chgrp|setfacl', FILES],
  ['chmod', ['DAC_OVERRIDE', 'FOWNER']],
  ['useradd|adduser|usermod|groupadd|addgroup', SYSTEM_FILES],
  // Its triggers run behind a chroot.
  ['apk add', [...SYSTEM_FILES, 'SYS_CHROOT']],
  ['apt|apt-get|dpkg|yum|dnf|microdnf|tdnf|zypper', SYSTEM_FILES],
  ['update-ca-certificates|update-ca-trust', SYSTEM_FILES],
  ['gosu|su-exec|runuser|setpriv', ['SETGID', 'SETUID']],
  ['sysctl|modprobe|mount|umount|mknod|swapoff|losetup|nsenter|chroot|setcap', undefined],
  ['iptables|ip6tables|nft|ipset', undefined],
];
const INSTALLERS = /^(?:apk add|apt|apt-get|yum|dnf|microdnf|tdnf|zypper)$/;
const EDGE = '\\s;&|()`"\'{}';
const WORDS = ROOT_WORK.map(([words]) => words).join('|');
const NEEDS_ROOT = new RegExp(`(?:^|[${EDGE}/=])(${WORDS})(?=$|[${EDGE}])`, 'g');
const WRITES_KERNEL = /(?:>|tee(?: -a)?) ?["']?\/(?:proc|sys)\//;
/** Folders that belong to root in every image. */
const SYSTEM_FILE = '["\']?(/(?:usr|etc|lib|bin|sbin|root)/[^\\s"\';&|()]*)["\']?';
/** Downloads, redirections, unpacked archives, and what is copied there last. */
const WRITES_SYSTEM = [
  `\\b(?:curl|wget)\\b[^;&|\\n]*?\\s(?:-o|-O|--output|--output-document)[ =]?${SYSTEM_FILE}`,
  `>>?\\s*${SYSTEM_FILE}`,
  `\\btar\\b[^;&|\\n]*?\\s-C\\s*${SYSTEM_FILE}`,
  `\\b(?:cp|mv|install|ln)\\b[^;&|\\n]*\\s${SYSTEM_FILE}\\s*(?=$|[;&|\\n)])`,
].map(pattern => new RegExp(pattern, 'g'));
/** Where a command begins: `redis-cli ping` asks a server, and runs no program of that name. */
const STARTS = [
  '^',
  '[;&|()`\\n{!]',
  '(?:^|[\\s/])(?:a|ba|da)?sh\\s+-\\w*c\\s+["\']?',
  '(?:^|\\s)(?:if|then|else|elif|while|until|do|exec|command|time|nohup|xargs|env)\\s',
  '(?:^|[\\s/])timeout\\s+(?:-\\S+\\s+)*\\S+\\s',
].join('|');
/** Programs that gain privileges by their setuid bit. */
const GAINS = new RegExp(
  `(?:${STARTS})\\s*(?:\\w+=\\S*\\s+)*(?:/\\S*/)?(sudo|su|ping|newuidmap|mount)(?=$|[${EDGE}])`,
);

export interface RootWork {
  /** What the command runs, for people. */
  readonly word: string;
  /** Whether that puts packages into the image. */
  readonly installs: boolean;
  /** Undefined: none that anybody could list. */
  readonly capabilities: readonly string[] | undefined;
  /** False for work that also the owner of the files may do. */
  readonly isCertain: boolean;
}

/** The part of the command that wants root, if any (images-kb rule 12). */
export const rootWork = remembered((container: Container): RootWork | undefined => {
  const line = commandLine(container);
  if (WRITES_KERNEL.test(line)) {
    return { word: 'a write to /proc or /sys', installs: false, capabilities: undefined, isCertain: true };
  }
  const words = [...line.matchAll(NEEDS_ROOT)].map(([, word = '']) => word);
  const written = writtenByRoot(line, container);
  // Root owns it, and needs no capability for that.
  if (words.every(word => word === 'chmod') && written !== undefined)
    return {
      word: `a write to ${written}`,
      installs: false,
      capabilities: words.length > 0 ? FILES : [],
      isCertain: true,
    };
  if (words.length === 0) return undefined;
  const needed = words.map(word => ROOT_WORK.find(([each]) => each.split('|').includes(word))?.[1]);
  const isCertain = words.some(word => word !== 'chmod');
  const word = words.find(each => each !== 'chmod') ?? words[0]!;
  const installs = INSTALLERS.test(word);
  if (needed.includes(undefined)) return { word, installs, capabilities: undefined, isCertain };
  return { word, installs, capabilities: [...new Set(needed.flatMap(each => each ?? []))].sort(), isCertain };
});

/** A path of root's that the command writes, where no volume stands. */
function writtenByRoot(line: string, container: Container): string | undefined {
  const mounts = mountsOf(container);
  const paths = WRITES_SYSTEM.flatMap(pattern => [...line.matchAll(pattern)].map(([, path = '']) => path));
  return paths.find(path => !mounts.some(mount => isWithin(path, mount.path)));
}

/** The word of the command that gains privileges while it runs, if any. */
export function gainingCommand(container: Container): string | undefined {
  return GAINS.exec(commandLine(container))?.[1];
}

/**
 * What speaks for a container that runs without root as it stands: the manifest, or what its image does by a promise of the
 * configuration, by its own word or by its Dockerfile. The promise is about what the image does: a command that wants root says otherwise.
 */
export const nonRootEvidence = remembered((container: Container): Evidence | undefined => {
  const { workload, facts, path } = container;
  if (isPrivileged(container)) return undefined;
  const user = effectiveSecurity(container, 'runAsUser');
  if (user === 0 || effectiveSecurity(container, 'runAsNonRoot') === false) return undefined;
  if (typeof user === 'number' || effectiveSecurity(container, 'runAsNonRoot') === true) {
    const isOwn = container.get(['securityContext', typeof user === 'number' ? 'runAsUser' : 'runAsNonRoot']);
    const holder =
      isOwn === undefined ? [...workload.podPath, 'securityContext'] : [...path, 'securityContext'];
    const says = typeof user === 'number' ? `runs as UID ${user}` : 'must not run as root';
    return { kind: 'manifest', at: workload.where(holder), says };
  }
  if (rootWork(container) !== undefined) return undefined;
  if (isKnownToRun(facts.user)) return facts.user?.value === 0 ? undefined : facts.user?.evidence;
  return isOfDockerfile(facts.nonRoot) && facts.nonRoot?.value === 'yes' ? facts.nonRoot.evidence : undefined;
});

/** True for what the Dockerfile of the image says, where it is known to be the image's. */
function isOfDockerfile(fact: Fact<unknown> | undefined): boolean {
  return fact?.verified === true && fact.evidence.kind === 'manifest';
}

/** True for facts that the configuration states: the user's own word. */
export function isPromised(fact: Fact<unknown> | undefined): boolean {
  return fact?.evidence.kind === 'config';
}

/** True for a user that the container has as it stands, unless the manifest gives it another: nothing changes with it. */
export function isKnownToRun(user: Fact<number> | undefined): boolean {
  return isPromised(user) || (user?.verified === true && OF_WHAT_RUNS.has(user.evidence.kind));
}

const OF_WHAT_RUNS: ReadonlySet<Evidence['kind']> = new Set(['registry', 'inspect', 'observed']);
