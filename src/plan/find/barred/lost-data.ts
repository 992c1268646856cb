/** Restarts that empty a store: what it holds is in no volume that outlives its pods. */

import { memoized } from '../../../text/memo.ts';
import type { Container, Doubt, JsonObject, Proposal, Root, Severity, Workload } from '../../../transform.ts';
import { isJsonList, isJsonMap } from '../../../yaml/read/data.ts';
import type { ViewedRoot } from '../../view/viewed-roots.ts';
import { isAtRest, restartedOf } from '../found/restarts.ts';
import { keptAt } from './kept-at.ts';

/** What these hold is somebody's data, wherever they keep it. */
const STORES: ReadonlySet<string | undefined> = new Set([
  'database',
  'broker',
  'cache',
  'search',
  'coordination',
  'storage',
]);
/** Tables, buckets and indexes are made by who starts after it, once: whoever runs on finds none. */
const SET_UP: ReadonlySet<string | undefined> = new Set(['database', 'search', 'storage']);
/**
 * Words in the names of images that keep data: of one that nobody knows, its name is all that there is to go by. What only
 * talks to a store is called after it too.
 */
const CALLED_STORE =
  /(?:^|[-_])(?:database|db|\w+db|postgres(?:ql)?|postgis|mysql|percona|redis|valkey|kafka|redpanda|rabbitmq|activemq|artemis|pulsar|elasticsearch|opensearch|solr|minio|etcd|zookeeper|cassandra|neo4j|clickhouse(?:-server)?|mssql|oracle)(?:$|[-_])/i;
const CALLED_BESIDE =
  /(?:^|[-_])(?:exporter|admin|client|cli|ui|web|api|console|express|insight|manager|operator|backup|dump|restore|migrations?|migrat(?:or|e)|init|seed(?:er)?|proxy|pool(?:er)?|bouncer|sentinel|sync|connect|bridge|agent|cache|tools?|tests?|schema|registry|viewer|backend|frontend|service|consumer|producer|worker)(?:$|[-_])/i;

/** What these write down they get again by themselves. */
const IN_PASSING: ReadonlySet<string | undefined> = new Set(['web', 'proxy', 'agent']);

/** A database that holds what another image would keep in a file of its own. */
const DATABASE = /(?:^|_)(?:DB|DATABASE|DATASOURCE|JDBC)(?:_|$)/;

/** Consoles of a store, which keep what people make there in that store. */
const CONSOLE = /^(?:bitnami[/-])?kibana(?::|$)/;

/** Volumes that go with the pod, or that hold what stands in the repository. */
const PASSING = ['emptyDir', 'ephemeral', 'configMap', 'secret', 'projected', 'downwardAPI'];

/**
 * What speaks against a fix that restarts a store which keeps nothing over a restart: every restart empties it, and whoever merges
 * a fix should know. Not where it is called a cache. What is there for trials is filled again by itself, but for a store that others set
 * up, and not for what is worth little.
 */
export function lossDoubt(proposal: Proposal, viewed: ViewedRoot, severity: Severity): Doubt | undefined {
  const { tier } = viewed.view.environment;
  const isForTrials = tier === 'development' || tier === 'test';
  const store = restartedOf(emptiedIn(viewed.view), proposal, viewed);
  if (store === undefined) return undefined;
  if (isForTrials && severity !== 'low' && !isSetUpByOthers(store)) return undefined;
  const isKept = keptPaths(store);
  const data = keptAt(store).paths.find(path => !isKept(path));
  return data === undefined
    ? `a restart may empty ${store.name}, whose image is by its name a store: it has no volume that outlives its pods`
    : `a restart empties ${store.name}: no volume that outlives its pods is at ${data}`;
}

function isSetUpByOthers({ facts: { component, candidate } }: Container): boolean {
  return SET_UP.has(component) || SET_UP.has(candidate?.facts.component);
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

function isEmptied(container: Container): boolean {
  const { role, name, facts, workload } = container;
  if (role !== 'main' || /cache/i.test(`${workload.name} ${name}`)) return false;
  const hasNone = lastingMounts(container).length === 0;
  if (facts.data.length === 0) return hasNone && mayKeepData(container);
  const { paths, isTold } = keptAt(container);
  const isKept = keptPaths(container);
  if (STORES.has(facts.component)) return !(isTold ? paths.every(isKept) : paths.some(isKept));
  // Files of configuration say where these keep theirs: any volume may be meant.
  return hasNone && !IN_PASSING.has(facts.component) && !keepsElsewhere(container);
}

/** Whether a path is in a volume that outlives its pods. */
function keptPaths(container: Container): (path: string) => boolean {
  const mounts = lastingMounts(container);
  return path => mounts.some(mounted => areNested(mounted, path));
}

function lastingMounts(container: Container): readonly string[] {
  const isLasting = lastingVolumes(container.workload);
  return mapsOf(container.get(['volumeMounts']))
    .filter(({ name }) => isLasting(String(name)))
    .map(({ mountPath }) => String(mountPath));
}

/** A copy of a known store in another registry, and what nobody knows but is called one. */
function mayKeepData({ image, facts: { candidate, family, dockerfile } }: Container): boolean {
  if (candidate !== undefined)
    return STORES.has(candidate.facts.component) && candidate.facts.data.length > 0;
  if (family !== undefined || dockerfile !== undefined) return false;
  const called = image.name.split('/').at(-1)!;
  return CALLED_STORE.test(called) && !CALLED_BESIDE.test(called);
}

/** Whether it is a console of a store, or its variables name a database, and not the one in a file. */
function keepsElsewhere(container: Container): boolean {
  if (CONSOLE.test(container.facts.family ?? '')) return true;
  const variables = mapsOf(container.get(['env'])).filter(({ name }) => DATABASE.test(String(name)));
  return variables.length > 0 && !variables.some(({ value }) => /^sqlite/i.test(String(value)));
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
