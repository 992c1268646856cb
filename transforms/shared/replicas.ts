/** How many pods of a workload run at least. */

import type { Root, Workload } from '../../src/transform.ts';

/** Kinds with a scale subresource: a disruption budget can count their pods. */
export const SCALABLE_KINDS = ['Deployment', 'StatefulSet', 'ReplicaSet', 'Rollout'];

/** The minimum of the autoscaler when there is one, else the written replicas, else Kubernetes' one. */
export function leastReplicas(workload: Workload, root: Root): number {
  const scaler = root.autoscalerFor(workload);
  if (scaler === undefined) return workload.replicas ?? 1;
  const isKeda = scaler.kind === 'ScaledObject';
  const minimum = scaler.get(['spec', isKeda ? 'minReplicaCount' : 'minReplicas']);
  if (typeof minimum === 'number') return minimum;
  return isKeda ? 0 : 1;
}

/**
 * The fewest pods that run while any do: an autoscaler that goes down to none starts with one. None for what is written as
 * scaled to zero.
 */
export function leastRunning(workload: Workload, root: Root): number {
  const least = leastReplicas(workload, root);
  return root.autoscalerFor(workload) === undefined ? least : Math.max(least, 1);
}

/** The maximum of the autoscaler when there is one, else the written replicas, else one. */
export function mostReplicas(workload: Workload, root: Root): number {
  const scaler = root.autoscalerFor(workload);
  if (scaler === undefined) return workload.replicas ?? 1;
  const isKeda = scaler.kind === 'ScaledObject';
  const maximum = scaler.get(['spec', isKeda ? 'maxReplicaCount' : 'maxReplicas']);
  if (typeof maximum === 'number') return maximum;
  return isKeda ? 100 : (workload.replicas ?? 1);
}
