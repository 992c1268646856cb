/** What becomes of a finding by itself: whether it is planned, and what keeps it back. */
import type { Proposal, Safety } from '../../../transform.ts';
import type { PlanInput } from '../../model/input.ts';
import type { FindingStatus } from '../found/finding.ts';

/** A finding of an object or of a text, as far as it is judged alike. */
export interface Judged {
  readonly proposal: Pick<Proposal, 'blocked' | 'known'> & { readonly changes: readonly unknown[] };
  readonly safety: Safety;
  readonly fixId: string;
  readonly restarts: boolean;
}

export type Verdict = readonly [FindingStatus, string | undefined];

export function verdictOf({ decisions, selection }: PlanInput, finding: Judged): Verdict {
  const { proposal, safety } = finding;
  if (proposal.blocked !== undefined) return ['person', proposal.blocked];
  if (proposal.changes.length === 0) return ['reported', proposal.known];
  if (decisions.rejected.size > 0 && decisions.rejected.has(finding.fixId))
    return ['rejected', 'rejected in review'];
  const isAccepted = () => decisions.accepted.size > 0 && decisions.accepted.has(finding.fixId);
  if (safety === 'unsafe' && !selection.unsafe && !isAccepted()) return ['unsafe', undefined];
  if (selection.noRestart && finding.restarts) return ['restart', 'restarts pods'];
  return ['candidate', undefined];
}
