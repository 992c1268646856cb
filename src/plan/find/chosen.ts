/** A choice of fixes: they and what they need. */
import type { Proposal } from '../../transform.ts';
import type { Finding } from './found/finding.ts';

/**
 * The findings of the fixes that are chosen, and of those without which they could not be planned: what has to be done
 * before them in the same root, and what they take for granted. A fix comes along in all roots that have it.
 *
 * The labels of objects that the plan itself has made come with those.
 *
 * @param fixes ids; undefined: all are
 * @param made source ids of the objects that the plan has made
 */
export function chosenOf(
  findings: readonly Finding[],
  fixes: ReadonlySet<string> | undefined,
  made: ReadonlySet<string>,
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
  return findings.filter(
    finding =>
      ids.has(finding.fixId) ||
      (finding.otherwise && ids.has(finding.otherwise.fixId)) ||
      isLabelOf(finding, made),
  );
}

/** Whether it is about the labels of one of these objects. */
export function isLabelOf({ proposal, object }: Finding, sources: ReadonlySet<string>): boolean {
  return proposal.via === 'texts' && object !== null && sources.has(object.sourceId);
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
