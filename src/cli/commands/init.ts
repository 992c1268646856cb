/** `kustomend init`: a commented kustomend.yaml with the questions that only people can answer. */
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { CONFIG_FILE } from '../../config/file-name.ts';
import { type Statement, UnstatableError, withStatements } from '../../config/statements.ts';
import { configKeysOf } from '../../images/configured.ts';
import { parseImageReference } from '../../kubernetes/images/image-reference.ts';
import type { LoadRestrictor } from '../../kustomize/build/run.ts';
import type { Plan } from '../../plan/model/result.ts';
import { isSeen } from '../../report/words/tally.ts';
import { count } from '../../report/words/words.ts';
import { dominantEol } from '../../text/source-text.ts';
import { parseWithPositions } from '../../yaml/read/positions.ts';
import { type WorkspaceFlags, workspaceFlags } from '../arguments/flags.ts';
import { withExamples } from '../arguments/help.ts';
import { isAskedIn, withChoicesOfToday, withoutChoices } from '../init/choices.ts';
import {
  entryLines,
  imageEntries,
  legendLines,
  OPTIONAL,
  optionalLines,
  waitingText,
} from '../init/images.ts';
import { ownerLines, ownerQuestions } from '../init/owners.ts';
import {
  type Asked,
  askedFolders,
  choiceSections,
  DECISIONS,
  decisionLines,
  decisionsOf,
  ENVIRONMENTS,
  environmentLines,
  IMAGES,
  withSections,
} from '../init/sections.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { sayWhatIsOutOfSight } from '../session/missing.ts';
import { openSession, planSession, sayIfIncomplete } from '../session/session.ts';
import { applyChanges } from '../write/apply.ts';

export function addInit(program: Command, cli: Cli): void {
  const command = program
    .command('init')
    .description(
      'write a commented kustomend.yaml with the open questions, or add them to the one that is there',
    )
    .argument('[path]', 'repository');
  withExamples(command, [
    ['kustomend init', 'ask what only people know'],
    ['kustomend init services/shop', 'of a part of the repository'],
    ['kustomend init --config ci.yaml', 'into another file that is there'],
  ]);
  workspaceFlags(command).action((path: string | undefined, flags: WorkspaceFlags) =>
    cli.exit(init(cli.io, path, flags)),
  );
}

function init(io: Io, folder: string | undefined, flags: WorkspaceFlags): ExitCode {
  const asked = { ...flags, preset: 'recommended', restart: true, foreignIgnores: true } as const;
  const session = openSession(io, folder === undefined ? [] : [folder], asked);
  const { workspace } = session;
  const plan = planSession(session);
  if (!plan.roots.some(root => root.selected && isSeen(root))) {
    sayWhatIsOutOfSight(io, session, plan);
    io.note('nothing has been written: what could be asked is not known yet\n');
    return sayIfIncomplete(io, session, plan) ?? EXIT.ok;
  }
  const entries = imageEntries(session.input, plan);
  const owners = ownerQuestions(plan);
  const { path: existing } = workspace.config;
  const path = existing ?? CONFIG_FILE;
  const questions: Asked = { plan, path, entries, owners };
  const text =
    existing === undefined
      ? configText(questions, flags.loadRestrictor)
      : withQuestions(workspace.files.read(existing) ?? '', questions, flags);
  const before = existing === undefined ? null : (workspace.files.read(existing) ?? '');
  if (text !== before) applyChanges(io, session, { changes: [{ path, before, after: text }] });
  const file = relative(io.cwd, join(workspace.root, path));
  const done = text === before ? ' stays as it is' : '';
  io.note(`${file}${done}: ${count(entries.length, 'image')}, ${openQuestions(text, plan)}\n`);
  return sayIfIncomplete(io, session, plan) ?? EXIT.ok;
}

/** A file that is there: what it says stays. */
function withQuestions(before: string, asked: Asked, flags: WorkspaceFlags): string {
  const { plan, path, entries } = asked;
  const begun = withSections(before, asked);
  const { data } = parseWithPositions(withoutChoices(begun));
  const isFree = (section: string) => !isMap(data) || !Object.hasOwn(data, section);
  const today = withChoicesOfToday(begun, choiceSections(plan, { isFree, path }));
  const text = merged(path, today, { ...asked, ...flags });
  return withOwnComments(text, [
    [DECISIONS, decisionLines(plan, text)],
    [OPTIONAL, optionalLines(plan, entries)],
  ]);
}

/** `9 open questions, 2 environments to name, 3 decisions in the manifests`: all that its comments ask, too. */
function openQuestions(text: string, plan: Plan): string {
  const environments = askedFolders(plan).length;
  const open = decisionsOf(plan);
  const ready = open.filter(each => each.choices.length > 0 && isAskedIn(text, each)).length;
  const decisions = open.length - ready;
  return [
    count(openAnswers(text), 'open question'),
    ...(environments === 0 ? [] : [`${count(environments, 'environment')} to name`]),
    ...(ready === 0 ? [] : [`${count(ready, 'decision')} with answers at hand`]),
    ...(decisions === 0 ? [] : [`${count(decisions, 'decision')} in the manifests${whereListed(text)}`]),
  ].join(', ');
}

/** A file that somebody else has begun, or has taken the list out of, gets none. */
function whereListed(text: string): string {
  return text.includes(DECISIONS) ? '' : ' (kustomend scan lists them)';
}

/** `?` in place of an answer, wherever it stands: comments ask nothing. */
function openAnswers(text: string): number {
  const walk = (value: unknown): number => {
    if (value === '?') return 1;
    if (typeof value !== 'object' || value === null) return 0;
    return Object.values(value).reduce<number>((sum, each) => sum + walk(each), 0);
  };
  return walk(parseWithPositions(text).data);
}

/** With the questions that it does not answer yet; every line that is there stays. */
function merged(
  path: string,
  text: string,
  { entries, owners, loadRestrictor }: Pick<Asked, 'entries' | 'owners'> & WorkspaceFlags,
): string {
  const there: unknown = parseWithPositions(text).data;
  const images = isMap(there) && isMap(there.images) ? there.images : {};
  const answers = entries.flatMap(({ image, name, settles, facts }): Statement[] => {
    const reference = parseImageReference(name);
    const keys = reference === null ? [] : configKeysOf(reference, Object.keys(images), [image]);
    const key = keys[0] ?? image;
    // A text stands for the facts of another image.
    if (images[key] !== undefined && !isMap(images[key])) return [];
    const said = [key, ...keys].map(each => images[each]).filter(isMap);
    const waiting = said.length === 0 ? waitingText(settles) : '';
    return facts.flatMap(({ path: fact, value, remark }, index): Statement[] => {
      const [top = '', below] = fact.split('.');
      const isSaid = said.some(({ [top]: own }) =>
        below === undefined ? own !== undefined : isMap(own) && own[below] !== undefined,
      );
      if (isSaid) return [];
      const comment = [
        ...(index === 0 && waiting !== '' ? [waiting] : []),
        ...(remark === '' ? [] : [remark]),
      ].join('; ');
      return [{ type: 'value', path: ['images', key, ...fact.split('.')], value, comment }];
    });
  });
  const named = isMap(there) && isMap(there.namespaces) ? there.namespaces : {};
  const asked = owners
    .filter(({ namespace }) => named[namespace] === undefined)
    .map(
      ({ namespace }): Statement => ({
        type: 'value',
        path: ['namespaces', namespace, 'owner'],
        value: '?',
      }),
    );
  // So that nobody has to type it again.
  const typed: Statement[] =
    loadRestrictor === undefined ? [] : [{ type: 'value', path: ['loadRestrictor'], value: loadRestrictor }];
  try {
    return withStatements(text, [...typed, ...answers, ...asked], path);
  } catch (error) {
    if (!(error instanceof UnstatableError)) throw error;
    throw new UsageError(`the questions do not go into the configuration: ${error.message}`);
  }
}

/** The comments that a run before has written below its headings, as they are now. What somebody has taken out stays out. */
function withOwnComments(
  text: string,
  blocks: readonly (readonly [heading: string, lines: readonly string[]])[],
): string {
  const eol = dominantEol(text);
  // Each with its own end: the file may have both.
  const lines = text.split(/(?<=\n)/);
  for (const [heading, now] of blocks) {
    const start = lines.findIndex(line => line.trimEnd() === heading);
    if (start < 0) continue;
    const end = lines.findIndex((line, index) => index > start && !line.startsWith('#   '));
    lines.splice(
      start,
      (end < 0 ? lines.length : end) - start,
      ...now.filter(line => line !== '').map(line => line + eol),
    );
  }
  return lines.join('');
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const TRANSFORMS = [
  '',
  '# Transforms: off, on, or a map of options.',
  '# transforms:',
  '#   pod-disruption-budget: off',
];
const IGNORE = [
  '',
  '# Findings that are fine, each with its reason.',
  '# ignore:',
  '#   - id: security-context',
  '#     resource: Deployment/my-api',
  '#     reason: why this is fine',
];

function configText(
  { plan, path, entries, owners }: Asked,
  loadRestrictor: LoadRestrictor | undefined,
): string {
  const images = entries.flatMap(entryLines);
  const choices = choiceSections(plan, { isFree: () => true, path });
  const isSaid = (section: string) => choices.includes(`${section}:`);
  const lines = [
    '# What kustomend cannot read out of the manifests. `kustomend explain ID` says what a transform does,',
    '# `kustomend schema` prints the JSON Schema of this file for editors.',
    '',
    ...(loadRestrictor === undefined ? [] : [`loadRestrictor: ${loadRestrictor}`, '']),
    ENVIRONMENTS,
    ...environmentLines(plan),
    '',
    IMAGES,
    ...legendLines(entries),
    ...(images.length > 0
      ? ['images:', ...images]
      : ['# images:', '#   my-api:', '#     user: 10001', '#     writes: [/tmp]']),
    ...optionalLines(plan, entries),
    ...ownerLines(owners),
    ...choices,
    ...decisionLines(plan, choices.join('\n')),
    // What stands above would not be what it is uncommented below.
    ...(isSaid('transforms') ? [] : TRANSFORMS),
    ...(isSaid('ignore') ? [] : IGNORE),
  ];
  return `${lines.join('\n')}\n`;
}
