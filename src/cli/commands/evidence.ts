/** `kustomend evidence FILE...`: keeps what other tools say of images and of what runs, for fixes to rest on. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { evidencePath, isOld, type RecordChanges, type Records, withRecords } from '../../config/evidence.ts';
import type { ContainerRecord } from '../../config/evidence-schema.ts';
import { didYouMean } from '../../config/suggest.ts';
import { type Known, type Matched, matched } from '../../evidence/match.ts';
import type { Found } from '../../evidence/model/found.ts';
import { outdated } from '../../evidence/outdated.ts';
import { readEvidence, type SourceFile, SourceProblem } from '../../evidence/read.ts';
import { parseImageReference } from '../../kubernetes/images/image-reference.ts';
import type { FileChange } from '../../plan/model/result.ts';
import { renderedContainers, viewsOf } from '../../plan/views.ts';
import { withoutSecretArguments } from '../../report/secrets/rendered.ts';
import { count, oneLine } from '../../report/words/words.ts';
import { colorFlags, quietFlag, type WorkspaceFlags, workspaceFlags } from '../arguments/flags.ts';
import { GROUPS, withExamples } from '../arguments/help.ts';
import { dateOf } from '../cache/facts.ts';
import { FileProblems, UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { recordsOf } from '../session/observed.ts';
import { openSession, type Session, whyNoRoots } from '../session/session.ts';
import { recoverFirst } from '../session/unfinished.ts';
import { type KeepFlags, keep } from '../write/keep.ts';

interface EvidenceFlags extends WorkspaceFlags, KeepFlags {
  readonly env?: string;
  readonly image?: string;
  readonly date?: string;
  readonly prune?: boolean;
  readonly check?: boolean;
  readonly exitZero?: boolean;
  readonly repository: string;
}

export function addEvidence(program: Command, cli: Cli): void {
  const command = program
    .command('evidence')
    .description(
      'keep what other tools say of images and of what runs, for fixes to rest on; shows the diff of its file',
    )
    .argument(
      '[file...]',
      'what a tool has written, or - for its output; none: say what is kept, and what is out of date',
    );
  withExamples(command, [
    ['kustomend evidence krr.json --write', 'requests and limits as they were measured'],
    ['docker inspect shop/web:1.4 | kustomend evidence -', 'the user and the ports of an image'],
    [
      'kubectl get pods -A -o json | kustomend evidence - --env production',
      'users that containers have there',
    ],
    ['kustomend evidence --prune --write', 'take out what is out of date'],
  ]);
  colorFlags(quietFlag(workspaceFlags(command)))
    .option('--no-pager', 'print the diff without a pager')
    .option('--check', 'exit 1 when there is a diff')
    .option('--exit-zero', 'exit 0 where --check would exit 1')
    .optionsGroup(GROUPS.select)
    .option('--repository <path>', 'the repository, where it is not the one of this folder', '.')
    .option('--env <name>', 'the environment that the files are of')
    .option(
      '--image <reference>',
      'the image that a configuration is of: skopeo inspect --config does not name it',
    )
    .option(
      '--date <day>',
      'when a tool wrote its file, as 2026-01-31; the time of the file unless stated',
      day,
    )
    .optionsGroup(GROUPS.safety)
    .option('--prune', 'take out what is out of date')
    .option('--write', 'write the file')
    .option('--allow-dirty', 'change the file although it has uncommitted changes')
    .action((files: string[], flags: EvidenceFlags) => cli.exit(evidence(cli.io, files, flags)));
}

function day(value: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || Number.isNaN(Date.parse(value)))
    throw new InvalidArgumentError('expected a day such as 2026-01-31.');
  return value;
}

function evidence(io: Io, files: readonly string[], flags: EvidenceFlags): ExitCode {
  const paths = [flags.repository];
  if (flags.write) recoverFirst(io, paths, flags);
  const sources = files.map(file => sourceOf(io, file, flags));
  const found = readAll(sources);
  const session = openSession(io, paths, {
    ...flags,
    env: [],
    preset: 'recommended',
    restart: true,
    foreignIgnores: true,
  });
  const known = knownIn(session, flags.env);
  const say = (line: string) => {
    if (!flags.quiet) io.note(`${oneLine(line)}\n`);
  };
  const matches = found.map(each => matched(each, known.chosen, flags.env));
  for (const [index, match] of matches.entries()) {
    for (const line of reportOf(files[index]!, found[index]!, match)) say(line);
  }
  if (files.length > 0 && matches.every(({ used }) => used === 0)) {
    io.note(`kustomend: nothing of that is rendered here: is it of another cluster?\n`);
    return EXIT.usage;
  }
  const kept = recordsOf(session.workspace.files, session.workspace.config);
  const changes = changesOf(session, kept, matches, known.all, flags.prune ?? false, say);
  const change = changeOf(session, changes);
  if (change !== undefined) keep(io, session, change, flags, 'evidence --write writes it');
  say(`${evidencePath(session.workspace.config)}: ${summaryOf(kept, changes)}`);
  return change !== undefined && flags.check && !flags.exitZero ? EXIT.findings : EXIT.ok;
}

function sourceOf(io: Io, file: string, { date, image }: EvidenceFlags): SourceFile {
  const isInput = file === '-';
  if (image !== undefined && parseImageReference(image) === null)
    throw new UsageError(`--image: ${image} is no image reference`);
  const path = resolve(io.cwd, file);
  const stat = isInput ? undefined : statSync(path);
  if (stat?.isDirectory()) throw new UsageError(`${file} is a folder: name the files in it`);
  const written = stat?.mtimeMs ?? Date.now();
  return {
    name: isInput ? 'standard input' : file,
    bytes: readFileSync(isInput ? 0 : path),
    as: { date: date ?? dateOf(written), image },
  };
}

/** @throws FileProblems */
function readAll(sources: readonly SourceFile[]): Found[] {
  try {
    return readEvidence(sources).map(withoutSecrets);
  } catch (error) {
    if (!(error instanceof SourceProblem)) throw error;
    throw new FileProblems([{ file: error.file, line: error.line, column: 1, message: error.message }]);
  }
}

/** The file is committed, and the author of an image may have built a secret into its command. */
function withoutSecrets(found: Found): Found {
  const images = found.images.map(({ names, record }) => {
    const { entrypoint, command } = record.config;
    const config = {
      ...record.config,
      ...(entrypoint && { entrypoint: [...withoutSecretArguments(entrypoint)] }),
      ...(command && { command: [...withoutSecretArguments(command)] }),
    };
    return { names, record: { ...record, config } };
  });
  return { ...found, images };
}

/** @throws UsageError where nothing is rendered, or nothing of the environment */
function knownIn(
  { input, workspace }: Session,
  environment: string | undefined,
): { readonly all: readonly Known[]; readonly chosen: readonly Known[] } {
  const views = viewsOf(input);
  if (views.roots.length === 0) throw new UsageError(whyNoRoots(input, workspace.root));
  const all = renderedContainers(views).map(({ root, container, ...rest }): Known => {
    const { name, tier } = root.environment;
    return {
      ...rest,
      container: container.name,
      image: container.image,
      environments: [name, tier].filter(each => each !== undefined),
    };
  });
  if (environment === undefined) return { all, chosen: all };
  const chosen = all.filter(({ environments }) => environments.includes(environment));
  if (chosen.length > 0) return { all, chosen };
  const names = [...new Set(all.flatMap(({ environments }) => environments))];
  const hint = didYouMean(environment, names) || `; there are: ${names.join(', ') || 'none'}`;
  throw new UsageError(`--env: no root has the environment "${environment}"${hint}`);
}

const MOST_NAMED = 5;

function reportOf(
  file: string,
  found: Found,
  { used, strangers, others, contradictions }: Matched,
): string[] {
  const all = found.containers.length + found.images.length;
  const list = (names: readonly string[]) => {
    const rest = names.length - MOST_NAMED;
    return `${names.slice(0, MOST_NAMED).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
  };
  return [
    `${file}: ${used} of ${all} records are of what is rendered here`,
    ...found.left.map(reason => `${file}: left out: ${reason}`),
    ...(strangers.length > 0 ? [`${file}: not rendered here: ${list(strangers)}`] : []),
    ...(others.length > 0
      ? [`${file}: ran another image than is rendered here, or one whose tag moves: ${list(others)}`]
      : []),
    ...contradictions.map(key => `${file}: ${key}: its pods have several users`),
  ];
}

/** New words over old ones, part by part; and without what is out of date, where that is wanted. */
function changesOf(
  { input, workspace: { config } }: Session,
  kept: Records,
  matches: readonly Matched[],
  known: readonly Known[],
  isPruned: boolean,
  say: (line: string) => void,
): RecordChanges {
  const images = new Map(matches.flatMap(each => [...each.images]));
  const containers = new Map<string, ContainerRecord | null>();
  for (const [key, record] of matches.flatMap(each => [...each.containers])) {
    const { usage, user, profile } = { ...kept.containers.get(key), ...containers.get(key), ...record };
    containers.set(key, { ...(usage && { usage }), ...(user && { user }), ...(profile && { profile }) });
  }
  const now = {
    images: new Map([...kept.images, ...images]),
    containers: new Map([...kept.containers, ...(containers as Map<string, ContainerRecord>)]),
  };
  const old = outdated(now, known, date => isOld(date, input.today, config));
  for (const line of old.reasons) say(isPruned ? `taken out: ${line}` : line);
  const wanted: RecordChanges = isPruned
    ? {
        images: new Map([...images, ...old.images]),
        containers: new Map([...containers, ...old.containers]),
      }
    : { images, containers };
  return {
    images: onlyChanged(wanted.images, kept.images),
    containers: onlyChanged(wanted.containers, kept.containers),
  };
}

function onlyChanged<T>(
  wanted: ReadonlyMap<string, T | null>,
  kept: ReadonlyMap<string, T>,
): ReadonlyMap<string, T | null> {
  return new Map(
    [...wanted].filter(([key, record]) => JSON.stringify(record) !== JSON.stringify(kept.get(key) ?? null)),
  );
}

function changeOf({ workspace }: Session, changes: RecordChanges): FileChange | undefined {
  if (changes.images.size + changes.containers.size === 0) return undefined;
  const path = evidencePath(workspace.config);
  const before = workspace.files.read(path);
  return { path, before: before ?? null, after: withRecords(before, changes) };
}

function summaryOf(kept: Records, { images, containers }: RecordChanges): string {
  const all = [
    ...[...images].map(([key, record]) => ({ isKnown: kept.images.has(key), isGone: record === null })),
    ...[...containers].map(([key, record]) => ({
      isKnown: kept.containers.has(key),
      isGone: record === null,
    })),
  ];
  const gone = all.filter(({ isGone }) => isGone).length;
  const renewed = all.filter(({ isKnown, isGone }) => isKnown && !isGone).length;
  const added = all.length - gone - renewed;
  const parts = [
    ...(added > 0 ? [count(added, 'new entry', 'new entries')] : []),
    ...(renewed > 0 ? [`${renewed} renewed`] : []),
    ...(gone > 0 ? [`${gone} taken out`] : []),
  ];
  const there = kept.images.size + kept.containers.size;
  if (parts.length > 0) return parts.join(', ');
  return there === 0 ? 'nothing is kept' : `${count(there, 'entry', 'entries')}, nothing new`;
}
