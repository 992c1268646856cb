/** What a readiness probe holds up (catalogue L4). */

import type { Container, Root } from '../../src/transform.ts';
import { mountsOf } from '../shared/pods.ts';
import { mostReplicas } from '../shared/replicas/replicas.ts';
import type { ProbeKind } from './timings.ts';

/** Members that start one after the other, each when the one before is ready: a store may wait for all of them. */
export function peerDoubts(kind: ProbeKind, { workload }: Container, root: Root): string[] {
  if (kind !== 'readiness' || workload.kind !== 'StatefulSet') return [];
  if (workload.get(['spec', 'podManagementPolicy']) === 'Parallel' || mostReplicas(workload, root) < 2)
    return [];
  return ['its pods start one after the other: one that waits for the others would never be ready'];
}

/** A rollout that waits for the new pod keeps the old one, and both write to one volume for as long. */
export function rolloutDoubts(kind: ProbeKind, container: Container): string[] {
  const { workload } = container;
  if (kind !== 'readiness' || workload.kind !== 'Deployment') return [];
  if (workload.get(['spec', 'strategy', 'type']) === 'Recreate') return [];
  const claim = mountsOf(container).find(
    ({ volume, readOnly }) => volume === 'persistentVolumeClaim' && !readOnly,
  );
  return claim === undefined
    ? []
    : [
        `without the strategy Recreate the old pod stays until the new one is ready, both on volume ${claim.name}`,
      ];
}
