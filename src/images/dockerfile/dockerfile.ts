import type { JsonObject } from '../../transform.ts';
import type { Family } from '../families/record/family.ts';
import type { Start } from '../start/running.ts';
import { NO_SITE, type Settings, settingsIn } from '../start/server-settings.ts';
import {
  type Change,
  changesOfCopy,
  changesOfScript,
  changesOfVariable,
  sitesRemovedBy,
} from './instructions/changes.ts';
import { type Copied, copied, placeOf } from './instructions/contents.ts';
import { handlerOf } from './instructions/healthcheck.ts';
import { interpretersOf } from './instructions/interpreters.ts';
import { takesRoot } from './instructions/packages.ts';
import { readOwner, readScript, type Writable, writableBy } from './instructions/permissions.ts';
import { bringsSetuid, handsOnIds, setuidProgram } from './instructions/setuid.ts';
import { copyOf, hasUser, newStage, type Stage } from './instructions/stage.ts';
import { type Instruction, instructionsOf, listIn, substituted } from './instructions/text.ts';
import { type ToldByDockerfile, toldBy } from './instructions/told.ts';
import { type BuiltUser, readAccounts, takeAccounts, userOf, userOfBase } from './instructions/users.ts';
import { readArguments, variablesIn } from './instructions/variables.ts';

/** Where who runs an image elsewhere has a volume in it. */
export interface Mounted {
  readonly path: string;
  /** `file:line` of what mounts it. */
  readonly at: string;
}

export interface DockerfileFacts extends BuiltUser {
  readonly file: string;
  /** `file:line` of the last USER, or of the FROM of its base where there is none. */
  readonly at: string;
  /** What it is built on, outside of the file. */
  readonly base: string;
  /** `file:line` of the FROM that says so. */
  readonly baseAt: string;
  /** It names no user, and its base starts as root: it is known to, or packages are added to it. */
  readonly isRootByBase: boolean;
  /** The program that its base is an image of, and what of it is no longer as it was: by the line that changes it first. */
  readonly server: Family | undefined;
  readonly changes: ReadonlyMap<Change, string>;
  /** What configuration files of the repository say that it is given: by where they are put, and by which line (`file:line`). */
  readonly settings: ReadonlyMap<string, Settings & { readonly at: string }>;
  /** A file of its server's configuration that it copies and that is not in sight, and the line that does (`file:line`). */
  readonly unread: { readonly source: string; readonly at: string } | undefined;
  /** ENTRYPOINT and CMD of its own. */
  readonly start: Start;
  /** What ENTRYPOINT, CMD and ENV say, as they are written. */
  readonly told: readonly ToldByDockerfile[];
  readonly ports: readonly number[];
  /** The first program that it makes setuid, and its line (`file:line`). */
  readonly setuid: { readonly program: string; readonly at: string } | undefined;
  /** What a probe asks that asks what HEALTHCHECK does, and its line (`file:line`). */
  readonly health: { readonly handler: JsonObject; readonly at: string } | undefined;
  /** Written for certain. What else the program writes a Dockerfile does not say. */
  readonly volumes: readonly string[];
  /** Where it may write; undefined for root, who may write anywhere. */
  readonly writable: Writable | undefined;
  /** Where users other than root may write, whoever it runs as by itself. */
  readonly opened: Writable;
  /** Where files are put, and by which line (`file:line`). */
  readonly contents: ReadonlyMap<string, string>;
  /** Files of the repository that it has read: configuration that it copies. */
  readonly copies: readonly string[];
  /** Where those who run it have volumes. */
  readonly mounts: readonly Mounted[];
  /** False for images without a shell. */
  readonly shell: false | undefined;
  /** Whether its base has no programs but those that are put into it, and the file gives none of them a privilege. */
  readonly gainsNothing: boolean;
  /** What of its base runs programs without any privilege of their own. */
  readonly interpreters: RegExp | undefined;
}

/** A file of the repository. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What a build is told besides its Dockerfile. */
export interface BuildOptions {
  /** The stage that it ends with; the last one where it is not stated. */
  readonly target?: string | undefined;
  readonly args?: ReadonlyMap<string, string> | undefined;
  readonly mounts?: readonly Mounted[] | undefined;
  /** A file that the build copies, where it is known which one that is. */
  readonly sourceFile?: ((source: string) => SourceFile | undefined) | undefined;
}

/**
 * The facts of the last stage, or of the one that is built, with what it takes over from the stages that it is built on.
 *
 * @returns undefined where there is no such stage
 */
export function dockerfileFacts(
  file: string,
  text: string,
  { target, args = new Map(), mounts = [], sourceFile = () => undefined }: BuildOptions = {},
): DockerfileFacts | undefined {
  const named = new Map<string, Stage>();
  const stages: Stage[] = [];
  const globals = new Map<string, string>();
  for (const instruction of instructionsOf(text)) {
    const stage = stages.at(-1);
    if (instruction.word === 'FROM') {
      const [, from = '', alias] = /^(?:--\S+\s+)*(\S+)(?:\s+as\s+(\S+))?/i.exec(instruction.rest) ?? [];
      const base = substituted(from, globals);
      const below = named.get(base.toLowerCase());
      const next = below === undefined ? newStage(base, instruction.line) : copyOf(below);
      if (alias !== undefined) named.set(alias.toLowerCase(), next);
      named.set(String(stages.length), next);
      stages.push(next);
    } else if (stage !== undefined) {
      const from = stageOfAccounts(instruction, named);
      if (from !== undefined) takeAccounts(stage, from);
      read(stage, instruction, args, globals, sourceFile);
    } else if (instruction.word === 'ARG')
      readArguments(instruction.rest, { values: globals, variables: new Map() }, args, new Map());
  }
  const built = target === undefined ? stages.at(-1) : named.get(target.toLowerCase());
  return built === undefined ? undefined : { ...factsOf(file, built, text), mounts };
}

/** The stage that a COPY takes a list of users from: images without programs get theirs so. */
function stageOfAccounts({ word, rest }: Instruction, stages: ReadonlyMap<string, Stage>): Stage | undefined {
  const from = word === 'COPY' ? /--from=(\S+)/.exec(rest)?.[1] : undefined;
  if (from === undefined || !copied(rest, '/').paths.includes('/etc/passwd')) return undefined;
  return stages.get(from.toLowerCase());
}

/** Names of the stages of a Dockerfile, in their order; one without a name is empty. */
export function stagesIn(text: string): readonly string[] {
  return instructionsOf(text).flatMap(({ word, rest }) =>
    word === 'FROM' ? [/\sas\s+(\S+)/i.exec(rest)?.[1]?.toLowerCase() ?? ''] : [],
  );
}

function factsOf(file: string, stage: Stage, text: string): Omit<DockerfileFacts, 'mounts'> {
  const givesPrivileges = /\bsetcap\b/.test(text) || handsOnIds(text);
  const { user, family, line, changes } = stage;
  const server = family?.component === undefined ? undefined : family;
  const runsAs =
    user === undefined ? userOfBase(family) : userOf(user.text, stage, family, changes.has('accounts'));
  const isBare = stage.base === 'scratch' || family?.shell === false;
  const opened = writableBy(stage.permissions, { name: stage.base, family }, stage.contents, stage.volumes);
  return {
    file,
    at: `${file}:${user?.line ?? line}`,
    base: stage.base,
    baseAt: `${file}:${line}`,
    isRootByBase:
      user === undefined &&
      (stage.base === 'scratch' || family?.verified.has('root') === true || stage.takesRoot),
    ...runsAs,
    server,
    changes: new Map([...changes].map(([change, at]) => [change, `${file}:${at}`])),
    settings: new Map(
      [...stage.settings].map(([path, { line: at, ...said }]) => [path, { ...said, at: `${file}:${at}` }]),
    ),
    unread: stage.unread && { source: stage.unread.source, at: `${file}:${stage.unread.line}` },
    start: { command: stage.entrypoint, args: stage.cmd },
    told: toldBy(file, stage),
    ports: stage.ports,
    setuid: stage.setuid && { program: stage.setuid.program, at: `${file}:${stage.setuid.line}` },
    health: stage.health && { handler: stage.health.handler, at: `${file}:${stage.health.line}` },
    volumes: stage.volumes,
    writable: isRoot(runsAs) ? undefined : opened,
    opened,
    copies: [...stage.copies],
    contents: new Map([...stage.contents].map(([path, at]) => [path, `${file}:${at}`])),
    shell: isBare ? false : undefined,
    gainsNothing: isBare && !givesPrivileges,
    interpreters: givesPrivileges ? undefined : interpretersOf(family?.id.split(':')[0], text),
  };
}

/** Who names no user is root, and so may be who has a name that a variable says. */
function isRoot({ user, userName }: BuiltUser): boolean {
  if (user !== undefined) return user === 0;
  return userName === undefined || userName.includes('$');
}

function read(
  stage: Stage,
  { word, rest, line, text: written }: Instruction,
  args: ReadonlyMap<string, string>,
  globals: ReadonlyMap<string, string>,
  sourceFile: (source: string) => SourceFile | undefined,
): void {
  const text = substituted(rest, stage.values);
  switch (word) {
    case 'ARG':
      readArguments(text, stage, args, globals);
      break;
    case 'ENV':
      for (const [name, value] of variablesIn(text)) {
        stage.values.set(name, value);
        stage.variables.set(name, line);
        if (stage.family !== undefined) note(stage, changesOfVariable(name, value), line);
      }
      break;
    case 'HEALTHCHECK': {
      const handler = handlerOf(text);
      stage.health = handler && { handler, line };
      break;
    }
    case 'USER':
      stage.user = { text, line };
      break;
    case 'WORKDIR':
      stage.workdir = text.startsWith('/') ? text : stage.workdir && `${stage.workdir}/${text}`;
      readWorkdir(stage, line);
      break;
    case 'ENTRYPOINT':
      stage.starts.set(word, { text: rest, line });
      stage.entrypoint = commandOf(text);
      // Docker takes the arguments of the base back with its entrypoint, not those of the file.
      stage.cmd ??= [];
      break;
    case 'CMD':
      stage.starts.set(word, { text: rest, line });
      stage.cmd = commandOf(text);
      break;
    case 'EXPOSE':
      for (const port of text.split(/\s+/)) {
        const number = /^(\d+)(?:\/tcp)?$/i.exec(port)?.[1];
        if (number !== undefined && !stage.ports.includes(Number(number))) stage.ports.push(Number(number));
      }
      break;
    case 'VOLUME':
      for (const [path] of text.matchAll(/\/[^\s",\]]*/g))
        if (!stage.volumes.includes(path)) stage.volumes.push(path);
      break;
    case 'COPY':
    case 'ADD':
      readCopy(stage, text, line, ({ source }) => {
        // A text that is written into the file, with the owner and the mode that it has by itself.
        if (written !== undefined && !text.startsWith('--')) return written;
        const file = source === undefined ? undefined : sourceFile(source);
        if (file !== undefined) stage.copies.add(file.path);
        return file?.text;
      });
      break;
    case 'RUN':
      readAccounts(stage, text);
      stage.setuid ??= setuidIn(text, line);
      stage.takesRoot ||= stage.user === undefined && !hasUser(stage) && takesRoot(text);
      readScript(stage.permissions, text, { line, workdir: stage.workdir, isRoot: !hasUser(stage) });
      if (stage.family === undefined) break;
      for (const site of sitesRemovedBy(text, stage.family)) stage.settings.set(site, { ...NO_SITE, line });
      note(stage, changesOfScript(text, stage.family), line);
      break;
  }
}

function setuidIn(script: string, line: number): Stage['setuid'] {
  const program = setuidProgram(script);
  return program === undefined ? undefined : { program, line };
}

/** A folder that is made for who works in it is that user's. */
function readWorkdir(stage: Stage, line: number): void {
  const place = stage.workdir === undefined ? undefined : placeOf(stage.workdir);
  // The root of all is there before.
  if (place === undefined || place === '/' || stage.contents.has(place)) return;
  if (!stage.permissions.made.has(place) && hasUser(stage)) stage.permissions.given.set(place, line);
  stage.permissions.made.set(place, line);
}

function readCopy(
  stage: Stage,
  text: string,
  line: number,
  textOf: (copy: Copied) => string | undefined,
): void {
  const copy = copied(text, stage.workdir);
  const places = copy.paths.flatMap(path => placeOf(path) ?? []);
  if (bringsSetuid(text) && copy.paths[0] !== undefined) stage.setuid ??= { program: copy.paths[0], line };
  readOwner(stage.permissions, text, copy.paths, line);
  for (const place of places) {
    if (!stage.contents.has(place)) stage.contents.set(place, line);
    // What stood there is gone, and the last one is the last that is named.
    stage.settings.delete(place);
  }
  const { family } = stage;
  if (family === undefined) return;
  const [place = ''] = places;
  const said = textOf(copy);
  const settings = said === undefined ? undefined : settingsIn(family.id, place, said);
  if (settings !== undefined) {
    stage.settings.set(place, { ...settings, line });
    return;
  }
  const changes = changesOfCopy(text, copy, family);
  const isUnread =
    said === undefined && isSettingsOf(family) && changes.every(each => each === 'configuration');
  if (!isUnread || copy.source === undefined) {
    note(stage, changes, line);
  } else if (changes.length > 0) {
    note(stage, ['unread'], line);
    stage.unread ??= { source: copy.source, line };
  }
}

/** Web servers serve by their settings, and write elsewhere only where these say so. */
function isSettingsOf({ component }: Family): boolean {
  return component === 'web';
}

function note({ changes }: Stage, found: readonly Change[], line: number): void {
  for (const change of found) if (!changes.has(change)) changes.set(change, line);
}

/** A line that is no list is given to a shell. */
function commandOf(text: string): readonly string[] {
  return listIn(text) ?? ['/bin/sh', '-c', text];
}
