/** Plans what a review is about, again and again as answers come. */
import { UnstatableError } from '../../config/statements.ts';
import type { PlanInput } from '../../plan/model/input.ts';
import { questionsOf } from '../../report/words/questions/questions.ts';
import type { Conducting } from '../../review/conduct/conduct.ts';
import { newKnowledge } from '../../review/known/facts.ts';
import { pageText, summaryText } from '../../review/screen/pages.ts';
import { reportable, reviewable } from '../../review/stating/items.ts';
import { settingsOf } from '../../review/stating/settings.ts';
import { configPathOf, configuredBy } from '../../review/stating/stating.ts';
import type { FixFlags } from '../arguments/flags.ts';
import { UsageError } from '../process/errors.ts';
import type { Io } from '../process/io.ts';
import { type PlannedIn, plannedIn, type Session } from '../session/session.ts';
import { notAsked } from '../write/prove.ts';

/** Plans what is asked about, with the configuration as answers make it. */
export function planner(
  io: Io,
  session: Session,
  { verify, color }: Pick<FixFlags, 'verify' | 'color'>,
): Conducting['plan'] {
  const secrets = io.secrets();
  const colors = io.colors('stdout', color);
  const witness = notAsked(verify).says;
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
