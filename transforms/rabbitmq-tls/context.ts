/** What is asked for, and what may be said of a server. */

import type { PlanContext, Proposal } from '../../src/transform.ts';

export interface Options {
  readonly issuer?: string;
  readonly issuerKind: string;
  readonly plain: string;
}

export type Context = PlanContext<Options>;

export type Message = 'open' | 'listener' | 'besides' | 'off' | 'caller';

/** Asked once for all servers. */
export const WHICH_ISSUER: Pick<Proposal, 'blocked' | 'asks'> = {
  blocked: 'which issuer signs certificates for names inside of the cluster? (`issuer` of rabbitmq-tls)',
  asks: [{ type: 'decision', about: 'the issuer for names inside of the cluster' }],
};
