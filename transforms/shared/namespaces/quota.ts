/** What a namespace may use at most, as its manifests and the defaults of its LimitRange say (catalogue H2). */

import { besidePod } from '../../../src/kubernetes/pod-templates.ts';
import {
  compareQuantities,
  multiplyQuantity,
  parseQuantity,
  type Quantity,
} from '../../../src/kubernetes/quantity.ts';
import type { Container, Json, JsonObject, Resource, Root, Workload } from '../../../src/transform.ts';
import { isMap, mapsIn } from '../data.ts';
import { amount, sum } from '../numbers/amounts.ts';
import { podKind } from '../pods.ts';
import { isScalable, mostReplicas } from '../replicas/replicas.ts';
import { boundsIn } from './bounds.ts';
import type { PodsOfNamespace } from './namespaces.ts';

export const COUNTED = ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'] as const;
export type Counted = (typeof COUNTED)[number];

export interface Usage {
  readonly compute: Readonly<Record<Counted, Quantity>>;
  /** What a quota counts besides, under the name that a quota has for it; node ports of load balancers included. */
  readonly counts: Readonly<Record<string, Quantity>>;
  /** Containers that do not state what a quota may count: it would refuse their pods. */
  readonly silent: readonly { readonly container: Container; readonly unstated: readonly Counted[] }[];
  /** As many pods as nodes. */
  readonly perNode: readonly Workload[];
  /** As many pods as somebody asks for. */
  readonly unbounded: readonly Workload[];
}

/** What a container will ask for in a namespace of the future; undefined where it stays as it is. */
export type Wanted = (container: Container, counted: Counted) => string | undefined;

/** @param wanted what containers will ask for that ask for nothing yet */
export function usageOf(
  namespace: PodsOfNamespace,
  root: Root,
  nodes: number,
  wanted: Wanted = () => undefined,
): Usage {
  const defaults = defaultsIn(namespace, root);
  const compute = Object.fromEntries(
    COUNTED.map(counted => {
      const totals = namespace.workloads.map(workload =>
        multiplyQuantity(podTotal(workload, counted, defaults, wanted), mostPods(workload, root, nodes)),
      );
      return [counted, sum(totals, counted.endsWith('cpu') ? '0' : '0Mi')];
    }),
  ) as Record<Counted, Quantity>;
  const containers = namespace.workloads.flatMap(workload => workload.containers);
  return {
    compute,
    counts: countsOf(namespace, root, nodes),
    silent: containers
      .map(container => ({
        container,
        unstated: COUNTED.filter(counted => asked(container, counted, defaults) === undefined),
      }))
      .filter(({ unstated }) => unstated.length > 0),
    perNode: namespace.workloads.filter(each => podKind(each).scaled === 'nodes'),
    unbounded: namespace.workloads.filter(isUnbounded),
  };
}

function countsOf(namespace: PodsOfNamespace, root: Root, nodes: number): Record<string, Quantity> {
  const services = root.platform.find('Service', namespace.name);
  const balancers = services.filter(each => each.get(['spec', 'type']) === 'LoadBalancer');
  const exposed = services.filter(
    each =>
      each.get(['spec', 'type']) === 'NodePort' ||
      // Every port of a load balancer takes a node port unless it says otherwise.
      (balancers.includes(each) && each.get(['spec', 'allocateLoadBalancerNodePorts']) !== false),
  );
  const claims = claimSizes(namespace, root);
  const ports = exposed.map(each => mapsIn(each.get(['spec', 'ports'])).length);
  const pods = namespace.workloads.map(each => mostPods(each, root, nodes));
  const counts: Record<string, Quantity> = {
    ...countedObjects(root.platform.resourcesIn(namespace.name)),
    pods: whole(total(pods)),
    'requests.storage': sum(claims, '0Mi'),
    persistentvolumeclaims: whole(claims.length),
    'services.loadbalancers': whole(balancers.length),
    'services.nodeports': whole(total(ports)),
  };
  return counts;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}

function whole(count: number): Quantity {
  return parseQuantity(String(count))!;
}

/** The sizes of all claims: of claims, and of the claim templates once for each pod. */
function claimSizes(namespace: PodsOfNamespace, root: Root): (Quantity | undefined)[] {
  const sizeOf = (claim: Json | undefined) =>
    isMap(claim) && isMap(claim.resources) && isMap(claim.resources.requests)
      ? amount(claim.resources.requests.storage)
      : undefined;
  const written = root.platform
    .find('PersistentVolumeClaim', namespace.name)
    .map(each => sizeOf(each.get(['spec'])));
  const templates = namespace.workloads
    .filter(isScalable)
    .flatMap(workload =>
      mapsIn(workload.get(['spec', 'volumeClaimTemplates'])).flatMap(template =>
        Array<Quantity | undefined>(mostReplicas(workload, root)).fill(sizeOf(template.spec)),
      ),
    );
  return [...written, ...templates];
}

/** Kinds that a quota counts by a name of their own, besides `count/<plural>.<group>`, which it has for all. */
const SHORT_COUNTS = ['configmaps', 'secrets', 'services', 'replicationcontrollers', 'resourcequotas'];

function countedObjects(resources: readonly Resource[]): Record<string, Quantity> {
  const counts = new Map<string, number>();
  for (const { kind, apiVersion } of resources) {
    const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
    const plural = pluralOf(kind);
    const names = [`count/${plural}${group}`, ...(SHORT_COUNTS.includes(plural) ? [plural] : [])];
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].map(([name, count]) => [name, whole(count)]));
}

/** As the resources of the API are called: `networkpolicies`, `ingresses`, `deployments`. */
function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}

/** Containers and sidecars together, or the largest init container with the sidecars, whichever is more. */
function podTotal({ containers }: Workload, counted: Counted, defaults: Defaults, wanted: Wanted): Quantity {
  const zero = parseQuantity(counted.endsWith('cpu') ? '0' : '0Mi')!;
  const of = (role: Container['role']) =>
    containers
      .filter(each => each.role === role)
      .map(each => amount(wanted(each, counted)) ?? asked(each, counted, defaults));
  const sidecars = sum(of('sidecar'), counted.endsWith('cpu') ? '0' : '0Mi');
  const running = sum(of('main'), counted.endsWith('cpu') ? '0' : '0Mi');
  const starting = of('init').reduce<Quantity>(
    (most, each) => (each !== undefined && compareQuantities(most, each) < 0 ? each : most),
    zero,
  );
  const larger = compareQuantities(running, starting) < 0 ? starting : running;
  return sum([larger, sidecars], counted.endsWith('cpu') ? '0' : '0Mi');
}

/** A limit without a request makes the request, before the defaults of a LimitRange do. */
function asked(container: Container, counted: Counted, defaults: Defaults): Quantity | undefined {
  const [type = '', resource = ''] = counted.split('.');
  const limit = container.get(['resources', 'limits', resource]);
  const written = container.get(['resources', type, resource]) ?? (type === 'requests' ? limit : undefined);
  return amount(written ?? defaults[counted]);
}

/** By what a quota counts, and other resources of the same form: `requests.ephemeral-storage`. */
type Defaults = Readonly<Record<string, Json | undefined>>;

/** What the LimitRange of the namespace gives containers that say nothing. With two it is undefined whose defaults apply. */
export function defaultsIn(namespace: PodsOfNamespace, root: Root): Defaults {
  const [range, other] = boundsIn('LimitRange', namespace.name, root);
  if (range === undefined || other !== undefined) return {};
  const item = mapsIn(range.spec.limits).find(({ type }) => type === 'Container');
  const said = (field: string) => (isMap(item?.[field]) ? (item[field] as JsonObject) : {});
  // As the API server fills them in: the limit is the maximum, the request the limit, else the minimum.
  const limits = { ...said('max'), ...said('default') };
  const requests = { ...said('min'), ...limits, ...said('defaultRequest') };
  return Object.fromEntries([
    ...Object.entries(requests).map(([resource, value]) => [`requests.${resource}`, value]),
    ...Object.entries(limits).map(([resource, value]) => [`limits.${resource}`, value]),
  ]);
}

/** Whether nothing rendered says how many pods there are at most. */
function isUnbounded(workload: Workload): boolean {
  const { scaled } = podKind(workload);
  return scaled === 'calls' || (scaled === 'requests' && mostForRequests(workload) === undefined);
}

const MOST_FOR_REQUESTS = ['autoscaling.knative.dev/max-scale', 'autoscaling.knative.dev/maxScale'];

/** Knative's bound; zero is none. */
function mostForRequests({ podAnnotations }: Workload): number | undefined {
  return MOST_FOR_REQUESTS.map(key => Number(podAnnotations[key])).find(each => each > 0);
}

/** Pods at the same time: the surge of a rollout and parallel runs included. What nobody bounds counts once. */
function mostPods(workload: Workload, root: Root, nodes: number): number {
  const { scaled, atOnce, overlaps } = podKind(workload);
  switch (scaled) {
    case 'nodes':
      return nodes;
    case 'runs': {
      const parallel = numberAt(workload.get([...workload.podPath.slice(0, -2), 'parallelism']), 1);
      const runs = atOnce
        ? numberAt(workload.get(besidePod(atOnce.path, workload.podPath)), atOnce.otherwise)
        : 1;
      const mayOverlap = overlaps !== undefined && (workload.get(overlaps) ?? 'Allow') === 'Allow';
      return parallel * runs * (mayOverlap ? 2 : 1);
    }
    case 'requests':
      return mostForRequests(workload) ?? 1;
    case 'replicas':
    case 'operator':
      return withSurge(workload, mostReplicas(workload, root));
    case 'calls':
    case 'nothing':
      return 1;
  }
}

function withSurge(workload: Workload, replicas: number): number {
  const { surge } = podKind(workload);
  if (surge === undefined) return replicas;
  const { path, otherwise, none, twice } = surge;
  if (none !== undefined && workload.get(none[0]) === none[1]) return replicas;
  if (twice !== undefined && isMap(workload.get(twice))) return replicas * 2;
  return replicas + surgeOf(workload.get(path) ?? otherwise, replicas);
}

function surgeOf(surge: Json, replicas: number): number {
  if (typeof surge === 'number') return surge;
  const percent = /^(\d+)%$/.exec(String(surge))?.[1];
  return percent === undefined ? 0 : Math.ceil((Number(percent) * replicas) / 100);
}

function numberAt(value: Json | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
