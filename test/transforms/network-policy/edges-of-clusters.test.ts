/** What leads into the cluster: controllers, load balancers of clouds and gateways, by their class or by what shows them. */

import networkPolicy from '../../../transforms/network-policy/index.ts';
import { propose, rootOf } from '../root.ts';
import { WEB } from './web.ts';

const ingress = (fields: string, annotations = '') => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop, annotations: {${annotations}}}
spec: {${fields} defaultBackend: {service: {name: web, port: {number: 80}}}}
---
`;

function policyFor(text: string) {
  const found = propose(networkPolicy, rootOf(WEB + text)).find(({ message }) => message === 'unselected');
  const [change] = found?.changes ?? [];
  const spec =
    change?.type === 'create' ? (change.manifest.spec as { ingress: { from?: unknown[] }[] }) : undefined;
  return {
    from: spec?.ingress[0]?.from,
    doubts: (found?.doubts ?? []).join('; '),
    evidence: (found?.evidence ?? []).map(each => ('says' in each ? each.says : '')).join('; '),
  };
}

const OF_GOOGLE = [{ ipBlock: { cidr: '35.191.0.0/16' } }, { ipBlock: { cidr: '130.211.0.0/22' } }];
const BACKEND = `
apiVersion: cloud.google.com/v1
kind: BackendConfig
metadata: {name: other, namespace: shop}
spec: {timeoutSec: 40}
---
`;

describe('an Ingress for the balancers of Google lets in their ranges', () => {
  test.each([
    ['by its class', ingress('ingressClassName: gce,'), 'Ingress web is of class gce'],
    ['by an annotation for its class', ingress('', 'kubernetes.io/ingress.class: gce'), 'of class gce'],
    [
      'without a class, by what else it says',
      ingress('', 'networking.gke.io/managed-certificates: web'),
      'Ingress web has networking.gke.io/managed-certificates',
    ],
    ['without a class, by objects of a GKE', ingress('') + BACKEND, 'BackendConfig other is of a GKE'],
  ])('%s', (_, text, says) => {
    const { from, doubts, evidence } = policyFor(text);
    expect(from).toEqual(OF_GOOGLE);
    expect(evidence).toContain(says);
    expect(evidence).toContain('front ends of Google call from 35.191.0.0/16 and 130.211.0.0/22');
    expect(doubts).not.toMatch(/everybody|every pod/);
  });

  test('and of another controller, beside objects of a GKE too, they are no part of it', () => {
    for (const text of [
      ingress('ingressClassName: nginx,') + BACKEND,
      ingress('', 'nginx.ingress.kubernetes.io/proxy-body-size: 8m') + BACKEND,
    ])
      expect(JSON.stringify(policyFor(text).from)).toContain('ingress-nginx');
  });

  test('and the default class of the cluster comes before what else shows', () => {
    const byDefault = `
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: edge, annotations: {ingressclass.kubernetes.io/is-default-class: "true"}}
spec: {controller: traefik.io/ingress-controller}
---
`;
    expect(JSON.stringify(policyFor(ingress('') + BACKEND + byDefault).from)).toContain('traefik');
  });

  test('and where nothing shows a GKE, every pod may be the controller', () => {
    expect(policyFor(ingress(''))).toMatchObject({
      from: [{ namespaceSelector: {} }],
      doubts: expect.stringContaining('every pod of the cluster may take its place'),
    });
  });
});

describe('balancers whose addresses stand nowhere leave the port open, and it is said whose they are', () => {
  test.each([
    ['gce-internal', 'of class gce-internal calls from the proxy-only subnet of its VPC'],
    ['alb', 'of class alb calls from addresses of its VPC'],
    ['azure-application-gateway', 'calls from a subnet of its own'],
    ['cilium', 'what class cilium stands for is no pod'],
  ])('%s', (name, doubt) => {
    const { from, doubts } = policyFor(ingress(`ingressClassName: ${name},`));
    expect(from).toBeUndefined();
    expect(doubts).toContain(doubt);
    expect(doubts).toContain('so that port stays open to everybody');
  });
});

const route = (parent = '') => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec: {parentRefs: [{name: edge${parent}}], rules: [{backendRefs: [{name: web, port: 80}]}]}
---
`;
const gateway = (kind: string, namespace = 'gateways', fields = '') => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: ${namespace}}
spec: {gatewayClassName: ${kind}, ${fields} listeners: []}
---
`;
const inNamespace = (name: string, labels: object) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
  podSelector: { matchLabels: labels },
});
const GATEWAY = { 'gateway.networking.k8s.io/gateway-name': 'edge' };
const ELSEWHERE = ', namespace: gateways';

describe('a gateway', () => {
  test.each([
    ['istio', inNamespace('gateways', GATEWAY)],
    ['nginx', inNamespace('gateways', GATEWAY)],
    ['eg', inNamespace('envoy-gateway-system', { 'gateway.envoyproxy.io/owning-gateway-name': 'edge' })],
  ])('of class %s runs where its controller puts it', (kind, peer) => {
    const { from, doubts } = policyFor(route(ELSEWHERE) + gateway(kind));
    expect(from).toEqual([peer]);
    expect(doubts).toContain('the pods of gateway edge are taken for those with');
  });

  test('beside its routes needs no name of a namespace', () => {
    expect(policyFor(route() + gateway('istio', 'shop')).from).toEqual([
      { podSelector: { matchLabels: GATEWAY } },
    ]);
  });

  test('whose class names a controller is one of that', () => {
    const kind = `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: public}
spec: {controllerName: gateway.envoyproxy.io/gatewayclass-controller}
---
`;
    expect(JSON.stringify(policyFor(route(ELSEWHERE) + gateway('public') + kind).from)).toContain(
      'envoy-gateway-system',
    );
  });

  test('with the address of a gateway that Istio had before is that one', () => {
    const address =
      'addresses: [{type: Hostname, value: istio-ingressgateway.istio-system.svc.cluster.local}],';
    expect(policyFor(route(ELSEWHERE) + gateway('istio', 'gateways', address)).from).toEqual([
      inNamespace('istio-system', { istio: 'ingressgateway' }),
    ]);
  });

  test.each(['traefik', 'kong'])('of class %s is the controller that Ingresses have', kind => {
    const { from, doubts } = policyFor(route(ELSEWHERE) + gateway(kind));
    expect(JSON.stringify(from)).toContain(`"app.kubernetes.io/name":"${kind}"`);
    expect(doubts).toContain('gateway edge is taken for pods with');
  });

  test.each([
    ['gke-l7-global-external-managed', OF_GOOGLE, ''],
    ['gke-l7-rilb', undefined, 'gateway edge of class gke-l7-rilb calls from the proxy-only subnet'],
    ['cilium', undefined, 'what class cilium stands for is no pod'],
  ])('of class %s has no pods', (kind, peers, doubt) => {
    const { from, doubts } = policyFor(route(ELSEWHERE) + gateway(kind));
    expect(from).toEqual(peers);
    expect(doubts).toContain(doubt);
  });

  test('of which nobody knows the controller is let in from anywhere, and that is said', () => {
    const { from, doubts } = policyFor(route(ELSEWHERE) + gateway('acme'));
    expect(from).toEqual([{ namespaceSelector: {}, podSelector: { matchLabels: GATEWAY } }]);
    expect(doubts).toContain('which namespace runs the pods of gateway edge is not known: any pod with');
  });
});
