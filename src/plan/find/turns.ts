/** What goes first: each round is about the findings whose turn it is. */
import { isConversion } from './conversions.ts';
import type { Finding } from './finding.ts';
import { isRestated } from './goals.ts';

/**
 * Versions come first, since patches name objects by them; then fields and objects; then what is about all that these leave. Other
 * words come last: what was written before is said in them too.
 */
function turnOf(finding: Finding): number {
  if (isConversion(finding)) return 0;
  if (isRestated(finding)) return 3;
  return finding.proposal.last ? 2 : 1;
}

/** Whether it is the turn of a finding, among all that are found. */
export function turnAmong(findings: readonly Finding[]): (finding: Finding) => boolean {
  const wanted = findings.filter(({ status }) => status === 'candidate');
  const turn = Math.min(...wanted.map(turnOf));
  return finding => turnOf(finding) === turn;
}
