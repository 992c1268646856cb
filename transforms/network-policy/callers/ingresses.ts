/** Controllers of Ingresses: by what an IngressClass says of them, by the usual name of their class, or by what is written for one. */

import { apiGroupOf } from '../../../src/kubernetes/kinds.ts';
import { matchesLabels } from '../../../src/kubernetes/selectors.ts';
import { backendsOf } from '../../../src/network/routes.ts';
import type { Caller, Doubt, Evidence, Resource, Root, Workload } from '../../../src/transform.ts';
import { balancer } from './balancers.ts';
import { istioGateways } from './istio-gateways.ts';
import { type Known, type Labels, open, saidLabels } from './peers.ts';

const APP = 'app.kubernetes.io/name';

interface Controller {
  readonly namespace?: string;
  readonly labels: Labels;
}

const CONTROLLERS: readonly (readonly [RegExp, Controller])[] = [
  [/^(?:k8s\.io\/ingress-nginx|nginx)$/, { namespace: 'ingress-nginx', labels: { [APP]: 'ingress-nginx' } }],
  [/^nginx\.org\/ingress-controller$/, { labels: { [APP]: 'nginx-ingress' } }],
  [/^traefik(?:\.io\/(?:ingress|gateway)-controller)?$/, { labels: { [APP]: 'traefik' } }],
  [/^haproxy-ingress\.github\.io\/controller(?:\/|$)/, { labels: { [APP]: 'haproxy-ingress' } }],
  [/^(?:haproxy\.org\/ingress-controller(?:\/.*)?|haproxy)$/, { labels: { [APP]: 'kubernetes-ingress' } }],
  [
    /^(?:ingress-controllers\.konghq\.com\/kong|konghq\.com\/kic-gateway-controller|kong)$/,
    { labels: { [APP]: 'kong' } },
  ],
  [/^(?:istio\.io\/ingress-controller|istio)$/, { labels: { istio: 'ingressgateway' } }],
];

/** Two controllers go by class `nginx`: these annotations are of the one of F5. */
const FOR_F5 = /^nginx\.(?:org|com)\//;
const F5 = 'nginx.org/ingress-controller';

/** What an Ingress of no class tells the controller that it is meant for. */
const FOR_CONTROLLERS: readonly (readonly [RegExp, string])[] = [
  [FOR_F5, F5],
  [/^nginx\.ingress\.kubernetes\.io\//, 'nginx'],
  [/^traefik\.ingress\.kubernetes\.io\//, 'traefik'],
  [/^haproxy\.org\//, 'haproxy'],
  [/^konghq\.com\//, 'kong'],
  [/^alb\.ingress\.kubernetes\.io\//, 'alb'],
  [/^appgw\.ingress\.kubernetes\.io\//, 'azure/application-gateway'],
  [/^kubernetes\.io\/ingress\.regional-static-ip-name$/, 'gce-internal'],
  [
    /^networking\.gke\.io\/|^ingress\.gcp\.kubernetes\.io\/|^kubernetes\.io\/ingress\.global-static-ip-name$/,
    'gce',
  ],
];

const NAME = 'the ingress controller';
const BALANCER = 'the load balancer';

interface Options {
  readonly ingressNamespace?: string;
  readonly ingressLabels?: Labels | undefined;
}

export function fromIngress(
  { class: named, object }: Extract<Caller, { type: 'ingress' }>,
  { ingressNamespace: namespace, ingressLabels: labels }: Options,
  root: Root,
): readonly Known[] {
  if (labels !== undefined || namespace !== undefined)
    return [{ peer: { type: 'pods', labels: labels ?? {}, namespace }, name: NAME }];
  const istio = istioGateways(object, root);
  if (istio !== undefined) return istio;
  const { kind, evidence } = served(named, object, root) ?? { kind: '', evidence: undefined };
  const known = controllerCalled(kind, NAME, root);
  if (known !== undefined) return [known];
  const outside = evidence && balancer(kind, BALANCER, evidence);
  if (outside !== undefined) return outside;
  return [
    {
      peer: { type: 'pods', labels: {} },
      name: NAME,
      doubt: `the pods of the ingress controller are not known, so every pod of the cluster may take its place${ON_NODES}`,
    },
  ];
}

/** One of those that are known by their pods. */
export function controllerCalled(kind: string, name: string, root: Root): Known | undefined {
  const controller = CONTROLLERS.find(([pattern]) => pattern.test(kind))?.[1];
  if (controller === undefined) return undefined;
  const onNodes = controllersIn(controller, root).find(({ pod }) => pod.hostNetwork === true);
  if (onNodes !== undefined)
    return open(onNodes.name, `${onNodes.kind} ${onNodes.name} calls from the address of a node`);
  return { peer: { type: 'pods', ...controller }, name, doubt: presumed(name, controller, root) };
}

interface Served {
  /** A controller, or a class by its usual name. */
  readonly kind: string;
  readonly evidence: Evidence;
}

function served(named: string | undefined, object: Resource, root: Root): Served | undefined {
  if (named === undefined)
    return defaultClass(object, root) ?? annotated(object) ?? shownGoogle(object, root);
  const said = classObject(each => each.name === named, root) ?? annotatedNginx(object) ?? named;
  return {
    kind: said,
    evidence: shownBy(object, ['spec'], `${object.kind} ${object.name} is of class ${named}`),
  };
}

/** Each of the two has annotations that the other leaves alone. */
function annotatedNginx(object: Resource): string | undefined {
  const keys = Object.keys(object.annotations);
  if (keys.some(key => key.startsWith('nginx.ingress.kubernetes.io/'))) return undefined;
  return keys.some(key => FOR_F5.test(key)) ? F5 : undefined;
}

function annotated(object: Resource): Served | undefined {
  for (const key of Object.keys(object.annotations)) {
    const kind = FOR_CONTROLLERS.find(([pattern]) => pattern.test(key))?.[1];
    if (kind !== undefined)
      return {
        kind,
        evidence: shownBy(
          object,
          ['metadata', 'annotations', key],
          `${object.kind} ${object.name} has ${key}`,
        ),
      };
  }
  return undefined;
}

const IS_DEFAULT = 'ingressclass.kubernetes.io/is-default-class';

function defaultClass(object: Resource, root: Root): Served | undefined {
  if (object.kind !== 'Ingress') return undefined;
  const kind = classObject(({ annotations }) => annotations[IS_DEFAULT] === 'true', root);
  return kind === undefined
    ? undefined
    : { kind, evidence: shownBy(object, ['spec'], `${object.kind} ${object.name} is of the default class`) };
}

function classObject(test: (each: Resource) => boolean, { platform }: Root): string | undefined {
  const controller = platform.find('IngressClass', undefined).find(test)?.get(['spec', 'controller']);
  return typeof controller === 'string' ? controller : undefined;
}

/** Kinds that only clusters of Google have. */
const OF_GOOGLE: readonly (readonly [string, RegExp])[] = [
  ['BackendConfig', /^cloud\.google\.com$/],
  ['ManagedCertificate', /^networking\.gke\.io$/],
  ['FrontendConfig', /^networking\.gke\.io$/],
];
const MARK_OF_GOOGLE = /^(?:beta\.)?cloud\.google\.com\/(?:neg|backend-config)$/;

/** An Ingress of no class is for the balancers of a GKE, where something shows that it runs on one. */
function shownGoogle(object: Resource, root: Root): Served | undefined {
  const { platform } = root;
  const namespace = platform.namespaceOf(object);
  const names = new Set(backendsOf(object).map(({ service }) => service));
  for (const service of platform.find('Service', namespace)) {
    const key = Object.keys(service.annotations).find(each => MARK_OF_GOOGLE.test(each));
    if (key !== undefined && names.has(service.name))
      return {
        kind: 'gce',
        evidence: shownBy(
          service,
          ['metadata', 'annotations', key],
          `${service.kind} ${service.name} has ${key}`,
        ),
      };
  }
  const [shown] = OF_GOOGLE.flatMap(([kind, group]) =>
    platform.anywhere(kind).filter(each => group.test(apiGroupOf(each.apiVersion))),
  );
  return (
    shown && { kind: 'gce', evidence: shownBy(shown, ['kind'], `${shown.kind} ${shown.name} is of a GKE`) }
  );
}

function shownBy(object: Resource, path: readonly string[], says: string): Evidence {
  return { kind: 'manifest', at: object.where(path), says };
}

/** Its requests come from the address of a node then, which no label selects: so k3s and bare metal often have it. */
const ON_NODES = ', and on the network of its node (hostNetwork) it is cut off';

function presumed(name: string, controller: Controller, root: Root): Doubt {
  const { namespace, labels } = controller;
  const where = namespace === undefined ? 'in any namespace' : `in namespace ${namespace}`;
  const known = `${name} is taken for pods with ${saidLabels(labels)} ${where}`;
  return isShown(controller, root) ? known : `${known}${ON_NODES}`;
}

/** Whether the repository shows how it runs: by its pods, or by a chart that has it on the network of pods unless told otherwise. */
function isShown(controller: Controller, root: Root): boolean {
  const chart = controller.labels[APP];
  return (
    controllersIn(controller, root).length > 0 ||
    (chart !== undefined &&
      root.platform.chartsCalled(chart).length > 0 &&
      root.platform.mentions(HOST_NETWORK) === undefined)
  );
}

const HOST_NETWORK = /\bhostNetwork["']?\s*[:=]\s*["']?true\b/;

function controllersIn({ namespace, labels }: Controller, { platform }: Root): Workload[] {
  return platform.workloadsAnywhere.filter(
    each =>
      matchesLabels(labels, each.podLabels) &&
      (namespace === undefined || platform.namespaceOf(each) === namespace),
  );
}
