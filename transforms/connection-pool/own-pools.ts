/** Pools that applications have of their own: as long as all of them fit, one more in between is of no use. */

import { toldTo } from '../../src/network/texts.ts';
import type { Root, Workload } from '../../src/transform.ts';
import { podKind } from '../shared/pods.ts';
import { mostReplicas } from '../shared/replicas/replicas.ts';
import type { Caller } from './callers.ts';

/** HikariCP, pgxpool, database/sql, SQLAlchemy, Prisma and those that call it alike. */
const SIZE =
  /(?:pool[_.-]?(?:max[_.-]?)?(?:size|conns?|connections?)|max(?:imum)?[_.-]?(?:pool[_.-]?size|(?:open[_.-]?)?conn(?:ection)?s?)|connection[_.-]?limit)/i;
const SIZE_SAID = new RegExp(`${SIZE.source}["']?\\s*[:=]\\s*["']?(\\d+)`, 'gi');
/** What SQLAlchemy opens besides, for a while. */
const OVERFLOW = /max[_-]?overflow/i;
/** Processes of a pod have a pool each. */
const PROCESSES = /^(?:web_concurrency|(?:\w+_)?workers)$/i;

/** How many connections all of them open at most, a rollout included; undefined where one does not say it. */
export function connectionsOf(applications: readonly Caller[], root: Root): number | undefined {
  const all = applications.map(({ workload }) => connectionsOfOne(workload, root));
  return all.includes(undefined) ? undefined : all.reduce<number>((sum, each) => sum + each!, 0);
}

function connectionsOfOne(workload: Workload, root: Root): number | undefined {
  if (podKind(workload).scaled !== 'replicas') return undefined;
  const told = toldTo(workload, root);
  const sizes = told.flatMap(({ key = '', text }) => [
    ...(SIZE.test(key) ? numbersIn(text) : []),
    ...[...text.matchAll(SIZE_SAID)].map(([, size]) => Number(size)),
  ]);
  if (sizes.length === 0) return undefined;
  const besides = told.flatMap(({ key = '', text }) => (OVERFLOW.test(key) ? numbersIn(text) : []));
  const processes = told.flatMap(({ key = '', text }) => (PROCESSES.test(key) ? numbersIn(text) : []));
  const replicas = mostReplicas(workload, root);
  const pods = replicas + Math.ceil(replicas / 4);
  return pods * Math.max(...processes, 1) * (Math.max(...sizes) + Math.max(...besides, 0));
}

function numbersIn(text: string): readonly number[] {
  return /^\s*\d+\s*$/.test(text) ? [Number(text)] : [];
}
