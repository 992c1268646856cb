/** What a plan means for the exit code. */
import type { Plan } from '../../plan/model/result.ts';
import { isSeen } from '../words/tally.ts';
import { count, folderName } from '../words/words.ts';

/** Why a plan is not the whole answer: exit code 3. Empty when it is. */
export function incomplete(plan: Pick<Plan, 'roots' | 'fixes'>, named: readonly string[]): string[] {
  const reasons: string[] = [];
  const selected = plan.roots.filter(root => root.selected);
  for (const root of selected) {
    const isMissing = root.state === 'failed' || root.state === 'out-of-sight';
    if (root.state === 'out-of-scope' || (isMissing && named.includes(root.folder))) {
      reasons.push(`${folderName(root.folder)} cannot be evaluated`);
    }
  }
  if (reasons.length === 0 && selected.length > 0 && !selected.some(isSeen))
    reasons.push('no root can be evaluated');
  const withdrawn = plan.fixes.filter(fix => isWithdrawnByProof(fix.status, fix.reason));
  if (withdrawn.length > 0)
    reasons.push(
      `${count(withdrawn.length, 'fix', 'fixes')} did not pass the proof (kustomend scan says why)`,
    );
  return reasons;
}

/** A fix that cannot be placed is withdrawn too, but that is an answer and no doubt about the plan. */
function isWithdrawnByProof(status: string, reason: string | undefined): boolean {
  return status === 'withdrawn' && reason !== undefined && reason.startsWith('the proof failed');
}
