/** Databases, brokers and the like: what they keep, and whether their pods share it (catalogue H3). */

import type { Container, Root, Workload } from '../../../src/transform.ts';
import { isMap, mapsIn } from '../data.ts';
import { commandLine } from '../pods.ts';
import { remembered } from '../remembered.ts';
import { configOf } from './config-maps.ts';

/** What these hold is state, wherever they keep it. */
const STORES = ['database', 'broker', 'cache', 'search', 'coordination', 'storage'];

/** Whether a container is a server that keeps something for others. */
export function isStore({ facts }: Container): boolean {
  return STORES.includes(facts.component ?? '');
}

/** Whether its image has the name of such a server, and nobody has said whether it is that one. */
export function mayBeStore({ facts: { candidate } }: Container): boolean {
  return STORES.includes(candidate?.facts.component ?? '');
}

/** Whether it is one as far as anybody can tell: who cuts off its callers, or counts on there being none, asks this. */
export function isLikelyStore(container: Container): boolean {
  return isStore(container) || mayBeStore(container);
}

/** The container that keeps data in files of its own, of a workload that is a store; a plain cache of the memory has none. */
export function storeOf({ containers }: Workload): Container | undefined {
  return containers.find(each => each.role === 'main' && isStore(each) && each.facts.data.length > 0);
}

/**
 * Words by which members find each other, know themselves or agree. Rather one too many: what is only perhaps replication
 * is never said to be none.
 */
const REPLICATES =
  /repl(?:ica|set|mgr)|stand_?by|primary|secondar|master|slave|cluster|seed|peer|join|quorum|voter|raft|sentinel|gossip|discover|patroni|galera|wsrep|basebackup|shard|member|node[._-]?(?:name|id)|server[._-]?id|broker[._-]?id|myid|zoo_servers|distribut|route|retry|sidecar|operator|\{0\.\.\.|\$\{?(?:hostname|pod_name)/i;
/** Words of that kind which say that there is one, or only what it is called. Tables (`.sql`) have keys and joins of their own. */
const ALONE =
  /discovery\.type["']?\s*[=:]?\s*["']?single-node|cluster[._]name|single[._-]?node|primary[ _]key|rabbitmq_management/gi;

/** Whether anything that is said to a store may be about replication. Of images whose command is their own nothing is said. */
export const mayReplicate = remembered((workload: Workload) =>
  remembered((root: Root): boolean => {
    const own = storeOf(workload);
    if (own === undefined) return true;
    const before = workload.containers.filter(({ role }) => role === 'init');
    const besides = workload.containers.filter(each => each !== own && each.role !== 'init');
    const texts = [
      ...[own, ...before].map(commandLine),
      ...mapsIn(own.get(['env'])).map(({ name, value }) => `${String(name)}=${String(value ?? '')}`),
      ...besides.map(({ image }) => image.name),
      ...configOf(workload, root).flatMap(({ object: { data } }) =>
        Object.entries(isMap(data) ? data : {}).flatMap(([key, text]) =>
          key.endsWith('.sql') ? [] : [String(text)],
        ),
      ),
    ];
    return texts.some(text => REPLICATES.test(text.replace(ALONE, '')));
  }),
);

const BY_FAMILY: Readonly<Record<string, string>> = {
  postgres: 'streaming replication, or an operator such as CloudNativePG',
  timescaledb: 'streaming replication, or an operator such as CloudNativePG',
  mysql: 'group replication, or an operator',
  mariadb: 'Galera or replication, or an operator',
  mongo: 'a replica set (`--replSet`)',
  redis: 'replication with Sentinel, or Redis Cluster',
  valkey: 'replication with Sentinel, or Valkey Cluster',
  rabbitmq: 'a cluster of members that find each other (`cluster_formation`)',
  elasticsearch: 'members that find each other (`discovery.seed_hosts`)',
  opensearch: 'members that find each other (`discovery.seed_hosts`)',
};

/** What a store takes before several pods of it are one. */
export function replicationOf(store: Container): string {
  return BY_FAMILY[kindOfStore(store)] ?? 'members that know each other';
}

/** `postgres` of any variant and publisher. */
export function kindOfStore({ name, facts: { family = name } }: Container): string {
  return family.replace(/^bitnami[/-]/, '').replace(/:.*$/, '');
}
