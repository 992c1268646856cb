/** Pools that applications have of their own: as long as all of them fit, one more in between is of no use. */

import { type Told, toldTo } from '../../../src/network/texts.ts';
import type { Root, Workload } from '../../../src/transform.ts';
import { podKind } from '../../shared/pods.ts';
import { mostReplicas } from '../../shared/replicas/replicas.ts';
import type { Caller } from '../callers.ts';
import { requestsAtOnce } from './sync-workers.ts';

/** A setting that holds the size of a pool, with the number behind it. */
const SIZE =
  /pool[_.-]?(?:max[_.-]?)?(?:size|conns?|connections?)|max(?:imum)?[_.-]?(?:pool[_.-]?size|(?:open[_.-]?)?conn(?:ection)?s?)|connection[_.-]?limit/i;
const SIZE_SAID = new RegExp(
  `(?<![\\w.-])([\\w.-]*(?:${SIZE.source})[\\w.-]*)["']?\\s*[:=]\\s*["']?(\\d+)`,
  'gi',
);
/** How HikariCP, database/sql, pgxpool and Prisma call it: nothing else does. */
const IDIOM =
  /^(?:maximum[_.-]?pool[_.-]?size|max[_.-]?open[_.-]?conn(?:ection)?s?|pool[_.-]?max[_.-]?conns?|connection[_.-]?limit)$/i;
/** Words of names that are about a database that pools are for. */
const OF_DATABASE =
  /^(?:db|database|datasource|sql|pg|postgres|postgresql|jdbc|r2dbc|hikari|hikaricp|sqlalchemy|prisma|pgx|orm|typeorm|sequelize|gorm|ecto)$/;
/** Words of names of pools of threads, of clients of other servers, and of what a server accepts. */
const OF_OTHERS =
  /^(?:redis|valkey|memcached?|cache|threads?|threadpool|workers?|executors?|tasks?|jobs?|process(?:es)?|https?|grpc|tcp|ws|websockets?|clients?|server|listener|upstream|tomcat|jetty|undertow|uvicorn|gunicorn|puma|nginx|proxy|broker|queue|amqp|rabbit(?:mq)?|kafka|nats|celery|mongo(?:db)?|mysql|mariadb|mssql|oracle|cassandra|elastic(?:search)?|opensearch|s3|minio|ldap|smtp|mail|memory|buffers?)$/;
/** What SQLAlchemy opens besides, for a while. */
const OVERFLOW = /max[_-]?overflow/i;
/** Processes of a pod have a pool each. */
const PROCESSES = /^(?:web_concurrency|(?:\w+_)?workers)$/i;

/** How many connections the pools of some applications open at most. */
export interface Connections {
  readonly most: number;
  /** The setting that is taken for the size of a pool of the database, and does not say of what it is. */
  readonly presumed?: string | undefined;
}

/** Of all of them, a rollout included; undefined where one does not say it. */
export function connectionsOf(applications: readonly Caller[], root: Root): Connections | undefined {
  const all = applications.map(({ workload }) => connectionsOfOne(workload, root));
  return all.reduce(
    (sum, each) =>
      sum &&
      each && {
        most: sum.most + each.most,
        presumed: sum.presumed ?? each.presumed,
      },
    { most: 0 },
  );
}

function connectionsOfOne(workload: Workload, root: Root): Connections | undefined {
  if (podKind(workload).scaled !== 'replicas') return undefined;
  const told = toldTo(workload, root);
  const sizes = told.flatMap(sizesIn);
  // Besides SQLAlchemy nobody has an overflow: the bare size beside it is SQLAlchemy's.
  const isAlchemy = told.some(({ key = '' }) => OVERFLOW.test(key));
  const own = sizes.filter(({ of }) => of === 'database' || (isAlchemy && of === 'unsaid'));
  const counted = own.length > 0 ? own : sizes.filter(({ of }) => of === 'unsaid');
  const [first] = counted;
  const replicas = mostReplicas(workload, root);
  const pods = replicas + Math.ceil(replicas / 4);
  if (first === undefined) {
    const requests = requestsAtOnce(told);
    return requests === undefined ? undefined : { most: pods * requests };
  }
  const besides = told.flatMap(({ key = '', text }) => (OVERFLOW.test(key) ? numbersIn(text) : []));
  const processes = told.flatMap(({ key = '', text }) => (PROCESSES.test(key) ? numbersIn(text) : []));
  return {
    most:
      pods *
      Math.max(...processes, 1) *
      (Math.max(...counted.map(({ size }) => size)) + Math.max(...besides, 0)),
    presumed: own.length === 0 ? `${first.name} (${first.at})` : undefined,
  };
}

interface Size {
  readonly name: string;
  readonly at: string;
  readonly size: number;
  readonly of: Owner;
}

type Owner = 'database' | 'unsaid' | 'other';

function sizesIn({ key = '', text, at }: Told): readonly Size[] {
  const own = SIZE.test(key) ? numbersIn(text).map(size => ({ name: key, at, size, of: ownerOf(key) })) : [];
  const within = [...text.matchAll(SIZE_SAID)].map(([, name = '', size]) => ({
    name,
    at,
    size: Number(size),
    of: ownerOf(name),
  }));
  return [...own, ...within];
}

/** Of what the pool is that a setting is called after: `REDIS_POOL_SIZE`, `hikari.maximumPoolSize`, `POOL_SIZE`. */
function ownerOf(name: string): Owner {
  if (IDIOM.test(name)) return 'database';
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean);
  if (words.some(word => OF_OTHERS.test(word))) return 'other';
  return words.some(word => OF_DATABASE.test(word)) ? 'database' : 'unsaid';
}

function numbersIn(text: string): readonly number[] {
  return /^\s*\d+\s*$/.test(text) ? [Number(text)] : [];
}
