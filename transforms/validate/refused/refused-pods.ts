/** Pods that their namespace does not take. */

import type { Proposal, Root, Workload } from '../../../src/transform.ts';
import { enforcedOn } from '../../shared/pod-security/enforced.ts';
import { againstBaseline, allAgainstRestricted } from '../../shared/pod-security/standards.ts';
import { enumerated } from '../../shared/prose.ts';

export type RefusalMessage = 'refused-pods';

/** What Pod Security keeps out: the workload is taken, and none of its pods is ever made. */
export function* refusedPods(workload: Workload, root: Root): Generator<Proposal<RefusalMessage>> {
  const enforced = enforcedOn(workload, root);
  if (enforced === undefined) return;
  const { level, namespace } = enforced;
  const lawless = againstBaseline(workload);
  const reasons = [
    ...(lawless === undefined ? [] : [lawless]),
    ...(level === 'restricted' ? allAgainstRestricted(workload) : []),
  ];
  if (reasons.length === 0) return;
  yield {
    message: 'refused-pods',
    data: {
      workload: `${workload.kind} ${workload.name}`,
      namespace: namespace.name,
      level,
      reason: enumerated(reasons),
    },
    at: { on: workload.key, path: [...workload.podPath, 'securityContext'] },
    changes: [],
    evidence: [],
  };
}
