/** Peers as a policy writes them. */

import { knownCallers } from '../../../transforms/network-policy/callers/known.ts';
import { peersOf, plainPods } from '../../../transforms/network-policy/manifest.ts';
import { rootOf, workload } from '../root.ts';

const WEB = workload('containers: [{name: web, image: "web:1"}]');
/** The label of the selector comes from a layer above, which gives it to policies too. */
const LAYERED = rootOf(WEB, {
  where: (key, path) => (path.includes('matchLabels') ? 'kustomization.yaml:3' : `${key}:1`),
});

function peers(...labels: readonly Record<string, string>[]): unknown {
  const wording = { home: 'shop', targets: LAYERED.workloads, words: plainPods };
  const all = labels.map(each => ({ type: 'beside', labels: each }) as const);
  return peersOf(all, wording, LAYERED);
}

const oneOf = (key: string, ...values: string[]) => ({
  podSelector: { matchExpressions: [{ key, operator: 'In', values }] },
});

test('peers with a value each of one label are one peer', () => {
  expect(peers({ app: 'a' }, { app: 'b' }, { app: 'c' })).toEqual([oneOf('app', 'a', 'b', 'c')]);
});

test('peers with labels of other keys, or with several, stay', () => {
  const two = [
    { key: 'app', operator: 'In', values: ['c'] },
    { key: 'tier', operator: 'In', values: ['x'] },
  ];
  expect(peers({ app: 'a' }, { name: 'b' }, { app: 'c', tier: 'x' })).toEqual([
    oneOf('app', 'a'),
    oneOf('name', 'b'),
    { podSelector: { matchExpressions: two } },
  ]);
});

test.each([
  ['nginx.org/proxy-buffers: "8 16k"', { 'app.kubernetes.io/name': 'nginx-ingress' }],
  ['nginx.ingress.kubernetes.io/a: "1"', { 'app.kubernetes.io/name': 'ingress-nginx' }],
])('the controller of class nginx is the one of annotation %s', (annotation, labels) => {
  const root = rootOf(`apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, annotations: {${annotation}}}
spec: {ingressClassName: nginx}
`);
  const caller = { type: 'ingress', class: 'nginx', object: root.resources[0]! } as const;
  expect(knownCallers(caller, undefined, {}, root)[0]!.peer).toMatchObject({ type: 'pods', labels });
});

const controller = (pod: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: edge, namespace: kube-system}
spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {app.kubernetes.io/name: traefik}}, spec: {${pod}, containers: [{name: c, image: "traefik:3"}]}}}
`;
const chart = { charts: () => [{ name: 'traefik', version: '30.x', at: 'edge/release.yaml:4' }] };
const mentions = {
  mentions: (words: RegExp) => (words.test('hostNetwork: true') ? 'values.yaml:3' : undefined),
};
const TAKEN =
  'the ingress controller is taken for pods with app.kubernetes.io/name: traefik in any namespace';
const ON_NODES = `${TAKEN}, and on the network of its node (hostNetwork) it is cut off`;

test.each([
  ['nothing shows how it runs', '', {}, 'pods', ON_NODES],
  ['a chart brings it', '', chart, 'pods', TAKEN],
  ['a chart is told to have it there', '', { ...chart, ...mentions }, 'pods', ON_NODES],
  ['it is rendered', controller('hostIPC: false'), {}, 'pods', TAKEN],
  [
    'it is rendered there',
    controller('hostNetwork: true'),
    {},
    'anybody',
    'Deployment edge calls from the address of a node, so that port stays open to everybody',
  ],
])('a controller may be on the network of its node: %s', (_, neighbour, platform, type, doubt) => {
  const text = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec: {ingressClassName: traefik}
`;
  const root = rootOf(text, { neighbours: { edge: neighbour }, platform });
  const caller = { type: 'ingress', class: 'traefik', object: root.resources[0]! } as const;
  expect(knownCallers(caller, undefined, {}, root)[0]).toMatchObject({ peer: { type }, doubt });
});
