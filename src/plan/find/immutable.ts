/** Changes of pods that the API server keeps as they are. */

import { DELETED_FIRST, hasImmutablePods, isOfPods, podKindOf } from '../../kubernetes/pod-templates.ts';
import type { Change, Doubt, Proposal, Resource } from '../../transform.ts';

/**
 * What speaks against a fix that changes the pod template of an object which takes no other one while it is there: also where its
 * transform thinks of no such object. What the API server keeps alike is no change to it.
 */
export function immutableDoubt(
  { changes, doubts = [], restarts }: Proposal,
  resourceOf: (key: string) => Resource | undefined,
): Doubt | undefined {
  if (restarts === false || doubts.some(each => each.endsWith(DELETED_FIRST))) return undefined;
  for (const change of changes) {
    const resource = 'path' in change ? resourceOf(change.resource) : undefined;
    if (resource === undefined || !hasImmutablePods(resource) || !isOfPod(resource, change)) continue;
    return `the pod template of a ${resource.kind} is immutable: ${DELETED_FIRST}`;
  }
  return undefined;
}

function isOfPod({ kind, apiVersion }: Resource, change: Change): boolean {
  const known = podKindOf(kind, apiVersion);
  return known !== undefined && 'path' in change && isOfPods(known, change.path);
}
