/** Several pods of a store that are no store together (catalogue H3). */

import type { Choice, Container, Proposal, Root, Workload } from '../../src/transform.ts';
import { staying } from '../shared/choices.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { isWithin, mountsOf } from '../shared/pods.ts';
import { mostReplicas } from '../shared/replicas/replicas.ts';
import { sharedClaims } from '../shared/storage/claims.ts';
import { kindOfStore, mayReplicate, replicationOf, storeOf } from '../shared/storage/stores.ts';

/** A question: whoever wrote the number knows whether the members find each other by something that is not in sight. */
export function splitStore(
  workload: Workload,
  root: Root,
): Proposal<'split-store' | 'shared-data'> | undefined {
  const store = storeOf(workload);
  const replicas = mostReplicas(workload, root);
  if (store === undefined || replicas < 2 || mayReplicate(workload)(root)) return undefined;
  const { kind, name, key } = workload;
  const found = {
    data: { kind, name, replicas, family: kindOfStore(store) },
    at: { on: key, path: ['spec', 'replicas'] },
    changes: [],
    evidence: [],
  } as const;
  // Of one store in several environments there is one answer.
  const asks = (about: string, choice: Choice) => [
    {
      type: 'decision',
      about: `${kindOfStore(store)} ${about}`,
      names: [`${kind} ${name}`],
      choices: [choice],
    } as const,
  ];
  if (areOnOneVolume(store)) {
    const blocked = `is it meant to have one pod? Several take ${replicationOf(store)}, and a volume each`;
    const choice = staying('no, several may share it', 'its pods may have one volume together');
    return { ...found, message: 'shared-data', blocked, asks: asks('of several pods on one volume', choice) };
  }
  const blocked = `do they find each other by something that is not in sight? Else it takes one pod, or ${replicationOf(store)}`;
  return {
    ...found,
    message: 'split-store',
    blocked,
    asks: asks(
      'of several pods that nothing shows to replicate',
      staying('yes, they do', 'its members find each other by something that is not in sight'),
    ),
  };
}

/** Whether all pods write their data into the same claim. */
function areOnOneVolume(store: Container): boolean {
  const { workload, facts } = store;
  const claims = new Set(sharedClaims(workload));
  const shared = mapsIn(workload.pod.volumes).flatMap(({ name, persistentVolumeClaim: claim }) =>
    isMap(claim) && claims.has(String(claim.claimName)) ? [name] : [],
  );
  // A path for each pod below the volume is a place of its own.
  const isApart = mapsIn(store.get(['volumeMounts'])).some(each => each.subPathExpr !== undefined);
  const mounts = mountsOf(store).filter(({ name }) => shared.includes(name));
  return (
    !isApart &&
    mounts.some(({ path }) => facts.data.some(data => isWithin(data, path) || isWithin(path, data)))
  );
}
