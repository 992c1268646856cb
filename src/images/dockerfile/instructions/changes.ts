/**
 * What the instructions of a Dockerfile change of the image that it is built on, as far as that can be told from their words:
 * what is not understood counts as a change of everything that runs.
 */

import type { Family } from '../../families/record/family.ts';
import { baseName } from '../../start/base-name.ts';
import { removedSite } from '../../start/server-settings.ts';
import type { Copied } from './contents.ts';
import { wordsOf } from './text.ts';

/**
 * `configuration`: ports, paths and probes may have moved. `unread`: so they may, by a file that nobody has in sight. `program`:
 * what runs may be something else, or more. `accounts`: numbers of users. `owners`: who may read and write its files.
 * `privileges`: setuid programs, capabilities of files.
 */
export type Change = 'configuration' | 'unread' | 'program' | 'accounts' | 'owners' | 'privileges';

type Known = Pick<Family, 'id' | 'uid' | 'gid' | 'defaultUser' | 'writes'>;

/** What is served or taken in as it is, and configures nothing that a fact is about. */
const CONTENT =
  /^\/(?:usr\/share\/(?:nginx\/html|caddy|zoneinfo|doc|licenses)|usr\/local\/apache2\/htdocs|usr\/local\/share\/ca-certificates|docker-entrypoint-initdb\.d|etc\/grafana\/provisioning|var\/lib\/grafana\/dashboards|etc\/ssl|etc\/pki|var\/www|opt\/app-root\/src|tmp|var\/cache\/apk|var\/cache\/apt|var\/lib\/apt|var\/log|root\/\.cache|dev)(?:\/|$)/;
const ACCOUNT_FILES = /^\/etc\/(?:passwd|group|shadow)$/;
const PRIVILEGE_FILES = /^\/etc\/(?:sudoers|doas|security)/;
/** Started with the server, or instead of it. */
const STARTED =
  /entrypoint|^\/etc\/(?:cron|init|s6|services\.d|supervis|profile|ld\.so)|modules|plugins?(?:\/|$)/;
const CONFIGURATION =
  /^\/(?:usr\/local\/)?etc(?:\/|$)|\/conf(?:ig|\.d)?(?:\/|$)|\.(?:conf|cnf|cfg|ini|toml|ya?ml|json|properties|xml|hcl|env)$/;

/** What a file or folder of the image is for: undefined for what changes nothing. */
function changeOfPath(path: string): Change | undefined {
  if (CONTENT.test(path)) return undefined;
  if (ACCOUNT_FILES.test(path)) return 'accounts';
  if (PRIVILEGE_FILES.test(path)) return 'privileges';
  if (STARTED.test(path)) return 'program';
  return CONFIGURATION.test(path) ? 'configuration' : 'program';
}

/** @param rest the words of the COPY or ADD */
export function changesOfCopy(rest: string, { path, paths }: Copied, family: Known): readonly Change[] {
  const flags = [...rest.matchAll(/--(chown|chmod)=(\S+)/g)];
  const owner = flags.find(([, name]) => name === 'chown')?.[2];
  const mode = flags.find(([, name]) => name === 'chmod')?.[2];
  const modes = mode === undefined ? [] : changesOfMode(mode);
  const { data = [], emptyDirs = [] } = family.writes ?? {};
  if ([...data, ...emptyDirs].some(each => path === each || path.startsWith(`${each}/`)))
    return owner !== undefined && isOwn(owner, family) ? modes : [...modes, 'owners'];
  return [...modes, ...paths.flatMap(each => changeOfPath(each) ?? [])];
}

/** A variable that names a path or a port moves what is known of them. */
export function changesOfVariable(name: string, value: string): readonly Change[] {
  if (name === 'TZ' || name === 'LANG' || name.startsWith('LC_')) return [];
  return name === 'PATH' || /^(?:\/|\d+$|[\w.*-]*:\d+$)/.test(value) ? ['configuration'] : [];
}

/** Programs that leave nothing behind that a fact is about. */
const HARMLESS =
  /^(?:set|echo|printf|true|:|cd|mkdir|ls|cat|test|\[|export|touch|exit|sleep|date|update-ca-certificates)$/;
/** Packages without a setuid program and without a service. */
const PLAIN_PACKAGES =
  /^(?:apache2-utils|bash|bzip2|ca-certificates|coreutils|curl|file|findutils|gettext(?:-base)?|gnupg2?|gzip|jq|less|libcap|locales|musl-locales|nano|netcat(?:-openbsd)?|openssl|procps|rsync|sed|tar|tini|tree|tzdata|unzip|vim|wget|xz(?:-utils)?|yq|zip)(?:[=~<>]\S*)?$/;
const INSTALLS = /^(?:apk|apt|apt-get|yum|dnf|microdnf|zypper)$/;
const EDITS = /^(?:sed|rm|mv|cp|ln|tee|install|envsubst)$/;

/** What a script of RUN changes. */
export function changesOfScript(script: string, family: Known): readonly Change[] {
  return commandsIn(script).flatMap(each => changesOfCommand(each, family));
}

function commandsIn(script: string): readonly string[] {
  const text = script.replace(/--mount=\S+/g, '').replace(/\\?\n/g, ';');
  return text.split(/&&|\|\||[;|]/).map(each => each.trim());
}

function changesOfCommand(command: string, family: Known): readonly Change[] {
  const [line = '', ...targets] = command.split(/(?:[012]|&)?>>?(?!&)/);
  const written = targets.map(each => each.trim()).filter(each => each !== '/dev/null');
  const [program = '', ...args] = wordsOf(
    line
      .replace(/[{}()]/g, ' ')
      .replace(/^(?:\s*\w+=\S*\s+)+/, '')
      .trim(),
  );
  const files = written.flatMap(each => changeOfPath(each) ?? []);
  const name = baseName(program);
  if (name === '' || HARMLESS.test(name)) return files;
  if (INSTALLS.test(name)) return [...files, ...changesOfPackages(args)];
  if (name === 'setcap') return ['privileges'];
  if (name === 'chmod') return changesOfMode(args.find(each => !/^-[A-Za-z]$|^--/.test(each)) ?? '');
  if (name === 'chown' || name === 'chgrp') {
    const owner = args.find(each => !each.startsWith('-')) ?? '';
    return isOwn(owner, family) ? [] : ['owners'];
  }
  if (/^(?:user|group)(?:mod|del)$|^del(?:user|group)$/.test(name)) return ['accounts'];
  if (/^(?:adduser|addgroup|useradd|groupadd)$/.test(name))
    return args.some(each => each === family.id || each === family.defaultUser) ? ['accounts'] : [];
  if (EDITS.test(name)) {
    const paths = args.filter(each => each.startsWith('/'));
    const isSite = (path: string) => name === 'rm' && removedSite(family.id, path) !== undefined;
    const changed = paths.filter(each => !isSite(each)).flatMap(each => changeOfPath(each) ?? []);
    return paths.length === 0 ? ['program'] : [...files, ...changed];
  }
  return ['program'];
}

/** Sites of its server that a script of RUN removes. */
export function sitesRemovedBy(script: string, { id }: Known): readonly string[] {
  return commandsIn(script).flatMap(command => {
    const [program = '', ...args] = wordsOf(command);
    return baseName(program) === 'rm' ? args.flatMap(each => removedSite(id, each) ?? []) : [];
  });
}

/** Which packages bring setuid programs is not known of most. */
function changesOfPackages([verb = '', ...args]: readonly string[]): readonly Change[] {
  if (/^(?:update|upgrade|clean|autoclean|autoremove|makecache)$/.test(verb)) return [];
  const words = verb.startsWith('-') ? args.slice(1) : args;
  const packages = words.filter(each => !each.startsWith('-'));
  return packages.every(each => PLAIN_PACKAGES.test(each)) ? [] : ['privileges'];
}

/** Rights that are given leave everybody able to read; those that are taken may not. */
function changesOfMode(mode: string): readonly Change[] {
  if (/(?:^|,)[ugoa]*[+=][rwxXt]*s/.test(mode) || /^0?[2-7]\d{3}$/.test(mode)) return ['privileges'];
  if (/^(?:[ugoa]*\+[rwxX]+|g=u)(?:,[ugoa]*\+[rwxX]+)*$/.test(mode) || /^0?[0-7]{2}[4-7]$/.test(mode))
    return [];
  return ['owners'];
}

/** `nginx:nginx`, `10001:0`: what the family's own process may read and write. */
function isOwn(owner: string, { id, uid, gid, defaultUser }: Known): boolean {
  const [user = '', group = ''] = owner.split(':');
  const isUser = user === id.split(':')[0] || user === String(defaultUser) || user === String(uid);
  const isGroup =
    group === '' || group === id.split(':')[0] || group === 'root' || group === '0' || group === String(gid);
  return isUser && user !== 'root' && isGroup;
}
