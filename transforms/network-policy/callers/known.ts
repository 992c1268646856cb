/** By what a policy tells who calls (catalogue C3): labels that the callers really have. */

import { apiGroupOf } from '../../../src/kubernetes/kinds.ts';
import { matchesLabels } from '../../../src/kubernetes/selectors.ts';
import type { Caller, Doubt, Resource, Root, Workload } from '../../../src/transform.ts';
import { isScraper } from '../../shared/monitoring/scrapers.ts';
import { enumerated } from '../../shared/prose.ts';
import { remembered } from '../../shared/remembered.ts';

/** Who a rule lets in. */
export type Peer =
  | { readonly type: 'workload'; readonly workload: Workload }
  /** Pods that nobody here renders, in a namespace or, without one, in any. */
  | {
      readonly type: 'pods';
      readonly labels: Readonly<Record<string, string>>;
      readonly namespace?: string | undefined;
    }
  /** Pods that nobody here renders, in the namespace of the policy. */
  | { readonly type: 'beside'; readonly labels: Readonly<Record<string, string>> }
  /** All pods of namespaces with these labels, those on the network of their nodes too. */
  | { readonly type: 'namespaces'; readonly labels: Readonly<Record<string, string>> }
  /** Whoever reaches the port: the address is none that labels select. */
  | { readonly type: 'anybody' };

export interface Known {
  readonly peer: Peer;
  /** How it is called in a sentence. */
  readonly name: string;
  readonly doubt?: Doubt;
}

export interface CallerOptions {
  readonly ingressNamespace?: string;
  readonly ingressLabels?: Readonly<Record<string, string>> | undefined;
  readonly monitoringNamespace?: string;
  readonly monitoringLabels?: Readonly<Record<string, string>> | undefined;
}

/** What namespaces of routers have on an OpenShift. */
export const ROUTER_NAMESPACE = { 'policy-group.network.openshift.io/ingress': '' } as const;

const APP = 'app.kubernetes.io/name';

interface Controller {
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Controllers by what an IngressClass says of them, else by the usual name of their class. */
const CONTROLLERS: readonly (readonly [RegExp, Controller])[] = [
  [/^(?:k8s\.io\/ingress-nginx|nginx)$/, { namespace: 'ingress-nginx', labels: { [APP]: 'ingress-nginx' } }],
  [/^nginx\.org\/ingress-controller$/, { labels: { [APP]: 'nginx-ingress' } }],
  [/^traefik(?:\.io\/ingress-controller)?$/, { labels: { [APP]: 'traefik' } }],
  [/^haproxy-ingress\.github\.io\/controller(?:\/|$)/, { labels: { [APP]: 'haproxy-ingress' } }],
  [/^(?:haproxy\.org\/ingress-controller(?:\/.*)?|haproxy)$/, { labels: { [APP]: 'kubernetes-ingress' } }],
  [/^(?:ingress-controllers\.konghq\.com\/kong|kong)$/, { labels: { [APP]: 'kong' } }],
  [/^(?:istio\.io\/ingress-controller|istio)$/, { labels: { istio: 'ingressgateway' } }],
];

/** Load balancers of clouds, and networks that forward by themselves: none of them is a pod. */
const NO_PODS = /alb|gce|gke|azure|application-gateway|cilium|tailscale|cloudflare/;

/** All that may stand behind a caller: of several scrapers nothing says which one scrapes which pods. */
export function knownCallers(caller: Caller, options: CallerOptions, root: Root): readonly Known[] {
  const scrapers = caller.type === 'monitoring' ? renderedScrapers(caller.object, options, root) : [];
  return scrapers.length > 0 ? scrapers : [knownCaller(caller, options, root)];
}

/** Where the repository renders what scrapes, other labels than its own would cut it off. What operators read their own scrapers act on. */
function renderedScrapers({ apiVersion }: Resource, options: CallerOptions, root: Root): readonly Known[] {
  if (isMonitoringSaid(options) || OPERATED.has(apiGroupOf(apiVersion))) return [];
  return scrapersOf(root).map(workload => ({
    ...fromWorkload(workload),
    doubt: `what scrapes it is taken for ${workload.kind} ${workload.name}`,
  }));
}

const scrapersOf = remembered((root: Root) =>
  root.platform.workloadsAnywhere.filter(({ containers }) => containers.some(isScraper)),
);

function isMonitoringSaid({ monitoringLabels, monitoringNamespace }: CallerOptions): boolean {
  return monitoringLabels !== undefined || monitoringNamespace !== undefined;
}

interface Scraper {
  readonly labels: Readonly<Record<string, string>>;
  readonly namespace?: string;
}

const PROMETHEUS: Scraper = { labels: { [APP]: 'prometheus' } };

/** The scrapers of those operators that read objects of a group. */
const OPERATED = new Map<string, Scraper>([
  ['monitoring.coreos.com', PROMETHEUS],
  ['operator.victoriametrics.com', { labels: { [APP]: 'vmagent' } }],
  // The managed one of Google.
  ['monitoring.googleapis.com', { labels: {}, namespace: 'gmp-system' }],
]);

function fromMonitoring({ apiVersion }: Resource, options: CallerOptions): Known {
  const usual = isMonitoringSaid(options) ? PROMETHEUS : (OPERATED.get(apiGroupOf(apiVersion)) ?? PROMETHEUS);
  const { labels, namespace } = {
    labels: options.monitoringLabels ?? usual.labels,
    namespace: options.monitoringNamespace ?? usual.namespace,
  };
  const isAnyPod = Object.keys(labels).length === 0;
  return {
    peer: { type: 'pods', labels, namespace },
    name: 'the scraper',
    doubt: isAnyPod
      ? `what scrapes it is taken for pods of namespace ${namespace}`
      : `whether what scrapes it has the labels ${said(labels)} is not known`,
  };
}

export function knownCaller(caller: Caller, options: CallerOptions, root: Root): Known {
  switch (caller.type) {
    case 'workload':
      return fromWorkload(caller.workload);
    case 'ingress':
      return fromIngress(caller, options, root);
    case 'router':
      return {
        peer: { type: 'namespaces', labels: ROUTER_NAMESPACE },
        name: 'the router',
        doubt:
          'the router is known by the label policy-group.network.openshift.io/ingress of its namespace, on the network of the nodes (HostNetwork) only from OpenShift 4.6 on',
      };
    case 'gateway':
      return fromGateway(caller, root);
    case 'monitoring':
      return fromMonitoring(caller.object, options);
    case 'autoscaler':
      // By its charts and manifests; the namespace is anybody's choice.
      return {
        peer: { type: 'pods', labels: { app: 'keda-operator' } },
        name: 'KEDA',
        doubt: 'what asks how much waits is taken for pods with app=keda-operator',
      };
    case 'control-plane':
      return open('the API server', `${nameOf(caller.object)} has the API server call it`);
    case 'outside':
      return open('the outside', `${nameOf(caller.object)} lets the outside in`);
  }
}

function fromWorkload(workload: Workload): Known {
  const { kind, name, pod } = workload;
  if (pod.hostNetwork !== true) return { peer: { type: 'workload', workload }, name };
  return open(name, `${kind} ${name} calls from the address of a node`);
}

/** The address of such a caller is none that labels select: the port has to be open. */
function open(name: string, why: string): Known {
  return { peer: { type: 'anybody' }, name, doubt: `${why}, so that port stays open to everybody` };
}

function fromIngress(
  { class: named, object }: Extract<Caller, { type: 'ingress' }>,
  options: CallerOptions,
  root: Root,
): Known {
  const { ingressNamespace: namespace, ingressLabels: labels } = options;
  const name = 'the ingress controller';
  if (labels !== undefined || namespace !== undefined)
    return { peer: { type: 'pods', labels: labels ?? {}, namespace }, name };
  const said = classController(named, root) ?? annotatedController(object) ?? named ?? '';
  const controller = CONTROLLERS.find(([pattern]) => pattern.test(said))?.[1];
  if (controller !== undefined) {
    const onNodes = controllersIn(controller, root).find(({ pod }) => pod.hostNetwork === true);
    if (onNodes !== undefined) return fromWorkload(onNodes);
    return { peer: { type: 'pods', ...controller }, name, doubt: presumed(controller, root) };
  }
  if (NO_PODS.test(said)) return open('the load balancer', `what class ${named} stands for is no pod`);
  return {
    peer: { type: 'pods', labels: {} },
    name,
    doubt: `the pods of the ingress controller are not known, so every pod of the cluster may take its place${ON_NODES}`,
  };
}

/** Two controllers go by class `nginx`, and each has annotations that the other leaves alone. */
function annotatedController({ annotations }: Resource): string | undefined {
  const keys = Object.keys(annotations);
  if (keys.some(key => key.startsWith('nginx.ingress.kubernetes.io/'))) return undefined;
  return keys.some(key => /^nginx\.(?:org|com)\//.test(key)) ? 'nginx.org/ingress-controller' : undefined;
}

/** Its requests come from the address of a node then, which no label selects: so k3s and bare metal often have it. */
const ON_NODES = ', and on the network of its node (hostNetwork) it is cut off';

function presumed(controller: Controller, root: Root): Doubt {
  const { namespace, labels } = controller;
  const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
  const known = `the ingress controller is taken for pods with ${said(labels)}${where}`;
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

function classController(named: string | undefined, { platform }: Root): string | undefined {
  const found = platform.find('IngressClass', undefined).find(each => each.name === named);
  const controller = found?.get(['spec', 'controller']);
  return typeof controller === 'string' ? controller : undefined;
}

function fromGateway(
  { name, namespace, object }: Extract<Caller, { type: 'gateway' }>,
  { platform }: Root,
): Known {
  const home = namespace ?? platform.namespaceOf(object);
  const gateway = platform.find('Gateway', home).find(each => each.name === name);
  // Of one that somebody else brings the name is all that there is.
  const kind = String(gateway?.get(['spec', 'gatewayClassName']) ?? name);
  if (NO_PODS.test(kind)) return open('the gateway', `what class ${kind} stands for is no pod`);
  const key = /envoy|^eg$/.test(kind)
    ? 'gateway.envoyproxy.io/owning-gateway-name'
    : 'gateway.networking.k8s.io/gateway-name';
  const labels = { [key]: name };
  return {
    peer: { type: 'pods', labels },
    name: `gateway ${name}`,
    doubt: `the pods of gateway ${name} are taken for those with ${said(labels)}`,
  };
}

function nameOf({ kind, name }: Resource): string {
  return `${kind} ${name}`;
}

function said(labels: Readonly<Record<string, string>>): string {
  return enumerated(Object.entries(labels).map(([key, value]) => `${key}: ${value}`));
}
