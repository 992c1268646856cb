/** Pods that cert-manager makes beside an Ingress, to show that a name is its own: no manifest renders them. */

import { apiGroupOf } from '../../src/kubernetes/kinds.ts';
import { mapOf, mapsIn } from '../../src/network/data.ts';
import type { Doubt, Resource, Root } from '../../src/transform.ts';
import { enumerated } from '../shared/prose.ts';

const ISSUERS = ['cert-manager.io/cluster-issuer', 'cert-manager.io/issuer'] as const;

/** What a default deny does to them; nothing where challenges are met by other means, or nobody orders a certificate. */
export function challengeDoubts(namespace: string, { platform }: Root): Doubt[] {
  const orders = [
    ...platform.find('Ingress', namespace).flatMap(({ annotations }) => ISSUERS.map(key => annotations[key])),
    ...platform.find('Certificate', namespace).map(each => mapOf(each.get(['spec', 'issuerRef'])).name),
  ].filter(name => typeof name === 'string');
  if (orders.length === 0) return [];
  const issuers = [
    ...platform.find('ClusterIssuer', undefined),
    ...platform.find('Issuer', namespace),
  ].filter(each => apiGroupOf(each.apiVersion) === 'cert-manager.io');
  const known = issuers.filter(({ name }) => orders.includes(name));
  const solving = known.find(solvesByHttp);
  if (solving !== undefined)
    return [
      `the pods by which cert-manager meets HTTP-01 challenges of ${solving.kind} ${solving.name} are cut off: they need a policy of their own`,
    ];
  const unseen = [...new Set(orders)].filter(name => !known.some(each => each.name === name));
  const which = unseen.length > 1 ? `one of the issuers ${enumerated(unseen)}` : `issuer ${unseen[0]}`;
  return unseen.length === 0
    ? []
    : [`if ${which}, which nobody renders, meets HTTP-01 challenges, the pods of cert-manager are cut off`];
}

function solvesByHttp(issuer: Resource): boolean {
  return mapsIn(issuer.get(['spec', 'acme', 'solvers'])).some(({ http01 }) => http01 !== undefined);
}
