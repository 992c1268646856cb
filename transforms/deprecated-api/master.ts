/** Nodes of the control plane, which had the role `master` once. */
import type { JsonObject, Proposal, Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { describeWorkload, immutableTemplate } from '../shared/pods.ts';

export type MasterMessage = 'master-node' | 'master-taint';

const MASTER = 'node-role.kubernetes.io/master';
const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane';

/** Nodes have the new label and taint since Kubernetes 1.20 and 1.24, and lost the old ones with 1.24 and 1.25. */
export function* masterProposals(workload: Workload): Generator<Proposal<MasterMessage>> {
  yield* selected(workload);
  yield* tolerated(workload);
}

function* selected(workload: Workload): Generator<Proposal<MasterMessage>> {
  const { nodeSelector } = workload.pod;
  const value = isMap(nodeSelector) ? nodeSelector[MASTER] : undefined;
  if (!isMap(nodeSelector) || value === undefined) return;
  const holder = [...workload.podPath, 'nodeSelector'];
  const isSaid = nodeSelector[CONTROL_PLANE] !== undefined;
  yield {
    message: 'master-node',
    data: { subject: describeWorkload(workload) },
    at: { on: workload.key, path: [...holder, MASTER] },
    changes: [
      ...(isSaid ? [] : [workload.set([...holder, CONTROL_PLANE], value)]),
      workload.remove([...holder, MASTER]),
    ],
    evidence: [],
    doubts: ['somebody may have given the nodes that label by hand', ...immutableTemplate(workload)],
  };
}

/** The old one stays: it harms nobody, and a node may have it still. */
function* tolerated(workload: Workload): Generator<Proposal<MasterMessage>> {
  const all = mapsIn(workload.pod.tolerations);
  const index = all.findIndex(({ key }) => key === MASTER);
  const isSaid = all.some(
    ({ key, operator }) => key === CONTROL_PLANE || (key === undefined && operator === 'Exists'),
  );
  if (index < 0 || isSaid) return;
  const twin: JsonObject = { ...all[index], key: CONTROL_PLANE };
  const path = [...workload.podPath, 'tolerations'];
  yield {
    message: 'master-taint',
    data: { subject: describeWorkload(workload) },
    at: { on: workload.key, path },
    changes: [workload.set(path, all.toSpliced(index + 1, 0, twin))],
    evidence: [],
    doubts: [
      'it may be kept off the control plane of clusters of today on purpose',
      ...immutableTemplate(workload),
    ],
  };
}
