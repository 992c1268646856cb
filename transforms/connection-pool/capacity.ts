/** How many connections the poolers of a server may open: no more than it takes. */

import { toldTo } from '../../src/network/texts.ts';
import type { Doubt, Resource, Root, Workload } from '../../src/transform.ts';
import { stringsIn } from '../shared/data.ts';
import { counted } from '../shared/prose.ts';
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
  /** Whether somebody says so: PostgreSQL's default otherwise. */
  readonly isSaid: boolean;
  readonly kept: number;
}

export interface Sizes {
  readonly pool: number;
  readonly reserve: number;
  /** How many of the connections of the server that is, at most. */
  readonly taken: Doubt;
}

/** What each pod of a pooler has one of: as many as users that log in, for each database. */
export interface Pools {
  readonly number: number;
  /** False where some caller says no user: others may log in than are counted. */
  readonly areSaid: boolean;
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
  const said =
    settingOf(texts, words, 'max_connections') ?? (short === undefined ? undefined : Number(short));
  return {
    most: said ?? DEFAULT_MOST,
    isSaid: said !== undefined,
    kept:
      (settingOf(texts, words, 'superuser_reserved_connections') ?? DEFAULT_KEPT) +
      (settingOf(texts, words, 'reserved_connections') ?? 0),
  };
}

/** @param besides callers that go on directly: each is left one connection */
export function fitted(
  { replicas, pool, reserve }: Options,
  room: Room,
  pools: Pools,
  besides: number,
): Sizes | { readonly obstacle: string } {
  const pods = podsAtOnce(replicas);
  const each = Math.floor((room.most - room.kept - besides) / (pods * pools.number));
  const isEnough = pool + reserve <= each;
  const spare = isEnough ? reserve : Math.min(reserve, Math.floor(each / 5));
  const size = isEnough ? pool : each - spare;
  if (size < SMALLEST)
    return {
      obstacle: `what is \`max_connections\` to be? Of the ${room.most} connections of the server ${room.kept + besides} are for others, and ${pods} pods with ${counted(pools.number, 'pool')} share the rest`,
    };
  const lowered = isEnough ? undefined : pool;
  const taken = takenBy({ pods, pools, pool: size, reserve: spare, room, lowered });
  return { pool: size, reserve: spare, taken };
}

/** What whoever runs the server checks first: `2 pods x 3 pools x (25 + 5) = 180 of its 200 connections may be the pooler's`. */
function takenBy(of: {
  readonly pods: number;
  readonly pools: Pools;
  readonly pool: number;
  readonly reserve: number;
  readonly room: Room;
  /** The size that was asked for, where there is no room for it. */
  readonly lowered: number | undefined;
}): Doubt {
  const { pods, pools, pool, reserve, room, lowered } = of;
  const each = reserve > 0 ? `(${pool} + ${reserve})` : String(pool);
  const factors = [`${pods} pods`, ...(pools.number > 1 ? [`${pools.number} pools`] : []), each];
  return [
    `${factors.join(' x ')} = ${pods * pools.number * (pool + reserve)} of its ${room.most} connections may be the pooler's`,
    room.isSaid ? '' : " (PostgreSQL's default: nothing here says `max_connections`)",
    lowered === undefined ? '' : `: there is no room for ${lowered} each`,
    pools.areSaid ? '' : '. Not all callers say their user, and each other one has a pool too',
  ].join('');
}

/** With several a rollout takes one away first; one alone is beside the next for a while. */
function podsAtOnce(replicas: number): number {
  return replicas > 1 ? replicas : 2;
}

const DATABASE = /(?:^|_)(?:(?:DB|DATABASE|POSTGRES(?:QL)?|PG)_?(?:NAME|DATABASE|DB)|PGDATABASE)$/i;
const USER = /(?:^|_)(?:(?:DB|DATABASE|POSTGRES(?:QL)?|PG)_?USER(?:NAME)?)$/i;
const URL = /postgres(?:ql)?:\/\/(?:([^\s/:@]+)(?::[^\s/@]*)?@)?[^\s/?]+(?:\/([\w-]+))?/gi;

/** One for each user of a database, as far as callers say them. */
export function poolsOf(callers: readonly Caller[], root: Root): Pools {
  const pools = new Set<string>();
  let areSaid = true;
  for (const { workload } of callers) {
    const { users, databases } = loginsOf(workload, root);
    areSaid &&= users.size > 0;
    for (const user of users.size > 0 ? users : [''])
      for (const database of databases.size > 0 ? databases : ['']) pools.add(`${user} ${database}`);
  }
  return { number: Math.max(pools.size, 1), areSaid };
}

function loginsOf(workload: Workload, root: Root) {
  const [databases, users] = [new Set<string>(), new Set<string>()];
  for (const { key = '', text } of toldTo(workload, root)) {
    if (DATABASE.test(key)) databases.add(text);
    if (USER.test(key)) users.add(text);
    for (const [, user, database] of text.matchAll(URL)) {
      if (user !== undefined) users.add(user);
      if (database !== undefined) databases.add(database);
    }
  }
  return { users, databases };
}
