/** What the Dockerfiles of a repository say of its own images. */
import { parseImageReference } from '../../kubernetes/image-reference.ts';
import { familyOf } from '../families/match.ts';
import type { Family } from '../families/record/family.ts';
import type { Start } from '../start/running.ts';
import { type Change, changesOfCopy, changesOfScript, changesOfVariable } from './changes.ts';
import { type Copied, copied, placeOf } from './contents.ts';
import { type Settings, settingsIn } from './settings.ts';
import { type Instruction, instructionsOf, listIn, substituted } from './text.ts';
import { type Accounts, type BuiltUser, readAccounts, userOf, userOfBase } from './users.ts';

export interface DockerfileFacts extends BuiltUser {
  readonly file: string;
  /** `file:line` of the last USER, or of the FROM of its base where there is none. */
  readonly at: string;
  /** What it is built on, outside of the file. */
  readonly base: string;
  /** `file:line` of the FROM that says so. */
  readonly baseAt: string;
  /** The program that its base is an image of, and what of it is no longer as it was: by the line that changes it first. */
  readonly server: Family | undefined;
  readonly changes: ReadonlyMap<Change, string>;
  /** What configuration files of the repository say that it is given: by where they are put, and by which line (`file:line`). */
  readonly settings: ReadonlyMap<string, Settings & { readonly at: string }>;
  /** ENTRYPOINT and CMD of its own. */
  readonly start: Start;
  readonly ports: readonly number[];
  /** Written for certain. What else the program writes a Dockerfile does not say. */
  readonly volumes: readonly string[];
  /** Where files are put, and by which line (`file:line`). */
  readonly contents: ReadonlyMap<string, string>;
  /** False for images without a shell. */
  readonly shell: false | undefined;
}

/** What a build is told besides its Dockerfile. */
export interface BuildOptions {
  /** The stage that it ends with; the last one where it is not stated. */
  readonly target?: string | undefined;
  readonly args?: ReadonlyMap<string, string> | undefined;
  /** The text of a file that the build copies, where it is known which one that is. */
  readonly sourceText?: ((source: string) => string | undefined) | undefined;
}

interface Stage extends Accounts {
  user: { text: string; line: number } | undefined;
  ports: number[];
  volumes: string[];
  readonly contents: Map<string, number>;
  entrypoint: readonly string[] | undefined;
  cmd: readonly string[] | undefined;
  workdir: string | undefined;
  readonly base: string;
  readonly line: number;
  readonly family: Family | undefined;
  readonly changes: Map<Change, number>;
  readonly settings: Map<string, Settings & { readonly line: number }>;
  /** Variables of the stage. */
  readonly values: Map<string, string>;
  /** Names of those that ENV sets: no argument counts against them. */
  readonly variables: Set<string>;
}

/**
 * The facts of the last stage, or of the one that is built, with what it takes over from the stages that it is built on.
 *
 * @returns undefined where there is no such stage
 */
export function dockerfileFacts(
  file: string,
  text: string,
  { target, args = new Map(), sourceText = () => undefined }: BuildOptions = {},
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
    } else if (stage !== undefined) read(stage, instruction, args, globals, sourceText);
    else if (instruction.word === 'ARG')
      readArguments(instruction.rest, { values: globals, variables: new Set() }, args, new Map());
  }
  const built = target === undefined ? stages.at(-1) : named.get(target.toLowerCase());
  return built === undefined ? undefined : factsOf(file, built);
}

function factsOf(file: string, stage: Stage): DockerfileFacts {
  const { user, family, line, changes } = stage;
  const server = family?.component === undefined ? undefined : family;
  return {
    file,
    at: `${file}:${user?.line ?? line}`,
    base: stage.base,
    baseAt: `${file}:${line}`,
    ...(user === undefined ? userOfBase(family) : userOf(user.text, stage, family, changes.has('accounts'))),
    server,
    changes: new Map([...changes].map(([change, at]) => [change, `${file}:${at}`])),
    settings: new Map(
      [...stage.settings].map(([path, { line: at, ...said }]) => [path, { ...said, at: `${file}:${at}` }]),
    ),
    start: { command: stage.entrypoint, args: stage.cmd },
    ports: stage.ports,
    volumes: stage.volumes,
    contents: new Map([...stage.contents].map(([path, at]) => [path, `${file}:${at}`])),
    shell: stage.base === 'scratch' || family?.shell === false ? false : undefined,
  };
}

function newStage(base: string, line: number): Stage {
  const image = parseImageReference(base);
  return {
    user: undefined,
    ports: [],
    volumes: [],
    contents: new Map(),
    entrypoint: undefined,
    cmd: undefined,
    workdir: undefined,
    base,
    line,
    family: image === null ? undefined : (familyOf(image) ?? undefined),
    changes: new Map(),
    settings: new Map(),
    // What stands before the first stage counts once a stage says its name (`ARG NAME`).
    values: new Map(),
    variables: new Set(),
    users: new Map(),
    groups: new Map(),
  };
}

function copyOf(stage: Stage): Stage {
  return {
    ...stage,
    ports: [...stage.ports],
    volumes: [...stage.volumes],
    contents: new Map(stage.contents),
    changes: new Map(stage.changes),
    settings: new Map(stage.settings),
    values: new Map(stage.values),
    variables: new Set(stage.variables),
    users: new Map(stage.users),
    groups: new Map(stage.groups),
  };
}

function read(
  stage: Stage,
  { word, rest, line }: Instruction,
  args: ReadonlyMap<string, string>,
  globals: ReadonlyMap<string, string>,
  sourceText: (source: string) => string | undefined,
): void {
  const text = substituted(rest, stage.values);
  switch (word) {
    case 'ARG':
      readArguments(text, stage, args, globals);
      break;
    case 'ENV':
      for (const [name, value] of variablesIn(text)) {
        stage.values.set(name, value);
        stage.variables.add(name);
        if (stage.family !== undefined) note(stage, changesOfVariable(name, value), line);
      }
      break;
    case 'USER':
      stage.user = { text, line };
      break;
    case 'WORKDIR':
      stage.workdir = text.startsWith('/') ? text : stage.workdir && `${stage.workdir}/${text}`;
      break;
    case 'ENTRYPOINT':
      stage.entrypoint = commandOf(text);
      // Docker takes the arguments of the base back with its entrypoint, not those of the file.
      stage.cmd ??= [];
      break;
    case 'CMD':
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
      readCopy(stage, text, line, sourceText);
      break;
    case 'RUN':
      readAccounts(stage, text);
      if (stage.family !== undefined) note(stage, changesOfScript(text, stage.family), line);
      break;
  }
}

function readCopy(
  stage: Stage,
  text: string,
  line: number,
  sourceText: (source: string) => string | undefined,
): void {
  const copy = copied(text, stage.workdir);
  const places = copy.paths.flatMap(path => placeOf(path) ?? []);
  for (const place of places) {
    if (!stage.contents.has(place)) stage.contents.set(place, line);
    // What stood there is gone, and the last one is the last that is named.
    stage.settings.delete(place);
  }
  const { family } = stage;
  if (family === undefined) return;
  const [place = ''] = places;
  const settings = settingsOf(copy, place, family, sourceText);
  if (settings === undefined) note(stage, changesOfCopy(text, copy, family), line);
  else stage.settings.set(place, { ...settings, line });
}

/** What a copied file says, where it is the configuration of the server and is understood. */
function settingsOf(
  { source }: Copied,
  place: string,
  family: Family,
  sourceText: (source: string) => string | undefined,
): Settings | undefined {
  const said = source === undefined ? undefined : sourceText(source);
  return said === undefined ? undefined : settingsIn(family.id, place, said);
}

function note({ changes }: Stage, found: readonly Change[], line: number): void {
  for (const change of found) if (!changes.has(change)) changes.set(change, line);
}

/** An argument without a default keeps the one from before the first stage; what the build is told counts before both. */
function readArguments(
  text: string,
  { values, variables }: Pick<Stage, 'values' | 'variables'>,
  args: ReadonlyMap<string, string>,
  globals: ReadonlyMap<string, string>,
): void {
  for (const [, name = '', value] of text.matchAll(/(\w+)(?:=("[^"]*"|'[^']*'|\S*))?/g)) {
    const said = args.get(name) ?? value?.replace(/^["']|["']$/g, '') ?? globals.get(name);
    if (said !== undefined && !variables.has(name)) values.set(name, said);
  }
}

/** `NAME=value ...`, and the old form `NAME value`. */
function variablesIn(text: string): readonly (readonly [name: string, value: string])[] {
  const old = /^(\w+)\s+([^=].*)$/.exec(text);
  if (old !== null) return [[old[1]!, old[2]!]];
  const found = text.matchAll(/(\w+)=("[^"]*"|'[^']*'|\S*)/g);
  return [...found].map(([, name, value]) => [name!, value!.replace(/^["']|["']$/g, '')]);
}

/** A line that is no list is given to a shell. */
function commandOf(text: string): readonly string[] {
  return listIn(text) ?? ['/bin/sh', '-c', text];
}
