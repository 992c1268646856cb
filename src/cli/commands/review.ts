/** `kustomend review [path...]`: fixes one by one, on a terminal or in a browser; what is taken is written at the end. */
import { type Command, Option } from 'commander';
import { kustomizationsOf } from '../../library/report.ts';
import type { Again } from '../../report/words/again.ts';
import { PLAIN } from '../../report/words/colors.ts';
import { count } from '../../report/words/words.ts';
import type { Conducting, Ended } from '../../review/conduct/conduct.ts';
import type { Planned } from '../../review/conduct/planned.ts';
import { review as ask } from '../../review/review.ts';
import { helpLines } from '../../review/state/keys.ts';
import { newReview, progressOf, type ReviewState, type Said } from '../../review/state/state.ts';
import { statementText } from '../../review/stating/stated-words.ts';
import { answersIn, configuredBy } from '../../review/stating/stating.ts';
import { reviewWeb } from '../../review/web/review-web.ts';
import { type FixFlags, fixFlags, refuseOpposites } from '../arguments/flags.ts';
import { GROUPS, withExamples } from '../arguments/help.ts';
import { type Typed, typedIn } from '../arguments/typed-again.ts';
import { failureOf, UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { onInterrupt, toItsEnd } from '../process/signals.ts';
import { planner } from '../review/planner.ts';
import { keep, resumed, saidBefore } from '../review/said.ts';
import { onTerminal } from '../review/terminal.ts';
import { sayWhatIsOutOfSight } from '../session/missing.ts';
import { printConfig } from '../session/print-config.ts';
import { openSession, type Session, sayIfIncomplete } from '../session/session.ts';
import { recoverFirst } from '../session/unfinished.ts';
import { type After, carryOut, writesFiles } from '../write/carry-out.ts';
import { fixByCommits } from '../write/commits.ts';

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
  command.addHelpText('after', `\nKeys:\n${helpLines('all').join('\n')}`);
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
  const state = newReview(fixes, before.answers, {
    stated: before.stated,
    raised: before.raised,
    questions,
    reports,
  });
  const start = resumed(state, dropped);
  const conducting: Conducting = {
    plan,
    check: stated => void configuredBy(session.input, stated),
    keep: said => keep(session, said),
  };
  const finishing = { io, typed, flags, session, before };
  if (streams === undefined) return inBrowser(start, first, conducting, finishing);
  const ended = await ask(start, first, { ...conducting, ...onTerminal(io, session, streams, flags.color) });
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
