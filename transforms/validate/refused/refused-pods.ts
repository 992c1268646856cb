/** Pods that their namespace does not take. */

import type { Proposal, Root, Workload } from '../../../src/transform.ts';
import { againstBaseline, againstRestricted } from '../../shared/pod-security/standards.ts';

export type RefusalMessage = 'refused-pods';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** What Pod Security keeps out: the workload is taken, and none of its pods is ever made. */
export function* refusedPods(workload: Workload, { platform }: Root): Generator<Proposal<RefusalMessage>> {
  const namespace = platform.namespaceObject(platform.namespaceOf(workload));
  const level = namespace?.labels[ENFORCE];
  if (level !== 'baseline' && level !== 'restricted') return;
  const reason =
    againstBaseline(workload) ?? (level === 'restricted' ? againstRestricted(workload) : undefined);
  if (reason === undefined) return;
  yield {
    message: 'refused-pods',
    data: {
      workload: `${workload.kind} ${workload.name}`,
      namespace: namespace!.name,
      level,
      reason,
    },
    at: { on: workload.key, path: [...workload.podPath, 'securityContext'] },
    changes: [],
    evidence: [],
  };
}
