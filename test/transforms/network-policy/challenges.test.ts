/** A default deny beside the pods that cert-manager makes. */

import networkPolicy from '../../../transforms/network-policy/index.ts';
import { type Proposed, propose, rootOf, workload } from '../root.ts';

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

function denyIn(text: string, neighbours = {}): Proposed {
  const root = rootOf(SHOP + text, { neighbours });
  const found = propose(networkPolicy, root).find(({ message }) => message === 'no-deny');
  expect(found).toBeDefined();
  return found!;
}

function doubtsOf(text: string): string {
  return String(denyIn(text).doubts);
}

test('they are let in beside the default deny, also where another root renders the issuer', () => {
  const { changes, doubts } = denyIn(ORDER, { infra: issuer('{http01: {ingress: {}}}') });
  expect(String(doubts)).toContain('challenges of ClusterIssuer acme');
  expect(changes).toMatchObject([
    { manifest: { metadata: { name: 'default-deny' } } },
    {
      manifest: {
        metadata: { name: 'acme-challenges' },
        spec: {
          podSelector: { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } },
          ingress: [{ ports: [{ protocol: 'TCP', port: 8089 }] }],
        },
      },
    },
  ]);
});

test('a Gateway orders certificates too', () => {
  const gateway = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: web, namespace: shop, annotations: {cert-manager.io/cluster-issuer: acme}}
spec: {gatewayClassName: eg}
---
`;
  expect(denyIn(gateway).changes).toHaveLength(2);
});

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
  expect(denyIn(text).changes).toHaveLength(1);
});
