/** Pods of Jobs that the API server would refuse. */
import type { Proposal, Workload } from '../../src/transform.ts';
import { describeWorkload } from '../shared/pods.ts';

/** Unset it means Always. */
export function* restartProposals(workload: Workload): Generator<Proposal<'restart-policy'>> {
  const path = [...workload.podPath, 'restartPolicy'];
  const policy = workload.get(path) ?? undefined;
  if (policy !== undefined && policy !== 'Always') return;
  // Both count failed pods, and are refused where a container starts again in its pod.
  const spec = workload.podPath.slice(0, -2);
  const countsPods = ['podFailurePolicy', 'backoffLimitPerIndex'].some(
    field => (workload.get([...spec, field]) ?? undefined) !== undefined,
  );
  const wanted = countsPods ? 'Never' : 'OnFailure';
  yield {
    message: 'restart-policy',
    data: { subject: describeWorkload(workload), policy: policy ?? 'nothing' },
    at: { on: workload.key, path },
    changes: [workload.set(path, wanted)],
    evidence: [],
    doubts: [wanted === 'Never' ? 'no Job may have been meant' : 'Never may have been meant, or no Job'],
  };
}
