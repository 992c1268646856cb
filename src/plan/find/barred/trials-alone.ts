/** Fixes that would harden an environment for trials alone (docs/design/judgement.md 7). */

import { type Doubt, isForTrials } from '../../../transform.ts';
import { pathText } from '../../rendered/same-data.ts';
import type { ViewedRoot } from '../../view/viewed-roots.ts';
import type { Finding } from '../found/finding.ts';

/**
 * Holds back what is safe in environments for trials only, where another root lacks the same in the same document and it is
 * not safe there: what matters is hardened first, or all of it at once.
 *
 * @param roots all that were looked at
 * @param accepted ids of fixes that somebody has asked for
 */
export function withoutTrialsAlone(
  findings: readonly Finding[],
  roots: readonly ViewedRoot[],
  accepted: ReadonlySet<string>,
): readonly Finding[] {
  const tiers = new Map(roots.map(each => [each.rendered, each.environment.tier]));
  const isTrial = ({ root }: Finding) => isForTrials(tiers.get(root));
  const trials = new Set(findings.filter(each => isSafe(each) && isTrial(each)).map(placeOf));
  if (trials.size === 0) return findings;
  const elsewhere = findings.filter(each => !isTrial(each) && trials.has(placeOf(each)));
  const settled = new Set(elsewhere.filter(isSafe).map(placeOf));
  const open = new Map(elsewhere.filter(isOpen).map(each => [placeOf(each), each]));
  return findings.map(finding => {
    if (!isSafe(finding) || !isTrial(finding) || accepted.has(finding.fixId)) return finding;
    const place = placeOf(finding);
    const other = settled.has(place) ? undefined : open.get(place);
    return other === undefined
      ? finding
      : doubtsOf(other)
          .reduce((each, doubt) => each.doubted(doubt), finding)
          .as('unsafe', undefined);
  });
}

/** What keeps it from where it matters: that is what somebody can look into, the fix for trials then follows. */
function doubtsOf({ doubts, reason, root: { folder } }: Finding): readonly Doubt[] {
  if (doubts.length > 0) return doubts;
  return [`${folder} lacks the same, where it waits: ${reason ?? 'nothing is offered'}`];
}

function isSafe({ status, safety }: Finding): boolean {
  return status === 'candidate' && safety === 'safe';
}

/** Waits for a look or an answer; who exempts or rejects it elsewhere has said nothing of trials. */
function isOpen({ status }: Finding): boolean {
  return status === 'unsafe' || status === 'person' || status === 'reported';
}

/** The field of the document that a finding is about, whatever the message. */
function placeOf({ transform, object, proposal }: Finding): string {
  return JSON.stringify([transform.id, object?.sourceId ?? null, pathText(proposal.at.path)]);
}
