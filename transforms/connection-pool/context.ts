/** What is asked for, and what may be said of a server. */

import type { PlanContext, Proposal } from '../../src/transform.ts';

export interface Options {
  readonly image?: string;
  readonly callers?: readonly string[];
  readonly replicas: number;
  readonly clients: number;
  readonly pool: number;
  readonly reserve: number;
  readonly preparedStatements: number;
}

export type Context = PlanContext<Options>;

export type Message = 'pool' | 'direct' | 'moved' | 'past' | 'kept-out' | 'shut-out' | 'idle';

/** Behind the name of the Service of a server: what pools its connections. */
export const SUFFIX = '-pooler';

/** Asked once for all servers of the repository. */
export const WHICH_IMAGE: Pick<Proposal, 'blocked' | 'asks'> = {
  blocked:
    'which PgBouncer pools connections to PostgreSQL? (`image` of connection-pool, such as `edoburu/pgbouncer` with its version)',
  asks: [{ type: 'decision', about: 'which PgBouncer pools connections' }],
};
