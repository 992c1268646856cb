/** `kustomend review [path...]`: fixes one by one, on a terminal or in a browser; what is taken is written at the end. */
import { type Command, Option } from 'commander';
import { type Statement, UnstatableError } from '../../config/statements.ts';
import { kustomizationsOf } from '../../library/report.ts';
import type { PlanInput } from '../../plan/model/input.ts';
import type { Again } from '../../report/words/again.ts';
import { PLAIN } from '../../report/words/colors.ts';
import { questionsOf } from '../../report/words/questions/questions.ts';
import { count } from '../../report/words/words.ts';
import type { Conducting, Ended } from '../../review/conduct/conduct.ts';
import type { Planned } from '../../review/conduct/planned.ts';
import { newKnowledge } from '../../review/known/facts.ts';
import { review as ask, type Reviewing } from '../../review/review.ts';
import { pageText, summaryText } from '../../review/screen/pages.ts';
import { helpLines } from '../../review/state/keys.ts';
import { newReview, progressOf, type ReviewState, type Said } from '../../review/state/state.ts';
import { keepSaid, keptSaid, NOTHING_SAID } from '../../review/state/store.ts';
import { reportable, reviewable } from '../../review/stating/items.ts';
import { settingsOf } from '../../review/stating/settings.ts';
import { statementText } from '../../review/stating/stated-words.ts';
import { answersIn, configPathOf, configuredBy, fitting, unsaid } from '../../review/stating/stating.ts';
import { openTerminal } from '../../review/terminal/terminal.ts';
import { reviewWeb } from '../../review/web/review-web.ts';
import { type FixFlags, fixFlags, refuseOpposites } from '../arguments/flags.ts';
import { GROUPS, withExamples } from '../arguments/help.ts';
import { type Typed, typedIn } from '../arguments/typed-again.ts';
import { diffFilter, isSingleKey } from '../process/diff-filter.ts';
import { failureOf, UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { onInterrupt, toItsEnd } from '../process/signals.ts';
import { sayWhatIsOutOfSight } from '../session/missing.ts';
import { printConfig } from '../session/print-config.ts';
import { openSession, type PlannedIn, plannedIn, type Session, sayIfIncomplete } from '../session/session.ts';
import { recoverFirst } from '../session/unfinished.ts';
import { type After, carryOut, writesFiles } from '../write/carry-out.ts';
import { fixByCommits } from '../write/commits.ts';
import { notAsked } from '../write/prove.ts';

export function addReview(program: Command, cli: Cli): void {
  const command = program
    .command('review')
    .description('look at fixes one by one, and write those that are taken')
    .argument('[path...]', 'repository, or roots in it');
  withExamples(command, [
    ['kustomend review --web', 'all that can be fixed, in a browser'],
    ['kustomend review --only probes overlays/production', 'one transform in one root'],
    ['kustomend review --commits', 'one commit for each transform'],
  ]);
  command.addHelpText('after', `\nKeys:\n${helpLines().join('\n')}`);
  fixFlags(command);
  // It asks about them anyway; who repeats a command with the flag may.
  for (const option of command.options) option.hidden ||= option.long === '--unsafe';
  command
    .optionsGroup(GROUPS.safety)
    .addOption(new Option('--safe', 'ask about nothing that something speaks against').conflicts('unsafe'))
    .optionsGroup(GROUPS.output)
    .option('--web', 'ask on a page in a browser of this machine, not on the terminal')
    .action((paths: string[], flags: ReviewFlags) => {
      refuseOpposites(flags);
      cli.exit(review(cli.io, typedIn(command, paths), flags));
    });
}

interface ReviewFlags extends FixFlags {
  readonly web?: boolean;
  /** Unsafe fixes are asked about too, unless it is given: whoever takes one has looked at it. */
  readonly safe?: boolean;
}

export async function review(io: Io, typed: Typed, given: ReviewFlags): Promise<ExitCode> {
  const { paths } = typed;
  const flags = { ...given, unsafe: !given.safe };
  const streams = flags.web ? undefined : io.terminal();
  if (streams === undefined && !flags.printConfig && !flags.web)
    throw new UsageError(
      'a review asks on a terminal, and here is none: kustomend --diff shows all, kustomend fix --id takes some, and --web asks in a browser',
    );
  if (writesFiles(flags) && !flags.printConfig) recoverFirst(io, paths, flags);
  const session = openSession(io, paths, flags);
  if (flags.printConfig) return printConfig(io, session);
  const { said: before, dropped } = saidBefore(session);
  const plan = planner(io, session, flags);
  const first = plan(answersIn(before.stated), before.raised);
  const { fixes, questions, reports } = first;
  if (fixes.length + questions.length + reports.length === 0) {
    sayWhatIsOutOfSight(io, session, first);
    io.note('nothing to review: no fix can be written (kustomend scan lists what is found)\n');
    return sayIfIncomplete(io, session, first) ?? EXIT.ok;
  }
  const state = newReview(fixes, before.answers, before.stated, questions, before.raised, reports);
  const start = resumed(state, dropped);
  const conducting: Conducting = {
    plan,
    check: stated => void configuredBy(session.input, stated),
    keep: said => keep(session, said),
  };
  const finishing = { io, typed, flags, session, before };
  if (streams === undefined) return inBrowser(start, first, conducting, finishing);
  const ended = await ask(start, first, {
    ...conducting,
    mask: io.secrets().mask,
    colors: io.colors('stdout', flags.color),
    filter: diffFilter(session.workspace.git, io.env),
    isSingleKey: isSingleKey(session.workspace.git),
    open: (onKey, onResize) => openTerminal(streams, onKey, onResize),
  });
  return finish(ended, finishing);
}

/** Nobody has looked at the page for so long: half an hour. */
const IDLE = 30 * 60_000;

/** What is said at the end is said on the page too. */
async function inBrowser(
  start: ReviewState,
  first: Planned,
  conducting: Conducting,
  finishing: Finishing,
): Promise<ExitCode> {
  const { io } = finishing;
  let outcome: () => ExitCode = () => EXIT.internal;
  await reviewWeb(start, first, {
    ...conducting,
    secrets: io.secrets(),
    kustomizations: () => kustomizationsOf(finishing.session.workspace, first),
    idle: IDLE,
    announce: address =>
      io.note(`review in a browser, on this machine: ${address}\nCtrl-C ends it; answers are kept.\n`),
    onInterrupt,
    finish(ended) {
      const said: string[] = [];
      const note = (text: string) => {
        said.push(io.secrets().mask(text));
        io.note(text);
      };
      try {
        const code = finish(ended, { ...finishing, io: { ...io, note, colors: () => PLAIN } });
        outcome = () => code;
      } catch (error) {
        said.push(io.secrets().mask(failureOf(error, false).text));
        outcome = () => {
          throw error;
        };
      }
      return said.join('');
    },
  });
  return outcome();
}

/** Plans what is asked about, with the configuration as answers make it. */
function planner(io: Io, session: Session, flags: FixFlags): Reviewing['plan'] {
  const secrets = io.secrets();
  const colors = io.colors('stdout', flags.color);
  const witness = notAsked(flags.verify).says;
  const configPath = configPathOf(session.input);
  const shown = new Map<string, readonly (readonly string[])[]>();
  let isFirst = true;
  return (answers, raised) => {
    const { config } = configuredBy(session.input, answers);
    const decisions = { ...session.input.decisions, raised };
    // Later on the screen says what is being worked on.
    const { input: planned, plan: whole } = isFirst
      ? plannedIn({ ...session, input: { ...session.input, config, decisions } })
      : plannedWith(session, { ...session.input, config, decisions, progress: undefined });
    isFirst = false;
    const input = { ...planned, progress: undefined };
    const documented = (id: string) => io.transforms.find(each => each.id === id)!;
    const knowledge = newKnowledge({ input, onDisk: session.input, whole, secrets, documented, shown });
    return {
      fixes: reviewable(whole.fixes),
      reports: reportable(whole.fixes),
      questions: questionsOf(whole),
      roots: whole.roots,
      knowledge,
      settings: item => settingsOf(item, { input, roots: whole.roots }),
      page: (page, state, proven) => pageText(page, state, proven, { knowledge, input, secrets, colors }),
      summary: (proven, state, screen) =>
        summaryText(proven, state, secrets, { witness, screen, configPath, shown }),
    };
  };
}

/** @throws UnstatableError where nothing that was named is left */
function plannedWith(session: Session, input: PlanInput): PlannedIn {
  try {
    return plannedIn({ ...session, input });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UnstatableError(`not with that: ${error.message}`);
  }
}

interface Before {
  readonly said: Said;
  /** Answers that the configuration, changed since, does not take any more. */
  readonly dropped: readonly Statement[];
}

/** Without git there is no place for answers that nobody would commit. */
function saidBefore({ workspace, input }: Session): Before {
  if (workspace.gitDir === undefined) return { said: NOTHING_SAID, dropped: [] };
  const { answers: kept, stated, raised } = keptSaid(workspace.journalDir);
  // What was left open is asked again.
  const answers = new Map([...kept].filter(([, answer]) => answer !== 'skipped'));
  const { fit, unfit } = fitting(input, unsaid(input, stated));
  return { said: { answers, stated: fit, raised }, dropped: unfit };
}

function keep({ workspace }: Session, said: Said): void {
  if (workspace.gitDir !== undefined) keepSaid(workspace.journalDir, said);
}

function resumed(state: ReviewState, dropped: readonly Statement[]): ReviewState {
  const known = state.fixes.filter(({ id }) => state.answers.has(id)).length;
  const says = count(known, 'fix is answered', 'fixes are answered');
  const parts = [
    ...(known === 0 ? [] : [`the last review goes on: ${says} already (g lists them)`]),
    ...(dropped.length === 0
      ? []
      : [`the configuration does not take any more: ${dropped.map(statementText).join('; ')}`]),
  ];
  return { ...state, message: parts.join('. ') };
}

interface Finishing {
  readonly io: Io;
  readonly typed: Typed;
  readonly flags: FixFlags;
  readonly session: Session;
  /** As it was when the review began. */
  readonly before: Said;
}

function finish(ended: Ended, { io, typed, flags, session, before }: Finishing): ExitCode {
  const { state } = ended;
  if (ended.how === 'quit') {
    keep(session, before);
    const earlier = before.answers.size + before.stated.length;
    const stays = earlier === 0 ? '' : `; ${earlier} of earlier reviews ${earlier === 1 ? 'stays' : 'stay'}`;
    io.note(`nothing has been written, and no answer given since the start is kept${stays}\n`);
    return EXIT.ok;
  }
  if (ended.how !== 'write') {
    const { accepted, rejected, along, left } = progressOf(state);
    const kept = session.workspace.gitDir === undefined ? 'lost: there is no git' : 'kept';
    const stated = answersIn(state.stated).length;
    const also = stated === 0 ? '' : `, ${count(stated, 'answer')} for the configuration`;
    io.note(
      `nothing has been written; answers are ${kept}: ${accepted} taken, ${rejected + along} left out, ${left} open${also}\n`,
    );
    return ended.how === 'interrupt' ? EXIT.interrupted : EXIT.ok;
  }
  const ids = ended.plan.fixes.filter(({ status }) => status === 'planned').map(({ id }) => id);
  const rejected = [...state.answers].filter(([, answer]) => answer === 'rejected').map(([id]) => id);
  const { change } = configuredBy(session.input, state.stated);
  const stated = change && { change, says: state.stated.map(statementText) };
  const code = flags.commits
    ? toItsEnd(
        fixByCommits(
          io,
          typed.paths,
          { ...flags, id: ids, rejected, raised: [...state.raised] },
          { plan: ended.plan, stated },
        ),
      )
    : carryOut(io, session, ended.plan, { flags, after: () => afterReview(state, typed.again) });
  if (code === EXIT.ok && writesFiles(flags)) {
    const written = new Set(ids);
    const answers = new Map([...state.answers].filter(([id]) => !written.has(id)));
    const raised = new Set([...state.raised].filter(id => !written.has(id)));
    keep(session, { answers, stated: [], raised });
  }
  return code;
}

/** What nobody has taken: it is asked again by the next review, but for what is left out. */
function afterReview(state: ReviewState, again: Again): After {
  const { rejected, along, left, questions } = progressOf(state);
  const open = [`${left} open`, ...(questions === 0 ? [] : [count(questions, 'question')])].join(', ');
  return {
    remains: `${rejected + along} left out, ${open}`,
    next: left + questions === 0 ? undefined : `kustomend review${again('review')}`,
  };
}
