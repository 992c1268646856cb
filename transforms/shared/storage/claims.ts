/** The volume claims of a pod, and who may hold them. */

import type { Resource, Root, Workload } from '../../../src/transform.ts';
import { isMap, mapsIn, stringsIn } from '../data.ts';

/** Modes in which a claim is for one node or one pod at a time. */
export type HeldMode = 'ReadWriteOnce' | 'ReadWriteOncePod';

export interface HeldClaim {
  readonly name: string;
  readonly mode: HeldMode;
}

/** Names of the claims that all pods of a workload share, and may write to. */
export function sharedClaims({ pod }: Workload): readonly string[] {
  return mapsIn(pod.volumes).flatMap(({ persistentVolumeClaim: claim }) =>
    isMap(claim) && claim.readOnly !== true ? [String(claim.claimName)] : [],
  );
}

/** Those of them that somebody renders, and that only one pod or one node may hold. */
export function heldClaims(workload: Workload, root: Root): readonly HeldClaim[] {
  return claimsOf(workload, root).flatMap(claim => {
    const [mode, other] = stringsIn(claim.get(['spec', 'accessModes']));
    return other === undefined && isHeld(mode) ? [{ name: claim.name, mode }] : [];
  });
}

/** Those of them that somebody renders. */
export function claimsOf(workload: Workload, { platform }: Root): readonly Resource[] {
  const names = new Set(sharedClaims(workload));
  return platform
    .find('PersistentVolumeClaim', platform.namespaceOf(workload))
    .filter(({ name }) => names.has(name));
}

function isHeld(mode: string | undefined): mode is HeldMode {
  return mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod';
}
