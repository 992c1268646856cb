/** How many connections the poolers of a server may open: no more than it takes. */

import { toldTo } from '../../src/network/texts.ts';
import type { Resource, Root } from '../../src/transform.ts';
import { stringsIn } from '../shared/data.ts';
import { configTextsOf } from '../shared/storage/config-maps.ts';
import type { Caller } from './callers.ts';
import type { Options } from './context.ts';
import { type Server, settingOf } from './server.ts';

/** What a server takes where nothing says otherwise. */
const DEFAULT_MOST = 100;
/** Kept for superusers unless it says otherwise. */
const DEFAULT_KEPT = 3;
/** With fewer a pool is rather in the way. */
const SMALLEST = 5;

export interface Room {
  readonly most: number;
  readonly kept: number;
}

export interface Sizes {
  readonly pool: number;
  readonly reserve: number;
  /** Why it is less than what was asked for. */
  readonly lowered?: string;
}

export function roomOf({ workload, container }: Server, root: Root): Room {
  const words = ['command', 'args'].flatMap(field => stringsIn(container.get([field])));
  return roomIn(configTextsOf(workload, root), words);
}

/** Of a Cluster of CloudNativePG. */
export function roomOfCluster(cluster: Resource): Room {
  const parameters = cluster.get(['spec', 'postgresql', 'parameters']);
  const lines = Object.entries(parameters ?? {}).map(([key, value]) => `${key} = ${String(value)}`);
  return roomIn([lines.join('\n')], []);
}

function roomIn(texts: readonly string[], words: readonly string[]): Room {
  const short = /(?:^|\s)-N\s*(\d+)/.exec(words.join(' '))?.[1];
  return {
    most: settingOf(texts, words, 'max_connections') ?? Number(short ?? DEFAULT_MOST),
    kept:
      (settingOf(texts, words, 'superuser_reserved_connections') ?? DEFAULT_KEPT) +
      (settingOf(texts, words, 'reserved_connections') ?? 0),
  };
}

/**
 * @param pools that each pod has: one of each user for each database
 * @param besides callers that go on directly: each is left one connection
 */
export function fitted(
  { replicas, pool, reserve }: Options,
  { most, kept }: Room,
  pools: number,
  besides: number,
): Sizes | { readonly obstacle: string } {
  const pods = podsAtOnce(replicas);
  const room = most - kept - besides;
  const each = Math.floor(room / (pods * pools));
  if (pool + reserve <= each) return { pool, reserve };
  const less = Math.min(reserve, Math.floor(each / 5));
  const said = `the server takes ${most} connections, ${kept + besides} of them for others, and ${pods} pods with ${pools} ${pools === 1 ? 'pool' : 'pools'} share them`;
  return each - less < SMALLEST
    ? { obstacle: `what is \`max_connections\` to be? ${said[0]!.toUpperCase()}${said.slice(1)}` }
    : { pool: each - less, reserve: less, lowered: `${said}: ${each - less} each, in place of ${pool}` };
}

/** With several a rollout takes one away first; one alone is beside the next for a while. */
export function podsAtOnce(replicas: number): number {
  return replicas > 1 ? replicas : 2;
}

const DATABASE = /(?:^|_)(?:(?:DB|DATABASE|POSTGRES(?:QL)?|PG)_?(?:NAME|DATABASE|DB)|PGDATABASE)$/i;
const USER = /(?:^|_)(?:(?:DB|DATABASE|POSTGRES(?:QL)?|PG)_?USER(?:NAME)?)$/i;
const URL = /postgres(?:ql)?:\/\/(?:([^\s/:@]+)(?::[^\s/@]*)?@)?[^\s/?]+(?:\/([\w-]+))?/gi;

/** Databases times users, as far as callers say them. */
export function poolsOf(callers: readonly Caller[], root: Root): number {
  const [databases, users] = [new Set<string>(), new Set<string>()];
  for (const { workload } of callers) {
    for (const { key = '', text } of toldTo(workload, root)) {
      if (DATABASE.test(key)) databases.add(text);
      if (USER.test(key)) users.add(text);
      for (const [, user, database] of text.matchAll(URL)) {
        if (user !== undefined) users.add(user);
        if (database !== undefined) databases.add(database);
      }
    }
  }
  return Math.max(databases.size, 1) * Math.max(users.size, 1);
}
