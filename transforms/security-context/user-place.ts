/** Whether the user of a pod is said at the pod or at its containers, as its neighbours have it. */

import type { Root, Workload } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { remembered } from '../shared/remembered.ts';

const FIELDS = ['runAsNonRoot', 'runAsUser', 'runAsGroup'];

/** At the pod, unless it says some of it at its containers already, or most of its neighbours do. */
export function standsAtPod(workload: Workload, root: Root): boolean {
  if (saysAtPod(workload)) return true;
  return !saysAtContainers(workload) && !mostSayAtContainers(root);
}

/**
 * Whether all roots that are made of the same document have the same containers in it. Where one has more, what is said of the pod
 * would be said of those too: then each container has its own user, which all roots have in common.
 */
export function hasSameContainersEverywhere(workload: Workload, root: Root): boolean {
  if (saysAtPod(workload)) return true;
  const names = namesIn(workload);
  return root.sistersOf(workload).every(({ workload: other }) => namesIn(other) === names);
}

function namesIn({ containers }: Workload): string {
  return containers
    .map(({ name }) => name)
    .sort()
    .join(' ');
}

const mostSayAtContainers = remembered(({ workloads }: Root): boolean => {
  const atPod = workloads.filter(saysAtPod).length;
  const atContainers = workloads.filter(each => !saysAtPod(each) && saysAtContainers(each)).length;
  return atContainers > atPod;
});

function saysAtPod({ pod }: Workload): boolean {
  return hasUser(pod.securityContext);
}

function saysAtContainers({ containers }: Workload): boolean {
  return containers.some(each => hasUser(each.get(['securityContext'])));
}

function hasUser(context: unknown): boolean {
  return isMap(context) && FIELDS.some(field => context[field] !== undefined);
}
