/** Why a workload may have no second pod (catalogue H3). */

import type { Root, Workload } from '../../../src/transform.ts';
import { claimTemplates } from '../pods.ts';
import { heldClaims, sharedClaims } from '../storage/claims.ts';
import { kindOfStore, mayReplicate, replicationOf, storeOf } from '../storage/stores.ts';
import { hostPortOf, singletonOf } from './single.ts';

/** A main clause: what stands against it whatever anybody says, or undefined. */
export function obstacleTo(workload: Workload, root: Root): string | undefined {
  const store = storeOf(workload);
  if (store !== undefined && !mayReplicate(workload)(root))
    return `several pods of ${kindOfStore(store)} are several stores: it takes ${replicationOf(store)}`;
  const [claim] = heldClaims(workload, root);
  if (claim !== undefined) return `volume ${claim.name} is ${claim.mode}: pods on other nodes wait for it`;
  if (workload.get(['spec', 'strategy', 'type']) === 'Recreate')
    return 'its strategy Recreate stops all pods at once: whether two of them may run at a time is open';
  const port = hostPortOf(workload);
  return port === undefined ? undefined : `each of its pods takes ${port} of its node`;
}

/** What lets one doubt a second pod, where nobody has said that there may be one. */
export function signOfOne(workload: Workload, root: Root): string | undefined {
  const once = singletonOf(workload);
  if (once !== undefined) return `${once.name} may be there once: two would do its work twice`;
  const [claim] = sharedClaims(workload);
  if (claim !== undefined) return `its pods would share what is in ${claim}`;
  const [template] = claimTemplates(workload);
  if (template !== undefined) return `each pod would have a volume ${template} of its own`;
  const keeper = workload.containers.find(({ facts }) => facts.data.length > 0);
  if (keeper !== undefined) return `${keeper.name} keeps data on its own disk`;
  return root.servicesFor(workload).length > 0 ? undefined : 'no Service spreads work over its pods';
}
