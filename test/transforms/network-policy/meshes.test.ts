/** Policies for pods in a mesh: what others send them arrives at a port of the mesh. */

import type { JsonObject } from '../../../src/transform.ts';
import networkPolicy from '../../../transforms/network-policy/index.ts';
import { type Proposed, propose, rootOf, type Setting, workload } from '../root.ts';

const namespace = (marks: string) =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, ${marks}}\n---\n`;
const service = (name: string, port: number, more = '') => `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop}
spec: {selector: {app: ${name}}, ports: [{port: ${port}}]${more}}
---
`;
const store = (more = '') =>
  workload(`containers: [{name: db, image: "postgres:16"}]\n${more}`, { name: 'db' }) + service('db', 5432);
const web = (more = '') =>
  workload(
    `containers: [{name: web, image: "web:1", env: [{name: DSN, value: "postgres://db:5432/shop"}]}]\n${more}`,
    {
      name: 'web',
    },
  );
const WAYPOINT = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: waypoint, namespace: shop}
spec: {gatewayClassName: istio-waypoint}
---
`;

function aboutDb(text: string, setting?: Setting, options = {}): Proposed {
  const found = propose(networkPolicy, rootOf(text, setting), options);
  return found.find(({ message, at }) => message === 'unselected' && at.on === 'Deployment/db')!;
}

/** Names of its peers, and its ports, for each rule. */
function rulesOf({ changes }: Proposed): unknown[] {
  const [change] = changes;
  if (change?.type !== 'create') return [];
  const { ingress } = change.manifest.spec as JsonObject;
  return (ingress as JsonObject[]).map(({ from, ports }) => [
    (from as JsonObject[]).map(({ podSelector }) => JSON.stringify((podSelector as JsonObject).matchLabels)),
    (ports as JsonObject[]).map(({ port }) => port),
  ]);
}

const LABELLED = namespace('labels: {istio.io/dataplane-mode: ambient}');
const INJECTED = namespace('annotations: {linkerd.io/inject: enabled}');

test.each([
  ['ambient by the label of its namespace', LABELLED, 15008],
  ['Linkerd by the annotation of its namespace', INJECTED, 4143],
  [
    'Linkerd with a port of its own',
    namespace('annotations: {linkerd.io/inject: enabled, config.linkerd.io/inbound-port: "4200"}'),
    4200,
  ],
])('%s', (_, text, port) => {
  const found = aboutDb(text + store() + web());
  expect(rulesOf(found)).toEqual([[[expect.any(String)], port < 5432 ? [port, 5432] : [5432, port]]]);
  expect(String(found.doubts)).toContain(`arrives at port ${port}`);
});

test.each([
  ['without a mesh', namespace('labels: {a: b}')],
  ['with a sidecar of Istio', namespace('labels: {istio-injection: enabled}')],
])('%s the port is the one that was asked for', (_, text) => {
  expect(rulesOf(aboutDb(text + store() + web()))).toEqual([[[expect.any(String)], [5432]]]);
});

test('a waypoint shows that there is an ambient mesh, and calls in its own name', () => {
  const found = aboutDb(namespace('labels: {a: b}') + store() + web() + WAYPOINT);
  expect(rulesOf(found)).toEqual([
    [[expect.any(String)], [5432, 15008]],
    [['{"gateway.networking.k8s.io/gateway-name":"waypoint"}'], [15008]],
  ]);
  expect(String(found.doubts)).toContain('there is one where waypoint waypoint is');
  expect(found.data?.change).toContain('web and waypoint waypoint');
});

test('what is open to everybody is open through the mesh to those that are seen', () => {
  const published = service('db-public', 5432, ', type: LoadBalancer').replace(
    '{app: db-public}',
    '{app: db}',
  );
  const found = aboutDb(INJECTED + store() + web() + published);
  const [change] = found.changes;
  const { ingress } = (change as unknown as { manifest: { spec: { ingress: JsonObject[] } } }).manifest.spec;
  expect(
    ingress.map(({ from, ports }) => [from === undefined, (ports as JsonObject[]).map(({ port }) => port)]),
  ).toEqual([
    [false, [4143]],
    [true, [5432]],
  ]);
});

test('where a proxy finds its control plane is not known: nothing bounds what its pods call', () => {
  const found = propose(networkPolicy, rootOf(INJECTED + store() + web()), { egress: true });
  expect(
    found.filter(({ message }) => message === 'calls-anybody').map(({ changes, known }) => [changes, known]),
  ).toEqual([
    [[], expect.stringContaining('control plane')],
    [[], expect.stringContaining('control plane')],
  ]);
});
