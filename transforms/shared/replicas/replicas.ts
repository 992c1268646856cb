/** How many pods of a workload run at least. */

import { POD_KINDS } from '../../../src/kubernetes/pod-kinds.ts';
import type { Resource, Root, Workload } from '../../../src/transform.ts';
import { podKind } from '../pods.ts';

/** Kinds with a scale subresource: a disruption budget can count their pods. */
export const SCALABLE_KINDS: readonly string[] = [
  ...new Set(POD_KINDS.filter(each => each.scaled === 'replicas').map(({ kind }) => kind)),
];

/** Whether a disruption budget can count the pods of a workload. */
export function isScalable(workload: Workload): boolean {
  return podKind(workload).scaled === 'replicas';
}

/** How many pods a ScaledObject keeps at least: none while nothing happens, unless it says otherwise. */
function leastOfKeda(scaler: Resource): number {
  const paused = Number(scaler.annotations['autoscaling.keda.sh/paused-replicas']);
  if (Number.isInteger(paused)) return paused;
  const numbers = ['idleReplicaCount', 'minReplicaCount'].map(field => scaler.get(['spec', field]));
  return numbers.find(each => typeof each === 'number') ?? 0;
}

/**
 * The minimum of the autoscaler when there is one, else the written replicas, else Kubernetes' one. The API refuses an
 * autoscaler whose minimum is above its maximum: then the replicas are what runs.
 */
export function leastReplicas(workload: Workload, root: Root): number {
  const scaler = root.autoscalerFor(workload);
  if (scaler === undefined) return workload.replicas ?? 1;
  if (scaler.kind === 'ScaledObject') return leastOfKeda(scaler);
  const minimum = scaler.get(['spec', 'minReplicas']);
  const maximum = scaler.get(['spec', 'maxReplicas']);
  if (typeof minimum !== 'number') return 1;
  return typeof maximum === 'number' && maximum < minimum ? (workload.replicas ?? 1) : minimum;
}

/** What says how many run at least, and where. */
export function leastAt(workload: Workload, root: Root): { readonly on: Resource; readonly path: string[] } {
  const scaler = root.autoscalerFor(workload);
  if (scaler === undefined) return { on: workload, path: ['spec', 'replicas'] };
  return { on: scaler, path: ['spec', scaler.kind === 'ScaledObject' ? 'minReplicaCount' : 'minReplicas'] };
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
