/** Restarts that wait for themselves: the new pod starts beside the old one, and wants the volume that this one holds. */

import { heldMode, sharedClaims, startsBeside } from '../../../kubernetes/held-claims.ts';
import { isLocalClaim } from '../../../kubernetes/local-volumes.ts';
import { memoized } from '../../../text/memo.ts';
import type { Doubt, Proposal, Root, Workload } from '../../../transform.ts';
import type { ViewedRoot } from '../../view/viewed-roots.ts';
import { isAtRest, restartedOf } from '../found/restarts.ts';

/**
 * What speaks against a fix that restarts a Deployment which rolls on a claim for one node or one pod: on another node the rollout
 * never ends, and on the same one two servers write what is meant for one. In every environment.
 */
export function heldDoubt(proposal: Proposal, viewed: ViewedRoot): Doubt | undefined {
  const held = restartedOf(heldIn(viewed.view), proposal, viewed);
  return held && `its new pod starts beside the old one, which holds ${held}`;
}

/** By key, what each such Deployment holds, and what comes of it. */
const heldIn = memoized(
  (root: Root): ReadonlyMap<string, string> =>
    new Map(
      root.workloads.flatMap(workload => {
        const held = heldBy(workload, root);
        return held === undefined ? [] : [[workload.key, held] as const];
      }),
    ),
);

function heldBy(workload: Workload, { platform }: Root): string | undefined {
  const { kind, object, pod } = workload;
  if (kind !== 'Deployment' || isAtRest(object) || !startsBeside(object)) return undefined;
  const names = new Set(sharedClaims(pod));
  if (names.size === 0) return undefined;
  const claims = platform.find('PersistentVolumeClaim', platform.namespaceOf(workload));
  const classes = platform.find('StorageClass', undefined).map(each => each.object);
  const volumes = platform.find('PersistentVolume', undefined).map(each => each.object);
  for (const { name, object: claim } of claims) {
    const mode = names.has(name) ? heldMode(claim) : undefined;
    if (mode === undefined) continue;
    if (mode === 'ReadWriteOncePod' || !isLocalClaim(claim, classes, volumes))
      return `${name}: the rollout may wait for ever, or both write there`;
    // Several pods on its node share it already.
    if ((workload.replicas ?? 1) < 2) return `${name}: for a while both write there`;
  }
  return undefined;
}
