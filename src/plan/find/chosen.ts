/** A choice of fixes: they and what they need. */
import type { Proposal } from '../../transform.ts';
import type { Finding } from './finding.ts';

/**
 * The findings of the fixes that are chosen, and of those without which they could not be planned: what has to be done
 * before them in the same root, and what they take for granted. A fix comes along in all roots that have it.
 *
 * @param fixes ids; undefined: all are
 */
export function chosenOf(
  findings: readonly Finding[],
  fixes: ReadonlySet<string> | undefined,
): readonly Finding[] {
  if (fixes === undefined) return findings;
  const byProposal = new Map(findings.map(finding => [finding.proposal, finding]));
  const ids = new Set(fixes);
  for (let size = -1; size !== ids.size; ) {
    size = ids.size;
    for (const finding of findings) {
      if (!ids.has(finding.fixId)) continue;
      for (const each of neededBy(finding, findings, byProposal)) ids.add(each.fixId);
    }
  }
  // Where what it takes for granted was not planned, its other form was seen and chosen.
  return findings.filter(({ fixId, otherwise }) => ids.has(fixId) || (otherwise && ids.has(otherwise.fixId)));
}

function neededBy(
  { proposal: { needs = [], given }, root }: Finding,
  findings: readonly Finding[],
  byProposal: ReadonlyMap<Proposal, Finding>,
): Finding[] {
  const before = findings.filter(
    each => each.root === root && each.status !== 'ignored' && needs.includes(each.transform.id),
  );
  const granted = given && byProposal.get(given.proposal);
  return granted ? [...before, granted] : before;
}
