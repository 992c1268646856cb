/** Which series are of a workload. */

import type { Root, Workload } from '../../src/transform.ts';
import { claimTemplates } from '../shared/pods.ts';
import { sharedClaims } from '../shared/storage/claims.ts';

/** Matchers in braces, with those that all have. */
export type Of = (...matchers: readonly string[]) => string;

/** A workload of the name in another namespace is somebody else's. */
export function seriesOf(workload: Workload, root: Root): Of {
  const namespace = root.platform.namespaceOf(workload);
  const where = namespace === undefined ? [] : [`namespace="${namespace}"`];
  return (...matchers) => `{${[...where, ...matchers].join(', ')}}`;
}

/** Pods by the name of who makes them. */
const PODS: Readonly<Record<string, string>> = {
  Deployment: '-[a-z0-9]+-[a-z0-9]{5}',
  StatefulSet: '-[0-9]+',
  DaemonSet: '-[a-z0-9]{5}',
};

export function podsOf({ kind, name }: Workload): string {
  return `pod=~"${name}${PODS[kind]!}"`;
}

/** The claims of its own, which a StatefulSet makes, and those that its pods share; undefined without any. */
export function claimsOf(workload: Workload): string | undefined {
  const claims = [
    ...claimTemplates(workload).map(each => `${each}-${workload.name}-[0-9]+`),
    ...sharedClaims(workload),
  ];
  return claims.length === 0 ? undefined : `persistentvolumeclaim=~"${claims.join('|')}"`;
}

/** How full volumes are. */
export function fullness(which: string): string {
  return `kubelet_volume_stats_used_bytes${which} / kubelet_volume_stats_capacity_bytes${which}`;
}
