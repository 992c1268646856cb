/** Clusters of CloudNativePG, whose operator brings poolers of its own. */

import type { Proposal, Resource, Root } from '../../src/transform.ts';
import { applicationsIn, callersOf, evidenceOf, isPooler, isWorthIt, listed } from './callers.ts';
import { fitted, poolsOf, roomOfCluster } from './capacity.ts';
import { type Context, type Message, SUFFIX } from './context.ts';
import type { Target } from './target.ts';

const GROUP = 'postgresql.cnpg.io/';

/** Undefined for what is no such Cluster. */
export function targetOf(cluster: Resource, { platform }: Root): Target | undefined {
  if (!cluster.apiVersion.startsWith(GROUP)) return undefined;
  const namespace = platform.namespaceOf(cluster);
  const poolers = platform
    .find('Pooler', namespace)
    .filter(each => each.get(['spec', 'cluster', 'name']) === cluster.name);
  const [pooler] = poolers.filter(each => (each.get(['spec', 'type']) ?? 'rw') === 'rw');
  return {
    on: cluster,
    names: [`${cluster.name}-rw`],
    namespace,
    port: 5432,
    pooler: pooler?.name ?? `${cluster.name}${SUFFIX}`,
    isThere: pooler !== undefined,
  };
}

/** @see https://cloudnative-pg.io/documentation/current/connection_pooling */
export function* pooledCluster(target: Target, { root, options }: Context): Generator<Proposal<Message>> {
  const cluster = target.on;
  if (target.isThere || cluster.get(['spec', 'replica', 'enabled']) === true) return;
  const callers = callersOf(target, root);
  const applications = applicationsIn(callers);
  if (callers.some(({ workload }) => isPooler(workload)) || !isWorthIt(applications, root)) return;
  const finding = {
    message: 'direct',
    data: { server: `Cluster ${cluster.name}`, callers: listed(applications, root), pooler: target.pooler },
    at: { on: cluster.key, path: ['spec'] },
    changes: [],
    evidence: [],
  } as const;
  const besides = callers.length - applications.length;
  const sizes = fitted(options, roomOfCluster(cluster), poolsOf(applications, root), besides);
  if ('obstacle' in sizes) {
    yield { ...finding, blocked: sizes.obstacle };
    return;
  }
  yield {
    ...finding,
    message: 'pool',
    changes: [
      {
        type: 'create',
        manifest: {
          apiVersion: cluster.apiVersion,
          kind: 'Pooler',
          // The operator takes both names as they are rendered.
          metadata: { name: target.pooler },
          spec: {
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
    ],
    evidence: evidenceOf(applications),
    doubts: [
      'nobody goes through it until `callers` of connection-pool names who does',
      ...(sizes.lowered === undefined ? [] : [sizes.lowered]),
    ],
  };
}
