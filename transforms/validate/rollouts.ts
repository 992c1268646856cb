/** Rollouts that wait for themselves: the new pod wants a volume that the old one holds (catalogue M20). */

import { type HeldMode, startsBeside } from '../../src/kubernetes/held-claims.ts';
import type { Proposal, Root, Workload } from '../../src/transform.ts';
import { runsToday } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { mostReplicas } from '../shared/replicas/replicas.ts';
import { type HeldClaim, heldClaims } from '../shared/storage/claims.ts';
import { kindOfStore, storeOf } from '../shared/storage/stores.ts';

export type RolloutMessage = 'held-volume';

/** By how much a claim is its holder's alone. */
const HELD: Readonly<Record<HeldMode, string>> = {
  ReadWriteOnce: 'on another node it waits for the old one',
  ReadWriteOncePod: 'it waits for the old one',
};

/** Both are on the node of a local volume. */
const SHARED = 'for a while both write to it';

const DOUBTS = [
  'from when its pod stops until the next one is ready nobody answers',
  'applied on the server (`kubectl apply --server-side`, Flux) it is refused while the object there has steps of a rolling update, which the API fills in: take those out once',
];

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
  // Steps that are written are somebody's decision, and of several pods all would stop at once.
  const isOpen = workload.get(['spec', 'strategy']) === undefined && mostReplicas(workload, root) === 1;
  yield {
    message: 'held-volume',
    data: {
      workload: `Deployment ${workload.name}`,
      claims: enumerated(held.map(({ name }) => name)),
      mode: first.mode,
      waits:
        first.isLocal && first.mode === 'ReadWriteOnce'
          ? SHARED
          : `${HELD[first.mode]}${besides(workload, first)}`,
      change: isOpen ? '. The old one stops first' : '',
    },
    at: { on: workload.key, path: ['spec', 'strategy', 'type'] },
    changes: isOpen ? [workload.set(['spec', 'strategy', 'type'], 'Recreate')] : [],
    doubts: isOpen ? DOUBTS : [],
    evidence: [],
  };
}

/** Each of two servers is alone in its pod, and takes the lock of the other for one that was left behind. */
function besides(workload: Workload, { mode }: HeldClaim): string {
  const store = mode === 'ReadWriteOnce' ? storeOf(workload) : undefined;
  return store === undefined ? '' : `, and on the same one two of ${kindOfStore(store)} write the same files`;
}
