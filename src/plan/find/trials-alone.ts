/** Fixes that would harden an environment for trials alone (docs/design/judgement.md 7). */

import { memoized } from '../../text/memo.ts';
import { groupedBy } from '../rendered/grouped.ts';
import type { RenderedRoot } from '../rendered/rendered.ts';
import { pathText } from '../rendered/same-data.ts';
import { valueAt } from '../view/field-values.ts';
import type { ViewedRoot } from '../view/viewed-roots.ts';
import type { Finding } from './finding.ts';

const FOR_TRIALS: readonly unknown[] = ['development', 'test'];

/**
 * Holds back what is safe in environments for trials only, where another root renders the same document without it and it is
 * not safe there: what matters is hardened first, or all of it at once.
 *
 * @param roots all that were looked at
 */
export function withoutTrialsAlone(
  findings: readonly Finding[],
  roots: readonly ViewedRoot[],
): readonly Finding[] {
  const tiers = new Map(roots.map(each => [each.rendered, each.environment.tier]));
  const isTrial = ({ root }: Finding) => FOR_TRIALS.includes(tiers.get(root));
  const settled = new Set(findings.filter(each => isSafe(each) && !isTrial(each)).map(placeOf));
  const serious = roots.filter(each => !FOR_TRIALS.includes(each.environment.tier));
  return findings.map(finding => {
    if (!isSafe(finding) || !isTrial(finding) || settled.has(placeOf(finding))) return finding;
    const other = serious.find(({ rendered }) => lacksIt(finding, rendered));
    return other === undefined
      ? finding
      : finding
          .doubted(`${other.rendered.folder} lacks the same, and there it is not safe`)
          .as('unsafe', undefined);
  });
}

function isSafe({ status, safety }: Finding): boolean {
  return status === 'candidate' && safety === 'safe';
}

/** Whether a root renders the document that a finding is about, without the field. */
function lacksIt({ object, proposal }: Finding, root: RenderedRoot): boolean {
  if (object === null) return false;
  const same = bySource(root).get(object.sourceId) ?? [];
  return same.some(each => valueAt(each.object, proposal.at.path) === undefined);
}

const bySource = memoized((root: RenderedRoot) => groupedBy(root.objects, each => each.sourceId));

/** The field of the document that a finding is about, whatever the message. */
function placeOf({ transform, object, proposal }: Finding): string {
  return JSON.stringify([transform.id, object?.sourceId ?? null, pathText(proposal.at.path)]);
}
