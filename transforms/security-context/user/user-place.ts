/** Whether the user of a pod is said at the pod or at its containers, as its neighbours have it. */

import type { Container, FieldPath, Root, Workload } from '../../../src/transform.ts';
import { isMap } from '../../shared/data.ts';
import { isInManifest } from '../../shared/places.ts';
import { effectiveSecurity } from '../../shared/pods.ts';
import { remembered } from '../../shared/remembered.ts';

const FIELDS = ['runAsNonRoot', 'runAsUser', 'runAsGroup'];

/**
 * At the pod, unless it says some of it at its containers already, or most of its neighbours do. Alike in all roots that are made of the
 * same document: otherwise what all of them want would stand nowhere in common.
 */
export function standsAtPod(workload: Workload, root: Root): boolean {
  const all = [workload, ...root.sistersOf(workload).map(({ before }) => before)];
  if (all.some(saysAtPod)) return true;
  return !all.some(saysAtContainers) && !mostSayAtContainers(root);
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

/** By their manifests: what a layer says is its own way, and no other root has it. */
const mostSayAtContainers = remembered(({ workloads }: Root): boolean => {
  const atPod = workloads.filter(each => isWrittenBelow(each, each.podPath)).length;
  const atContainers = workloads.filter(
    each => !saysAtPod(each) && each.containers.some(({ path }) => isWrittenBelow(each, path)),
  ).length;
  return atContainers > atPod;
});

/** Whether the manifest says the user itself. */
function isWrittenBelow(workload: Workload, holder: FieldPath): boolean {
  return FIELDS.some(field => {
    const path = [...holder, 'securityContext', field];
    return workload.get(path) !== undefined && isInManifest(path, workload);
  });
}

function saysAtPod({ pod }: Workload): boolean {
  return hasUser(pod.securityContext);
}

function saysAtContainers({ containers }: Workload): boolean {
  return containers.some(each => hasUser(each.get(['securityContext'])));
}

function hasUser(context: unknown): boolean {
  return isMap(context) && FIELDS.some(field => context[field] !== undefined);
}

/**
 * Whether a user can stand where it reaches all other roots that are made of the same document: each either lacks one as well, or
 * keeps root out and leaves the number to the image, whose own it is.
 */
export function isHarmlessElsewhere(container: Container, user: number, root: Root): boolean {
  return root.sistersOf(container.workload).every(({ workload }) => {
    const same = workload.containers.find(({ name }) => name === container.name);
    return (
      same === undefined ||
      (same.facts.user?.value === user && (effectiveSecurity(same, 'runAsUser') ?? user) === user)
    );
  });
}
