/** A default deny beside the pods that cert-manager makes. */

import networkPolicy from '../../../transforms/network-policy/index.ts';
import { propose, rootOf, workload } from '../root.ts';

const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n';
const SHOP = NAMESPACE + workload('containers: [{name: a, image: "a:1"}]');
const ingress = (annotations: string) => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop, annotations: {${annotations}}}
---
`;
const issuer = (solver: string) => `
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: {name: acme}
spec: {acme: {solvers: [${solver}]}}
---
`;
const ORDER = ingress('cert-manager.io/cluster-issuer: acme');

function doubtsOf(text: string): string {
  const found = propose(networkPolicy, rootOf(SHOP + text)).find(({ message }) => message === 'no-deny');
  expect(found).toBeDefined();
  return String(found?.doubts);
}

test('the pods of HTTP-01 challenges are named', () => {
  expect(doubtsOf(ORDER + issuer('{http01: {ingress: {}}}'))).toContain('challenges of ClusterIssuer acme');
});

test('an issuer that nobody renders may need them', () => {
  expect(doubtsOf(ORDER)).toContain('if issuer acme, which nobody renders');
});

test('each issuer that nobody renders is named', () => {
  const other = ingress('cert-manager.io/issuer: staging').replace('name: web', 'name: api');
  expect(doubtsOf(ORDER + other + ORDER.replace('name: web', 'name: www'))).toContain(
    'if one of the issuers acme and staging, which nobody renders, meets HTTP-01 challenges',
  );
});

test.each([
  ['whose challenges the DNS meets', ORDER + issuer('{dns01: {route53: {}}}')],
  ['that nobody orders from', ingress('') + issuer('{http01: {ingress: {}}}')],
])('an issuer %s needs none', (_, text) => {
  expect(doubtsOf(text)).not.toMatch(/challenges/);
});
