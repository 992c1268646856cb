/** Applications share a few connections to PostgreSQL (catalogue M5). */

import { defineTransform } from '../../src/transform.ts';
import { pooledCluster } from './cluster.ts';
import { idle } from './idle.ts';
import { moved } from './moves.ts';
import { targetOf } from './operator.ts';
import { pooled } from './pooled.ts';
import { serverIn } from './server.ts';
import type { Target } from './target.ts';

export default defineTransform({
  id: 'connection-pool',
  title: 'Applications share connections to PostgreSQL',
  severity: 'medium',
  severities: { past: 'low', idle: 'low' },
  group: 'availability',
  order: 885,
  preset: 'recommended',
  each: 'root',
  options: {
    image: {
      type: 'string',
      description:
        'The image of PgBouncer, with its version: `edoburu/pgbouncer`, or a copy of it in a registry of your own. CloudNativePG brings its own.',
    },
    callers: {
      type: 'array',
      items: { type: 'string' },
      perEnvironment: {},
      description:
        'Who goes through the pooler: `Deployment/web`. Of these the one setting that names the server is changed; others go on directly.',
    },
    replicas: {
      type: 'integer',
      minimum: 1,
      perEnvironment: { otherwise: 2 },
      description: 'Pods of a pooler. Each has pools of its own.',
    },
    clients: {
      type: 'integer',
      minimum: 1,
      perEnvironment: { otherwise: 1000 },
      description: 'Connections that a pod takes from callers (`max_client_conn`).',
    },
    pool: {
      type: 'integer',
      minimum: 1,
      perEnvironment: { otherwise: 25 },
      description:
        'Connections that a pod opens to the server for each user of a database (`default_pool_size`). Fewer, where the server does not take so many.',
    },
    reserve: {
      type: 'integer',
      minimum: 0,
      perEnvironment: { otherwise: 5 },
      description: 'Further ones for callers that have waited long (`reserve_pool_size`).',
    },
    preparedStatements: {
      type: 'integer',
      minimum: 0,
      default: 200,
      description:
        'Statements prepared by the protocol that a connection keeps (`max_prepared_statements`); with 0 drivers have to be told to prepare none.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    direct: 'connections of {callers} go straight to {server}, and nothing pools them',
    pool: 'connections of {callers} go straight to {server}. PgBouncer pools them behind Service {pooler}',
    moved: '{callers} goes past pooler {pooler}, straight to {server}. It is told the pooler',
    past: '{callers} goes past pooler {pooler}, straight to {server}',
    idle: '`callers` of connection-pool names {callers}, which moves nobody',
    'shut-out': 'pooler {pooler} is kept from {server} or from its callers by network policies',
    'kept-out':
      'pooler {pooler} is kept from {server} or from its callers by network policies. Policies of its own let it through',
  },
  briefs: {
    direct: 'no connection pool',
    pool: 'no connection pool',
    moved: 'past the pooler',
    past: 'past the pooler',
    'kept-out': 'pooler kept out by policies',
    'shut-out': 'pooler kept out by policies',
    idle: 'a caller that is not there',
  },
  docs: {
    why: 'Each connection is a process of PostgreSQL, and it takes a hundred unless told otherwise. Every replica brings a pool of its own: a rollout or an autoscaler is enough to reach the limit, and then nobody gets in.',
    risk: 'A connection is shared between transactions: LISTEN, session advisory locks, PREPARE in SQL and SET for a session do not work, and those who need them, such as migrations and dumps, go on to the server itself. Users whose passwords a server from before PostgreSQL 14 keeps as MD5 are refused by a pooler that asks for SCRAM.',
    links: [
      'https://www.pgbouncer.org/features.html',
      'https://www.pgbouncer.org/config.html',
      'https://cloudnative-pg.io/documentation/current/connection_pooling',
    ],
    sameAs: [],
  },
  *plan(root, context) {
    const targets: Target[] = [];
    for (const workload of root.workloads) {
      const server = serverIn(workload, root);
      if (server === undefined) continue;
      yield* pooled(server, context);
      targets.push(server.target);
    }
    for (const cluster of root.find('Cluster')) {
      const target = targetOf(cluster, root);
      if (target === undefined) continue;
      yield* pooledCluster(target, context);
      targets.push(target);
    }
    for (const target of targets) yield* moved(target, context);
    yield* idle(targets, context);
  },
});
