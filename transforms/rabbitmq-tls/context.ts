/** What is asked for, and what may be said of a server. */

import type { PlanContext, Proposal, Root } from '../../src/transform.ts';
import { saying } from '../shared/choices.ts';

export interface Options {
  readonly issuer?: string;
  readonly issuerKind: string;
  readonly plain: string;
}

export type Context = PlanContext<Options>;

export type Message = 'open' | 'listener' | 'besides' | 'off' | 'caller';

/** Asked once for all servers. Those of the cluster are there to be chosen: which of them is meant nobody else can know. */
export function whichIssuer(root: Root): Pick<Proposal, 'blocked' | 'asks'> {
  const issuers = root.platform
    .ofCluster('ClusterIssuer')
    .filter(({ apiVersion }) => apiVersion.startsWith('cert-manager.io/'));
  const names = [...new Set(issuers.map(({ name }) => name))];
  return {
    blocked: 'which issuer signs certificates for names inside of the cluster? (`issuer` of rabbitmq-tls)',
    asks: [
      {
        type: 'decision',
        about: 'the issuer for names inside of the cluster',
        choices: names.map(name => saying(`ClusterIssuer ${name}`, 'rabbitmq-tls', 'issuer', name)),
      },
    ],
  };
}
