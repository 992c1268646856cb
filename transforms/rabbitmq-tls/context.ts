/** What is asked for, and what may be said of a server. */

import type { PlanContext, Proposal, Root } from '../../src/transform.ts';
import { saying } from '../shared/choices.ts';
import { isEncryptedInside } from './issuer.ts';

export interface Options {
  readonly issuer?: string;
  readonly issuerKind: string;
  readonly plain: string;
}

export type Context = PlanContext<Options>;

export type Message = 'open' | 'listener' | 'besides' | 'off' | 'caller';

/**
 * Asked once for all servers, where something in the cluster is encrypted already. Its issuers are there to be chosen, but for those
 * of the public, which sign no such names: which of them is meant nobody else can know.
 */
export function whichIssuer(
  namespace: string | undefined,
  root: Root,
): Pick<Proposal, 'blocked' | 'asks' | 'known'> {
  if (!isEncryptedInside(namespace, root)) return { known: NO_AUTHORITY };
  const issuers = root.platform
    .ofCluster('ClusterIssuer')
    .filter(
      each => each.apiVersion.startsWith('cert-manager.io/') && each.get(['spec', 'acme']) === undefined,
    );
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

const NO_AUTHORITY =
  'nothing in the repository signs names inside of the cluster: who has an issuer for them names it (`issuer` of rabbitmq-tls)';
