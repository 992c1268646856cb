/** Rollouts that wait for themselves: the new pod wants a volume that the old one holds (catalogue M20). */

import type { Json, Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn, stringsIn } from '../shared/data.ts';
import { runsToday } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';

export type RolloutMessage = 'held-volume';

/** By how much a claim is its holder's alone. */
const HELD = {
  ReadWriteOnce: 'on another node it waits for the old one',
  ReadWriteOncePod: 'it waits for the old one',
} as const;

/** A Deployment that starts its new pod beside the old one, and a claim that only one of them, or one node, may hold. */
export function* heldVolumes(workload: Workload, root: Root): Generator<Proposal<RolloutMessage>> {
  if (workload.kind !== 'Deployment' || !runsToday(workload, root) || !startsBeside(workload)) return;
  const held = claimsOf(workload, root).flatMap(claim => {
    const [mode, other] = stringsIn(claim.get(['spec', 'accessModes']));
    return other === undefined && isHeld(mode) ? [{ name: claim.name, mode }] : [];
  });
  const [first] = held;
  if (first === undefined) return;
  yield {
    message: 'held-volume',
    data: {
      workload: `Deployment ${workload.name}`,
      claims: enumerated(held.map(({ name }) => name)),
      mode: first.mode,
      waits: HELD[first.mode],
    },
    at: { on: workload.key, path: ['spec', 'strategy', 'type'] },
    changes: [],
    evidence: [],
  };
}

function isHeld(mode: string | undefined): mode is keyof typeof HELD {
  return mode !== undefined && Object.hasOwn(HELD, mode);
}

/** By its strategy, which rolls unless it says otherwise; without a surge the old pod goes first. */
function startsBeside(workload: Workload): boolean {
  if ((workload.get(['spec', 'strategy', 'type']) ?? 'RollingUpdate') !== 'RollingUpdate') return false;
  const surge = workload.get(['spec', 'strategy', 'rollingUpdate', 'maxSurge']);
  return surge !== 0 && surge !== '0' && surge !== '0%';
}

/** Those of its claims that somebody renders and that it may write to. */
function claimsOf(workload: Workload, root: Root): readonly Resource[] {
  const names = new Set<Json | undefined>(
    mapsIn(workload.pod.volumes).flatMap(({ persistentVolumeClaim: claim }) =>
      isMap(claim) && claim.readOnly !== true ? [claim.claimName] : [],
    ),
  );
  const { platform } = root;
  return platform
    .find('PersistentVolumeClaim', platform.namespaceOf(workload))
    .filter(({ name }) => names.has(name));
}
