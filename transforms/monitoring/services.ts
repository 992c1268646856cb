/** The Service by which a monitor finds pods: its port for metrics, and the labels that it is told by. */

import { isOfRelease, saysItsMaker, saysItsTool } from '../../src/kubernetes/origin-labels.ts';
import { matchesLabels } from '../../src/kubernetes/selectors.ts';
import { textsOf } from '../../src/network/data.ts';
import { isHeadless, portAt, targetPortOf } from '../../src/network/services.ts';
import type { Change, Doubt, JsonObject, Resource, Root, Workload } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { holdsVariable } from '../shared/labels/values.ts';
import type { Endpoint } from '../shared/monitoring/endpoints.ts';
import { isInManifest } from '../shared/places.ts';

/** Ports of a Service that lead to an endpoint. */
export function portsOn(service: Resource, { port }: Endpoint, workload: Workload): readonly JsonObject[] {
  return mapsIn(service.get(['spec', 'ports'])).filter(
    each => portAt(workload, targetPortOf(each)) === port && (each.protocol ?? 'TCP') === 'TCP',
  );
}

/**
 * The Service of its root by which the metrics of a workload are best fetched: one that leads to them, else one inside of the cluster that
 * others call, which its other environments have too. Two would have them fetched twice.
 */
export function serviceFor(
  workload: Workload,
  endpoints: readonly Endpoint[],
  root: Root,
): Resource | undefined {
  const sisters = root.sistersOf(workload);
  const rank = (service: Resource): readonly number[] => [
    endpoints.filter(each => portsOn(service, each, workload).length > 0).length,
    isOutside(service) ? 0 : 1,
    isHeadless(service) ? 0 : 1,
    sisters.filter(each => each.root.servicesFor(each.workload).some(({ name }) => name === service.name))
      .length,
  ];
  // One that another root of the namespace brings is not ours to change here.
  const own = new Set(root.find('Service').map(({ key }) => key));
  return root
    .servicesFor(workload)
    .filter(({ key }) => own.has(key))
    .map(service => ({ service, rank: rank(service) }))
    .sort((a, b) => firstDifference(a.rank, b.rank))[0]?.service;
}

/** The higher first. */
function firstDifference(a: readonly number[], b: readonly number[]): number {
  return b.map((each, index) => each - a[index]!).find(each => each !== 0) ?? 0;
}

function isOutside(service: Resource): boolean {
  return ['NodePort', 'LoadBalancer'].includes(String(service.get(['spec', 'type'])));
}

export interface Opened {
  /** Of each endpoint, in their order. */
  readonly names: readonly string[];
  readonly changes: readonly Change[];
  readonly doubts: readonly Doubt[];
}

/** The ports of a Service by which a monitor calls endpoints: named where they have no name, added where they are missing. */
export function openedPorts(service: Resource, endpoints: readonly Endpoint[], workload: Workload): Opened {
  const ports = mapsIn(service.get(['spec', 'ports']));
  const taken = new Set<unknown>(ports.map(({ name }) => name));
  const names: string[] = [];
  const changes: Change[] = [];
  const doubts: Doubt[] = [];
  for (const endpoint of endpoints) {
    const [there] = portsOn(service, endpoint, workload);
    if (typeof there?.name === 'string') {
      names.push(there.name);
      continue;
    }
    // Of its number, and led to another: the name may be known elsewhere.
    const astray = ports.find(each => each.port === endpoint.port && (each.protocol ?? 'TCP') === 'TCP');
    if (there === undefined && typeof astray?.name === 'string') {
      names.push(astray.name);
      changes.push(service.set([...at(astray), 'targetPort'], endpoint.name ?? endpoint.port));
      doubts.push(
        `port ${astray.name} of Service ${service.name} leads to ${String(targetPortOf(astray))}, and is led to the metrics`,
      );
      continue;
    }
    const name = freeName(endpoint, taken);
    taken.add(name);
    names.push(name);
    if (there !== undefined) {
      changes.push(service.set([...at(there), 'name'], name));
      continue;
    }
    changes.push(service.set(at({ port: endpoint.port }), newPort(endpoint, name, ports)));
    doubts.push(...reachedFromOutside(service));
  }
  const isAdded = names.length > 0 && endpoints.some(each => portsOn(service, each, workload).length === 0);
  const nameless = isAdded ? ports.filter(each => each.name === undefined) : [];
  // Of several ports each needs a name.
  for (const each of nameless) {
    const own = targetName(each, workload) ?? `tcp-${String(each.port)}`;
    changes.unshift(service.set([...at(each), 'name'], own));
    doubts.push(`port ${String(each.port)} of Service ${service.name} is named while it is in use`);
  }
  return { names, changes, doubts };
}

function at({ port, protocol = 'TCP' }: JsonObject) {
  return ['spec', 'ports', { port: Number(port), protocol: String(protocol) }];
}

function newPort({ name, port }: Endpoint, called: string, ports: readonly JsonObject[]): JsonObject {
  const saysProtocol = ports.length > 0 && ports.every(each => each.protocol !== undefined);
  const saysTarget = ports.length > 0 && ports.every(each => each.targetPort !== undefined);
  return {
    name: called,
    port,
    ...(name !== undefined ? { targetPort: name } : saysTarget && { targetPort: port }),
    ...(saysProtocol && { protocol: 'TCP' }),
  };
}

function freeName({ name = 'metrics', port }: Endpoint, taken: ReadonlySet<unknown>): string {
  return taken.has(name) ? `metrics-${port}` : name;
}

function targetName(port: JsonObject, { containers }: Workload): string | undefined {
  const target = targetPortOf(port);
  if (typeof target === 'string') return target;
  const declared = containers.flatMap(each => mapsIn(each.get(['ports'])));
  const found = declared.find(each => each.containerPort === target)?.name;
  return typeof found === 'string' ? found : undefined;
}

function reachedFromOutside(service: Resource): readonly Doubt[] {
  const type = String(service.get(['spec', 'type']));
  return isOutside(service)
    ? [`Service ${service.name} is a ${type}: the new port is open to the outside too`]
    : [];
}

/**
 * Labels by which a Service is told from the others of its namespace: those that its manifest writes, without what a release or
 * a tool alters. Undefined where it has none.
 */
export function ownLabels(service: Resource): Readonly<Record<string, string>> | undefined {
  const lasting = Object.entries(service.labels).filter(
    ([key, value]) =>
      !isOfRelease(key) && !saysItsTool(key) && !saysItsMaker(key, value) && !holdsVariable(value),
  );
  const written = lasting.filter(([key]) => isInManifest(['metadata', 'labels', key], service));
  const chosen = written.length > 0 ? written : lasting;
  return chosen.length === 0 ? undefined : Object.fromEntries(chosen);
}

interface Told {
  readonly labels: Readonly<Record<string, string>>;
  /** What gives the Service labels that it lacks. */
  readonly changes: readonly Change[];
}

/** The labels by which a monitor takes a Service: its own, with those of its selector where they are not its alone. */
export function toldBy(service: Resource, names: readonly string[], root: Root): Told {
  const own = ownLabels(service);
  const selector = textsOf(service.get(['spec', 'selector']));
  if (own === undefined)
    return { labels: selector, changes: [service.set(['metadata', 'labels'], selector)] };
  const missing = Object.entries(selector).filter(([key]) => !(key in service.labels));
  const more = Object.fromEntries(missing);
  const isAlone = (labels: Readonly<Record<string, string>>) =>
    alsoTaken(service, labels, names, root).length === 0;
  if (missing.length === 0 || isAlone(own) || !isAlone(more)) return { labels: own, changes: [] };
  return {
    labels: more,
    changes: missing.map(([key, value]) => service.set(['metadata', 'labels', key], value)),
  };
}

/** What else a monitor with these labels would take: another Service with ports of the same names. */
export function alsoTaken(
  service: Resource,
  labels: Readonly<Record<string, string>>,
  names: readonly string[],
  { platform }: Root,
): readonly Doubt[] {
  return platform
    .find('Service', platform.namespaceOf(service))
    .filter(each => each.key !== service.key && matchesLabels(labels, each.labels))
    .filter(each => mapsIn(each.get(['spec', 'ports'])).some(({ name }) => names.includes(String(name))))
    .map(each => `Service ${each.name} has the same labels, and is taken too`);
}
