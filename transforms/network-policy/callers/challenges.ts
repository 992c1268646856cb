/** Pods that cert-manager makes beside an Ingress, to show that a name is its own: no manifest renders them. */

import { apiGroupOf } from '../../../src/kubernetes/kinds.ts';
import { mapOf, mapsIn } from '../../../src/network/data.ts';
import type { Doubt, JsonObject, Resource, Root } from '../../../src/transform.ts';
import { enumerated } from '../../shared/prose.ts';
import { foreignPods } from '../manifest.ts';

const ISSUERS = ['cert-manager.io/cluster-issuer', 'cert-manager.io/issuer'] as const;
const SOLVERS = { 'acme.cert-manager.io/http01-solver': 'true' };
const SOLVER_PORT = 8089;

interface Challenges {
  /** By which those pods are reached beside a default deny. */
  readonly policy: JsonObject;
  readonly doubt: Doubt;
}

/** What a default deny does to them; undefined where challenges are met by other means, or nobody orders a certificate. */
export function challengesIn(namespace: string, root: Root): Challenges | undefined {
  const { platform } = root;
  const orders = [
    ...['Ingress', 'Gateway'].flatMap(kind =>
      platform.find(kind, namespace).flatMap(({ annotations }) => ISSUERS.map(key => annotations[key])),
    ),
    ...platform.find('Certificate', namespace).map(each => mapOf(each.get(['spec', 'issuerRef'])).name),
  ].filter(name => typeof name === 'string');
  if (orders.length === 0) return undefined;
  const issuers = [...platform.ofCluster('ClusterIssuer'), ...platform.find('Issuer', namespace)].filter(
    each => apiGroupOf(each.apiVersion) === 'cert-manager.io',
  );
  const known = issuers.filter(({ name }) => orders.includes(name));
  const policy = policyIn(namespace, root);
  const reached = `are let in at port ${SOLVER_PORT} by a label of its releases`;
  const solving = known.find(solvesByHttp);
  if (solving !== undefined)
    return {
      policy,
      doubt: `the pods by which cert-manager meets HTTP-01 challenges of ${solving.kind} ${solving.name} ${reached}`,
    };
  const unseen = [...new Set(orders)].filter(name => !known.some(each => each.name === name));
  const which = unseen.length > 1 ? `one of the issuers ${enumerated(unseen)}` : `issuer ${unseen[0]}`;
  return unseen.length === 0
    ? undefined
    : {
        policy,
        doubt: `if ${which}, which nobody renders, meets HTTP-01 challenges, the pods of cert-manager ${reached}`,
      };
}

/** From everywhere: the server that asks stands outside, and who passes it on is whoever leads to those pods. */
function policyIn(namespace: string, root: Root): JsonObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'acme-challenges' },
    spec: {
      podSelector: foreignPods(SOLVERS, root.platform.workloadsIn(namespace), root),
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ protocol: 'TCP', port: SOLVER_PORT }] }],
    },
  };
}

function solvesByHttp(issuer: Resource): boolean {
  return mapsIn(issuer.get(['spec', 'acme', 'solvers'])).some(({ http01 }) => http01 !== undefined);
}
