/** The questions of `kustomend init -i`, one after the other on the terminal. */
import type { Statement } from '../../config/statements.ts';
import { count } from '../../report/words/words.ts';
import { review as ask } from '../../review/review.ts';
import { newReview } from '../../review/state/state.ts';
import { answersIn, configuredBy } from '../../review/stating/stating.ts';
import type { TerminalStreams } from '../../review/terminal/terminal.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Io } from '../process/io.ts';
import { planner } from '../review/planner.ts';
import { keep, resumed, saidBefore } from '../review/said.ts';
import { onTerminal } from '../review/terminal.ts';
import type { Session } from '../session/session.ts';

/** @returns what goes into the configuration, or with which code a run ends that nobody wants to write */
export async function askOnTerminal(
  io: Io,
  session: Session,
  streams: TerminalStreams,
): Promise<{ readonly stated: readonly Statement[] } | { readonly left: ExitCode }> {
  const { said: before, dropped } = saidBefore(session);
  const plan = planner(io, session, { verify: 'builtin' });
  const first = plan(answersIn(before.stated), before.raised);
  const { fixes, questions } = first;
  if (questions.length + before.stated.length === 0) return { stated: [] };
  const state = newReview(fixes, before.answers, { ...before, questions, scope: 'questions' });
  const { how, state: after } = await ask(resumed(state, dropped), first, {
    plan,
    check: stated => void configuredBy(session.input, stated),
    keep: said => keep(session, said),
    ...onTerminal(io, session, streams, undefined),
  });
  if (how === 'save') return { stated: after.stated };
  if (how === 'quit') keep(session, before);
  const kept = how === 'quit' || session.workspace.gitDir === undefined ? 'not kept' : 'kept';
  io.note(`nothing has been written; ${count(after.stated.length, 'answer')} ${kept}\n`);
  return { left: how === 'interrupt' ? EXIT.interrupted : EXIT.ok };
}
