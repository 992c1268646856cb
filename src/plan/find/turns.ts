/** What goes first: each round is about the findings whose turn it is. */
import { isConversion } from './conversions.ts';
import type { Finding } from './found/finding.ts';
import { isRestated } from './goals.ts';
import { isRename } from './renames.ts';
import { isRootNamespace } from './root-namespaces.ts';

/**
 * Versions come first, since patches name objects by them; then fields and objects; then what is about all that these leave, and
 * the namespace of a root, which is for all of them. Names change behind what says them; other words come last: what was written before is said in them too.
 */
function turnOf(finding: Finding): number {
  if (isConversion(finding)) return 0;
  if (isRestated(finding)) return 5;
  if (isRename(finding)) return 4;
  if (isRootNamespace(finding)) return 3;
  return finding.proposal.last ? 2 : 1;
}

/** The turns of what is found, the first one first: whether a finding is of that turn. */
export function turnsOf(findings: readonly Finding[]): ((finding: Finding) => boolean)[] {
  const wanted = new Set(findings.filter(({ status }) => status === 'candidate').map(turnOf));
  return [...wanted].sort((a, b) => a - b).map(turn => finding => turnOf(finding) === turn);
}
