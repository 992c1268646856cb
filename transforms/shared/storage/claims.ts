/** The volume claims of a pod, and who may hold them. */

import { type HeldMode, heldMode, sharedClaims as sharedIn } from '../../../src/kubernetes/held-claims.ts';
import { isLocalClaim } from '../../../src/kubernetes/local-volumes.ts';
import type { Resource, Root, Workload } from '../../../src/transform.ts';

export interface HeldClaim {
  readonly name: string;
  readonly mode: HeldMode;
  /** Whether its volume is on one node for good. */
  readonly isLocal: boolean;
}

/** Names of the claims that all pods of a workload share, and may write to. */
export function sharedClaims({ pod }: Workload): readonly string[] {
  return sharedIn(pod);
}

/** Those of them that somebody renders, and that only one pod or one node may hold. */
export function heldClaims(workload: Workload, root: Root): readonly HeldClaim[] {
  const { platform } = root;
  return claimsOf(workload, root).flatMap(({ name, object }) => {
    const mode = heldMode(object);
    if (mode === undefined) return [];
    const classes = platform.find('StorageClass', undefined).map(each => each.object);
    const volumes = platform.find('PersistentVolume', undefined).map(each => each.object);
    return [{ name, mode, isLocal: isLocalClaim(object, classes, volumes) }];
  });
}

/** Those of them that somebody renders. */
export function claimsOf(workload: Workload, { platform }: Root): readonly Resource[] {
  const names = new Set(sharedClaims(workload));
  return platform
    .find('PersistentVolumeClaim', platform.namespaceOf(workload))
    .filter(({ name }) => names.has(name));
}
