/** What was said before: answers are kept in the git directory until they are written. */
import type { Statement } from '../../config/statements.ts';
import { count } from '../../report/words/words.ts';
import type { ReviewState, Said } from '../../review/state/state.ts';
import { keepSaid, keptSaid, NOTHING_SAID } from '../../review/state/store.ts';
import { statementText } from '../../review/stating/stated-words.ts';
import { fitting, unsaid } from '../../review/stating/stating.ts';
import type { Session } from '../session/session.ts';

export interface Before {
  readonly said: Said;
  /** Answers that the configuration, changed since, does not take any more. */
  readonly dropped: readonly Statement[];
}

/** Without git there is no place for answers that nobody would commit. */
export function saidBefore({ workspace, input }: Session): Before {
  if (workspace.gitDir === undefined) return { said: NOTHING_SAID, dropped: [] };
  const { answers: kept, stated, raised } = keptSaid(workspace.journalDir);
  // What was left open is asked again.
  const answers = new Map([...kept].filter(([, answer]) => answer !== 'skipped'));
  const { fit, unfit } = fitting(input, unsaid(input, stated));
  return { said: { answers, stated: fit, raised }, dropped: unfit };
}

export function keep({ workspace }: Session, said: Said): void {
  if (workspace.gitDir !== undefined) keepSaid(workspace.journalDir, said);
}

/** What has been stated stands in the configuration now; answers about fixes stay. */
export function forget(session: Session): void {
  const { said } = saidBefore(session);
  keep(session, { ...said, stated: [] });
}

/** Somebody has taken them all the same: what a review was told before holds no more. */
export function forgetFixes(session: Session, written: ReadonlySet<string>): void {
  const { said } = saidBefore(session);
  if (![...said.answers.keys(), ...said.raised].some(id => written.has(id))) return;
  const answers = new Map([...said.answers].filter(([id]) => !written.has(id)));
  const raised = new Set([...said.raised].filter(id => !written.has(id)));
  keep(session, { ...said, answers, raised });
}

export function resumed(state: ReviewState, dropped: readonly Statement[]): ReviewState {
  const known = state.scope === 'all' ? state.fixes.filter(({ id }) => state.answers.has(id)).length : 0;
  const says = count(known, 'fix is answered', 'fixes are answered');
  const parts = [
    ...(known === 0 ? [] : [`the last review goes on: ${says} already (g lists them)`]),
    ...(dropped.length === 0
      ? []
      : [`the configuration does not take any more: ${dropped.map(statementText).join('; ')}`]),
  ];
  return { ...state, message: parts.join('. ') };
}
