/** Where pods run already by somebody's word, and what makes a preference of ours doubtful. */

import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import type { Doubt, Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { podSelector } from '../shared/pods.ts';
import { hostPortOf } from '../shared/replicas/single.ts';
import { candidatesOf } from '../shared/selectors/candidates.ts';
import { heldClaims } from '../shared/storage/claims.ts';

const HOST = 'kubernetes.io/hostname';

/** Whether the manifest says how its pods stand to others. What it says of nodes alone may stand beside. */
export function saysWhere({ pod }: Workload): boolean {
  const { affinity, topologySpreadConstraints } = pod;
  // An empty list is how somebody takes out what a layer below says.
  if (Array.isArray(topologySpreadConstraints)) return true;
  return isMap(affinity) && (isSaid(affinity.podAntiAffinity) || isSaid(affinity.podAffinity));
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** On one node by a selector or by a volume of one node, or on one each anyway. */
export function isPinned(workload: Workload, root: Root): boolean {
  const { pod } = workload;
  if (typeof pod.nodeName === 'string') return true;
  if (isMap(pod.nodeSelector) && pod.nodeSelector[HOST] !== undefined) return true;
  return hostPortOf(workload) !== undefined || heldClaims(workload, root).length > 0;
}

/** Pods of others that the selector takes too: they would be kept away from as well. */
export function othersTaken(workload: Workload, root: Root): Doubt[] {
  const selector = podSelector(workload);
  const around = root.platform.workloadsIn(root.platform.namespaceOf(workload));
  const other = candidatesOf(selector?.matchLabels, around).find(
    each => each !== workload && matchesSelector(selector, each.podLabels),
  );
  return other === undefined ? [] : [`it would keep away from the pods of ${other.kind} ${other.name} too`];
}

/** What the usual reading of a pod does not hold for. */
export function unusual({ pod }: Workload): Doubt[] {
  const { schedulerName, volumes } = pod;
  const isOther = typeof schedulerName === 'string' && schedulerName !== 'default-scheduler';
  const paths = mapsIn(volumes).filter(({ hostPath }) => isSaid(hostPath));
  return [
    ...(isOther ? [`${schedulerName} decides where it runs, and may know no such preference`] : []),
    ...(paths.length > 0
      ? [`it reads ${String(paths[0]!.name)} from its node, which other nodes may not have`]
      : []),
  ];
}
