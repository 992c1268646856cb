/** Restarts that empty a store: what it holds is in no volume that outlives its pods. */

import { isOfPods, podKindOf } from '../../kubernetes/pod-templates.ts';
import { memoized } from '../../text/memo.ts';
import type { Container, Doubt, FieldPath, JsonObject, Proposal, Root, Workload } from '../../transform.ts';
import { isJsonList, isJsonMap } from '../../yaml/read/data.ts';
import { isAtRest } from './restarts.ts';

/** What these hold is somebody's data, wherever they keep it. */
const STORES: ReadonlySet<string | undefined> = new Set([
  'database',
  'broker',
  'cache',
  'search',
  'coordination',
  'storage',
]);
/** Volumes that go with the pod, or that hold what stands in the repository. */
const PASSING = ['emptyDir', 'ephemeral', 'configMap', 'secret', 'projected', 'downwardAPI'];

/**
 * What speaks against a fix that restarts a store which keeps nothing over a restart: every restart empties it, and whoever merges
 * a fix should know. Not where it is for trials, or called a cache.
 */
export function lossDoubt({ changes, restarts }: Proposal, root: Root): Doubt | undefined {
  const { tier } = root.environment;
  if (restarts === false || tier === 'development' || tier === 'test') return undefined;
  const emptied = emptiedIn(root);
  if (emptied.size === 0) return undefined;
  for (const change of changes) {
    if (!('path' in change)) continue;
    const store = emptied.get(change.resource);
    if (store === undefined || !isOfRunning(store.workload, change.path)) continue;
    return `a restart empties ${store.name}: no volume that outlives its pods is at ${store.facts.data[0]}`;
  }
  return undefined;
}

/** By key of its workload, each store that keeps nothing over a restart. */
const emptiedIn = memoized(
  ({ workloads }: Root): ReadonlyMap<string, Container> =>
    new Map(
      workloads.flatMap(workload => {
        const store = isAtRest(workload.object) ? undefined : workload.containers.find(isEmptied);
        return store === undefined ? [] : [[workload.key, store] as const];
      }),
    ),
);

function isOfRunning({ kind, apiVersion }: Workload, path: FieldPath): boolean {
  const known = podKindOf(kind, apiVersion);
  return known !== undefined && known.change !== 'later' && isOfPods(known, path);
}

function isEmptied(container: Container): boolean {
  const { role, name, facts, workload } = container;
  if (role !== 'main' || facts.data.length === 0 || !STORES.has(facts.component)) return false;
  if (/cache/i.test(`${workload.name} ${name}`)) return false;
  const lasting = lastingVolumes(workload);
  return !mapsOf(container.get(['volumeMounts'])).some(
    ({ name: volume, mountPath }) =>
      lasting(String(volume)) && facts.data.some(path => areNested(String(mountPath), path)),
  );
}

/** Claim templates, and all volumes of the pod but those that pass with it. */
function lastingVolumes({ pod }: Workload): (name: string) => boolean {
  const passing = new Set(
    mapsOf(pod.volumes)
      .filter(volume => PASSING.some(type => type in volume))
      .map(({ name }) => String(name)),
  );
  return name => !passing.has(name);
}

function areNested(a: string, b: string): boolean {
  const [first, second] = [a, b].map(path => `${path.replace(/\/+$/, '')}/`) as [string, string];
  return first.startsWith(second) || second.startsWith(first);
}

function mapsOf(value: unknown): readonly JsonObject[] {
  return isJsonList(value) ? value.filter(isJsonMap) : [];
}
