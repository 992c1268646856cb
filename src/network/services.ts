/** From a Service to the pods behind it, and to the ports on which they get what it takes. */

import { matchesLabels } from '../kubernetes/selectors.ts';
import { memoized } from '../text/memo.ts';
import type { Json, JsonObject, Protocol, Resource, Root, Workload } from '../transform.ts';
import { mapsIn, textsOf } from './data.ts';

type Directory = ReadonlyMap<string, Resource>;

/** Asked for every word of every text: by root, then by kind and namespace. */
const directoriesOf = memoized((_: Root) => ({
  Service: new Map<string | undefined, Directory>(),
  ConfigMap: new Map<string | undefined, Directory>(),
  Secret: new Map<string | undefined, Directory>(),
}));

/** The objects of a kind in a namespace by their names, the root's own first. */
export function namedIn(
  kind: 'Service' | 'ConfigMap' | 'Secret',
  namespace: string | undefined,
  root: Root,
): Directory {
  const known = directoriesOf(root)[kind];
  let found = known.get(namespace);
  if (found === undefined) {
    const all = root.platform.find(kind, namespace).filter(({ apiVersion }) => apiVersion === 'v1');
    // Of two the first counts.
    found = new Map([...all].reverse().map(each => [each.name, each]));
    known.set(namespace, found);
  }
  return found;
}

/** Whether its name stands for the pods themselves, and no address is in between. */
export function isHeadless(service: Resource): boolean {
  return service.get(['spec', 'clusterIP']) === 'None';
}

/** Where something arrives. */
export interface Target {
  readonly workload: Workload;
  readonly port: number | string;
  readonly protocol: Protocol;
}

/** @returns undefined where no root of the cluster renders one */
export function serviceCalled(name: string, namespace: string | undefined, root: Root): Resource | undefined {
  return namedIn('Service', namespace, root).get(name);
}

/** The workloads behind a Service; one without a selector has none. */
export function podsBehind(service: Resource, { platform }: Root): readonly Workload[] {
  const selector = textsOf(service.get(['spec', 'selector']));
  if (Object.keys(selector).length === 0) return [];
  return platform
    .workloadsIn(platform.namespaceOf(service))
    .filter(workload => matchesLabels(selector, workload.podLabels));
}

/** Ports of a Service that are for whoever runs it: nobody means them who says only its name. */
export const FOR_OPERATORS = new Set([15672, 9990, 6060]);

/**
 * Where what is sent to a Service arrives.
 *
 * @param wanted the port of the Service, or its name; undefined: whatever it is for
 * @returns nothing where the Service has no such port: nobody gets through by it
 */
export function targetsOf(service: Resource, wanted: Json | undefined, root: Root): readonly Target[] {
  const ports = mapsIn(service.get(['spec', 'ports']));
  const isList = isHeadless(service);
  const workloads = podsBehind(service, root);
  const chosen = portsFor(ports, wanted);
  if (chosen.length === 0 && isList && typeof wanted === 'number')
    // Its name stands for the pods themselves, on whatever port they listen.
    return workloads
      .filter(workload => declaredPorts(workload).some(each => each.containerPort === wanted))
      .map(workload => ({ workload, port: wanted, protocol: 'TCP' }));
  return workloads.flatMap(workload =>
    chosen.map(port => ({
      workload,
      port: isList && typeof wanted === 'number' ? wanted : portAt(workload, targetPortOf(port)),
      protocol: protocolOf(port),
    })),
  );
}

function portsFor(ports: readonly JsonObject[], wanted: Json | undefined): readonly JsonObject[] {
  if (wanted !== undefined) return ports.filter(each => each.port === wanted || each.name === wanted);
  const usual = ports.filter(each => !FOR_OPERATORS.has(Number(each.port)));
  return usual.length > 0 ? usual : ports;
}

export function targetPortOf({ targetPort, port }: JsonObject): Json | undefined {
  return targetPort ?? port;
}

export function protocolOf({ protocol }: JsonObject): Protocol {
  return protocol === 'UDP' || protocol === 'SCTP' ? protocol : 'TCP';
}

/** The number that a name of a port stands for in the pods of a workload. */
export function portAt(workload: Workload, port: Json | undefined): number | string {
  if (typeof port === 'number') return port;
  const found = declaredPorts(workload).find(each => each.name === port)?.containerPort;
  return typeof found === 'number' ? found : String(port);
}

export function declaredPorts({ containers }: Workload): readonly JsonObject[] {
  return containers
    .filter(({ role }) => role !== 'init')
    .flatMap(container => mapsIn(container.get(['ports'])));
}
