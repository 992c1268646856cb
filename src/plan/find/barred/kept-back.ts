/** Findings as the lessons of earlier attempts leave them. */

import { type Lessons, SAID_ELSEWHERE } from '../../model/lessons.ts';
import type { Finding } from '../found/finding.ts';

/**
 * Withdrawn ones are no candidates any more, and what takes them for granted gives way to its other form.
 *
 * @param isAllAsked whether the run makes those that need a look too, now or after the others
 */
export function keptBack(
  findings: readonly Finding[],
  { withdrawn }: Lessons,
  isAllAsked: boolean,
): readonly Finding[] {
  const kept = withoutOutdone(
    findings.map(finding => keepBack(finding, withdrawn)),
    isAllAsked,
  );
  if (!kept.some(({ proposal }) => proposal.given)) return kept;
  // Every call of a transform makes proposals of its own: one of them is of one root.
  const planned = new Set(kept.filter(f => f.status === 'candidate').map(f => f.proposal));
  return kept.map(finding => {
    const { given } = finding.proposal;
    return given === undefined || planned.has(given.proposal)
      ? finding
      : keepBack(finding.otherwise!, withdrawn);
  });
}

function withoutOutdone(findings: readonly Finding[], isAllAsked: boolean): readonly Finding[] {
  if (!findings.some(({ proposal }) => proposal.outdoneBy)) return findings;
  const isMade = ({ status }: Finding) => status === 'candidate' || (isAllAsked && status === 'unsafe');
  const made = new Set(findings.filter(isMade).map(({ proposal }) => proposal));
  return findings.filter(({ proposal: { outdoneBy } }) => outdoneBy === undefined || !made.has(outdoneBy));
}

function keepBack(finding: Finding, withdrawn: Lessons['withdrawn']): Finding {
  return finding.status === 'candidate' ? withoutPlace(finding, withdrawn) : finding;
}

/** What waits for a look and has no place is no question yet: nobody has asked for it. */
export function keptBackUnasked(finding: Finding, withdrawn: Lessons['withdrawn']): Finding {
  if (finding.status !== 'unsafe') return finding;
  const kept = withoutPlace(finding, withdrawn);
  return kept.status === 'person' ? finding.as('withdrawn', kept.reason) : kept;
}

/** As it is to be read where it has no place. */
function withoutPlace(finding: Finding, withdrawn: Lessons['withdrawn']): Finding {
  if (withdrawn.size === 0) return finding;
  const reason = withdrawn.get(finding.fixId) ?? withdrawn.get(finding.key);
  if (reason === undefined) return finding;
  // What keeps it from a place may be for a person to decide, or be no loss.
  if (reason === SAID_ELSEWHERE) return finding.as('reported', reason);
  return finding.as(reason.endsWith('?') ? 'person' : 'withdrawn', reason);
}
