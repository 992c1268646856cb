/** Why a workload may have no second pod (catalogue H3). */

import type { Container, Root, Workload } from '../../src/transform.ts';
import { heldClaims, sharedClaims } from '../shared/claims.ts';
import { mapsIn, stringsIn } from '../shared/data.ts';
import { claimTemplates } from '../shared/pods.ts';
import { kindOfStore, mayReplicate, replicationOf, storeOf } from '../shared/stores.ts';

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

/** Names and commands of what is there once: it acts by itself, and two would do everything twice. */
const SINGLETON =
  /(?:^|[^a-z])(?:beat|clock|cron(?:d|tab)?|scheduler?|migrat\w*|singleton|leader|operator|controller|poller|crawler|watcher)(?:$|[^a-z])/i;
const ELECTS = /leader-?elect/i;

/** What lets one doubt a second pod, where nobody has said that there may be one. */
export function signOfOne(workload: Workload, root: Root): string | undefined {
  const once = workload.containers.find(isSingleton);
  if (once !== undefined && !workload.containers.some(elects))
    return `${once.name} may be there once: two would do its work twice`;
  const [claim] = sharedClaims(workload);
  if (claim !== undefined) return `its pods would share what is in ${claim}`;
  const [template] = claimTemplates(workload);
  if (template !== undefined) return `each pod would have a volume ${template} of its own`;
  const keeper = workload.containers.find(({ facts }) => facts.data.length > 0);
  if (keeper !== undefined) return `${keeper.name} keeps data on its own disk`;
  return root.servicesFor(workload).length > 0 ? undefined : 'no Service spreads work over its pods';
}

function isSingleton(container: Container): boolean {
  const { role, name, workload, image } = container;
  const words = [
    name,
    workload.name,
    image.name.slice(image.name.lastIndexOf('/') + 1),
    ...wordsOf(container),
  ];
  return role !== 'init' && words.some(each => SINGLETON.test(each));
}

function elects(container: Container): boolean {
  return wordsOf(container).some(each => ELECTS.test(each));
}

function wordsOf({ object }: Container): readonly string[] {
  return [...stringsIn(object.command), ...stringsIn(object.args)];
}

function hostPortOf({ pod, containers }: Workload): string | undefined {
  if (pod.hostNetwork === true) return 'the network';
  const ports = containers.flatMap(({ object }) => mapsIn(object.ports));
  const taken = ports.find(({ hostPort }) => typeof hostPort === 'number' && hostPort !== 0);
  return taken === undefined ? undefined : `port ${String(taken.hostPort)}`;
}
