/** `kustomend init`: a commented kustomend.yaml with the questions that only people can answer; with `-i` they are asked at once. */
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { CONFIG_FILE } from '../../config/file-name.ts';
import { withStatements } from '../../config/statements.ts';
import type { PlanInput } from '../../plan/model/input.ts';
import type { Plan } from '../../plan/model/result.ts';
import type { Again } from '../../report/words/again.ts';
import { isSeen, tallyAll } from '../../report/words/tally.ts';
import { count } from '../../report/words/words.ts';
import { configuredBy } from '../../review/stating/stating.ts';
import { parseWithPositions } from '../../yaml/read/positions.ts';
import { type WorkspaceFlags, workspaceFlags } from '../arguments/flags.ts';
import { GROUPS, withExamples } from '../arguments/help.ts';
import { type Typed, typedIn } from '../arguments/typed-again.ts';
import { isAskedIn } from '../init/choices.ts';
import { configText, withQuestions } from '../init/config-text.ts';
import { imageEntries } from '../init/images.ts';
import { askOnTerminal } from '../init/interactive.ts';
import { ownerQuestions } from '../init/owners.ts';
import { type Asked, askedFolders, DECISIONS, decisionsOf } from '../init/sections.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { forget } from '../review/said.ts';
import { sayWhatIsOutOfSight } from '../session/missing.ts';
import { openSession, plannedIn, planSession, type Session, sayIfIncomplete } from '../session/session.ts';
import { applyChanges } from '../write/apply.ts';

interface InitFlags extends WorkspaceFlags {
  readonly interactive?: boolean;
}

export function addInit(program: Command, cli: Cli): void {
  const command = program
    .command('init')
    .description(
      'write a commented kustomend.yaml with the open questions, or add them to the one that is there',
    )
    .argument('[path]', 'repository');
  withExamples(command, [
    ['kustomend init', 'write what only people know as open questions'],
    ['kustomend init -i', 'ask it here, one question after the other'],
    ['kustomend init services/shop', 'of a part of the repository'],
  ]);
  workspaceFlags(command)
    .optionsGroup(GROUPS.select)
    .option('-i, --interactive', 'ask on the terminal; what stays open is written as an open question')
    .action((path: string | undefined, flags: InitFlags) => {
      const paths = path === undefined ? [] : [path];
      return cli.exit(init(cli.io, typedIn(command, paths), flags));
    });
}

async function init(io: Io, { paths, again }: Typed, flags: InitFlags): Promise<ExitCode> {
  const streams = flags.interactive ? io.terminal() : undefined;
  if (flags.interactive && streams === undefined)
    throw new UsageError(
      'init -i asks on a terminal, and here is none: kustomend init writes the questions into a file',
    );
  const asked = { ...flags, preset: 'recommended', restart: true, foreignIgnores: true } as const;
  const session = openSession(io, paths, asked);
  const plan = planSession(session);
  if (!plan.roots.some(root => root.selected && isSeen(root))) {
    sayWhatIsOutOfSight(io, session, plan);
    io.note('nothing has been written: what could be asked is not known yet\n');
    return sayIfIncomplete(io, session, plan) ?? EXIT.ok;
  }
  const { workspace, input } = session;
  const { path: existing } = workspace.config;
  const path = existing ?? CONFIG_FILE;
  const before = existing === undefined ? null : (workspace.files.read(existing) ?? '');
  const textOf = (asked: Asked) =>
    before === null ? configText(asked, flags.loadRestrictor) : withQuestions(before, asked, flags);
  const open = askedIn(input, plan, path);
  if (streams === undefined) return write(io, session, { before, text: textOf(open), asked: open });
  const ended = await askOnTerminal(io, session, streams);
  if ('left' in ended) return ended.left;
  const { stated } = ended;
  const { config } = configuredBy(input, stated);
  const after = askedIn(input, plannedIn({ ...session, input: { ...input, config } }).plan, path);
  // Answers stand where their questions would; one may raise questions that nobody has seen yet.
  const answered = withStatements(textOf({ ...open, plan: after.plan }), stated, path);
  const code = write(io, session, { before, text: withQuestions(answered, after, flags), asked: after });
  forget(session);
  if (stated.length > 0) io.note(madePossible(plan, after.plan, again));
  return code;
}

/** `4 fixes can be written now, 3 of them by these answers`, and what to type. */
function madePossible(before: Plan, after: Plan, again: Again): string {
  const { fixable } = tallyAll(after.fixes);
  const more = fixable - tallyAll(before.fixes).fixable;
  const byThem = more > 0 ? `, ${more} of them by these answers` : '';
  const many = `${count(fixable, 'fix', 'fixes')} can be written now${byThem}`;
  const next =
    fixable > 0
      ? `kustomend --diff${again('preview')}, kustomend fix${again('fix')}`
      : `kustomend scan${again('scan')}`;
  return `${many}\nnext: ${next}\n`;
}

function askedIn(input: PlanInput, plan: Plan, path: string): Asked {
  return { plan, path, entries: imageEntries(input, plan), owners: ownerQuestions(plan) };
}

interface Writing {
  /** Null: there is no configuration yet. */
  readonly before: string | null;
  readonly text: string;
  readonly asked: Asked;
}

function write(io: Io, session: Session, { before, text, asked }: Writing): ExitCode {
  const { path, plan, entries } = asked;
  if (text !== before) applyChanges(io, session, { changes: [{ path, before, after: text }] });
  const file = relative(io.cwd, join(session.workspace.root, path));
  const done = text === before ? ' stays as it is' : '';
  io.note(`${file}${done}: ${count(entries.length, 'image')}, ${openQuestions(text, plan)}\n`);
  return sayIfIncomplete(io, session, plan) ?? EXIT.ok;
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
