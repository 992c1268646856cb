/** Pods of Jobs that the API server would refuse. */
import type { Proposal, Workload } from '../../src/transform.ts';
import { describeWorkload } from '../shared/pods.ts';

/** Unset it means Always. */
export function* restartProposals(workload: Workload): Generator<Proposal<'restart-policy'>> {
  const path = [...workload.podPath, 'restartPolicy'];
  const policy = workload.get(path) ?? undefined;
  if (policy !== undefined && policy !== 'Always') return;
  yield {
    message: 'restart-policy',
    data: { subject: describeWorkload(workload), policy: policy ?? 'nothing' },
    at: { on: workload.key, path },
    changes: [workload.set(path, 'OnFailure')],
    evidence:
      policy === undefined
        ? [
            {
              kind: 'manifest',
              at: workload.where(workload.podPath),
              says: 'it says no restartPolicy, and is refused',
            },
          ]
        : [],
    doubts: policy === undefined ? [] : ['Never may have been meant, or no Job'],
  };
}
