/** Rollouts that wait for themselves: the new pod wants a volume that the old one holds (catalogue M20). */

import { type HeldMode, startsBeside } from '../../src/kubernetes/held-claims.ts';
import type { Proposal, Root, Workload } from '../../src/transform.ts';
import { runsToday } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { heldClaims } from '../shared/storage/claims.ts';

export type RolloutMessage = 'held-volume';

/** By how much a claim is its holder's alone. */
const HELD: Readonly<Record<HeldMode, string>> = {
  ReadWriteOnce: 'on another node it waits for the old one',
  ReadWriteOncePod: 'it waits for the old one',
};

/** Both are on the node of a local volume. */
const SHARED = 'for a while both write to it';

/** A Deployment that starts its new pod beside the old one, and a claim that only one of them, or one node, may hold. */
export function* heldVolumes(workload: Workload, root: Root): Generator<Proposal<RolloutMessage>> {
  if (workload.kind !== 'Deployment' || !runsToday(workload, root) || !startsBeside(workload.object)) return;
  const isSingle = (workload.replicas ?? 1) < 2;
  // Several pods on the node of a local volume share it already.
  const held = heldClaims(workload, root).filter(
    ({ isLocal, mode }) => isSingle || !isLocal || mode === 'ReadWriteOncePod',
  );
  const [first] = held;
  if (first === undefined) return;
  yield {
    message: 'held-volume',
    data: {
      workload: `Deployment ${workload.name}`,
      claims: enumerated(held.map(({ name }) => name)),
      mode: first.mode,
      waits: first.isLocal && first.mode === 'ReadWriteOnce' ? SHARED : HELD[first.mode],
    },
    at: { on: workload.key, path: ['spec', 'strategy', 'type'] },
    changes: [],
    evidence: [],
  };
}
