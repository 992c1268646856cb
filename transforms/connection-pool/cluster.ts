/** A pooler for a Cluster of CloudNativePG, whose operator brings it. */

import { nameOf, type Proposal } from '../../src/transform.ts';
import {
  applicationsIn,
  callersOf,
  evidenceOf,
  goingThrough,
  isPooler,
  listed,
  whoStays,
} from './callers.ts';
import { fitted, poolsOf, roomOfCluster } from './capacity.ts';
import { type Context, type Message, SUFFIX } from './context.ts';
import { keptOut } from './kept-out.ts';
import { isKeptFromApi, NO_API, poolerOfCluster, waysOf } from './operator.ts';
import { letThrough } from './policies.ts';
import type { Target } from './target.ts';
import { needOf } from './worth.ts';

/** @see https://cloudnative-pg.io/documentation/current/connection_pooling */
export function* pooledCluster(target: Target, context: Context): Generator<Proposal<Message>> {
  const { root, options } = context;
  const cluster = target.on;
  if (target.there !== undefined) {
    yield* keptOut(waysOf(target), target, `Cluster ${cluster.name}`, root);
    return;
  }
  if (cluster.get(['spec', 'replica', 'enabled']) === true) return;
  const callers = callersOf(target, root);
  const applications = applicationsIn(callers);
  if (callers.some(({ workload }) => isPooler(workload))) return;
  const room = roomOfCluster(cluster);
  const members = Number(cluster.get(['spec', 'instances']) ?? 1);
  const need = needOf({ applications, callers, room, members }, context);
  if (need === undefined) return;
  const finding = {
    message: 'direct',
    data: { server: `Cluster ${cluster.name}`, callers: listed(applications, root), pooler: target.pooler },
    at: { on: cluster.key, path: ['spec'] },
    changes: [],
    evidence: [],
  } as const;
  if (need.known !== undefined) {
    yield { ...finding, known: need.known };
    return;
  }
  const besides = callers.length - applications.length;
  const sizes = fitted(options, room, poolsOf(applications, root), besides);
  if ('obstacle' in sizes) {
    yield { ...finding, blocked: sizes.obstacle };
    return;
  }
  if (isKeptFromApi(poolerOfCluster(target), root)) {
    yield { ...finding, known: NO_API };
    return;
  }
  const ways = letThrough(waysOf(target), goingThrough(applications, callers, options), root);
  yield {
    ...finding,
    message: 'pool',
    changes: [
      {
        type: 'create',
        manifest: {
          apiVersion: cluster.apiVersion,
          kind: 'Pooler',
          metadata: { name: nameOf(cluster, { suffix: SUFFIX }) },
          spec: {
            // The operator takes it as it is rendered: no layer renames it here.
            cluster: { name: cluster.name },
            instances: options.replicas,
            type: 'rw',
            pgbouncer: {
              poolMode: 'transaction',
              parameters: {
                max_client_conn: String(options.clients),
                default_pool_size: String(sizes.pool),
                reserve_pool_size: String(sizes.reserve),
                max_prepared_statements: String(options.preparedStatements),
              },
            },
          },
        },
        beside: cluster.key,
      },
      // Nobody else has the labels of the operator.
      ...(ways ?? []),
    ],
    evidence: evidenceOf(applications),
    doubts: [...whoStays(applications, options, root), sizes.taken],
  };
}
