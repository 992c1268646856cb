/** Names of ports that no container has: Services and policies look among their pods, a probe in its own container. */

import type { Container, JsonObject, Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { mapAt, mapsIn } from '../shared/data.ts';
import { indexBy } from '../shared/index-by.ts';
import { mayHoldUnseenPods } from '../shared/namespaces/namespaces.ts';
import { describeContainer, podKind } from '../shared/pods.ts';
import { enumerated, type Question } from '../shared/prose.ts';
import { remembered } from '../shared/remembered.ts';
import { lostPorts } from './double-ports.ts';

export type PortMessage = 'no-target-port' | 'no-policy-port' | 'no-probe-port';

/** The workloads of a root by the keys of the Services that select their pods. */
const behindServices = remembered((root: Root) =>
  indexBy(root.workloads, workload => root.servicesFor(workload).map(({ key }) => key)),
);

const behindPolicies = remembered((root: Root) =>
  indexBy(root.workloads, workload => root.policiesFor(workload).map(({ key }) => key)),
);

/** A Service that sends to a name of a port which none of its pods declares sends to nobody; a policy lets nobody in by it. */
export function* namelessPorts(resource: Resource, root: Root): Generator<Proposal<PortMessage>> {
  const { kind, apiVersion, key } = resource;
  if (kind === 'Service' && apiVersion === 'v1') {
    const ports = mapsIn(resource.get(['spec', 'ports'])).map(({ targetPort }) => targetPort);
    yield* missingPorts(resource, ports, behindServices(root).get(key), root);
  } else if (kind === 'NetworkPolicy' && apiVersion.startsWith('networking.k8s.io/')) {
    // Those of egress are names of its peers' ports.
    const rules = mapsIn(resource.get(['spec', 'ingress']));
    const ports = rules.flatMap(rule => mapsIn(rule.ports).map(({ port }) => port));
    yield* missingPorts(resource, ports, behindPolicies(root).get(key), root);
  }
}

/** What it selects may be rendered by somebody else; that it selects nothing is another finding. */
function* missingPorts(
  resource: Resource,
  ports: readonly unknown[],
  workloads: readonly Workload[] = [],
  root: Root,
): Generator<Proposal<PortMessage>> {
  const names = ports.filter(isPortName);
  if (names.length === 0 || workloads.length === 0 || !root.complete) return;
  if (mayHoldUnseenPods(root.platform.namespaceOf(resource), root)) return;
  const containers = workloads.flatMap(workload => workload.containers);
  const missing = missingOf(names, containers);
  if (missing.length === 0) return;
  const isService = resource.kind === 'Service';
  yield {
    message: isService ? 'no-target-port' : 'no-policy-port',
    data: { resource: `${resource.kind} ${resource.name}`, ports: enumerated(missing) },
    at: { on: resource.key, path: ['spec', isService ? 'ports' : 'ingress'] },
    changes: [],
    evidence: [],
    ...whichIsMeant(missing, containers, 'The pods declare'),
  };
}

const HOOKS = ['postStart', 'preStop'];
const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'];

/** The kubelet looks among the ports of the one container, and takes a probe that names none of them for failed. */
export function* probePorts(container: Container): Generator<Proposal<PortMessage>> {
  const { object, workload, path } = container;
  const { isCompleted, fragments } = podKind(workload);
  // Whoever adds to containers adds ports too.
  if (isCompleted || fragments !== undefined) return;
  const lifecycle = mapAt(object, 'lifecycle');
  const asking = [
    ...PROBES.map(name => ({ name, at: [name], handler: mapAt(object, name) })),
    ...HOOKS.map(name => ({ name, at: ['lifecycle', name], handler: mapAt(lifecycle, name) })),
  ].flatMap(each => {
    const port = portOf(each.handler);
    return port === undefined || missingOf([port], [container]).length === 0 ? [] : [{ ...each, port }];
  });
  const [first] = asking;
  if (first === undefined) return;
  const missing = [...new Set(asking.map(({ port }) => port))];
  yield {
    message: 'no-probe-port',
    data: {
      subject: describeContainer(container),
      ports: enumerated(missing),
      probes: enumerated(asking.map(({ name }) => name)),
    },
    at: { on: workload.key, path: [...path, ...first.at] },
    changes: [],
    evidence: [],
    ...whichIsMeant(missing, [container], 'It declares'),
  };
}

function portOf(handler: JsonObject): string | undefined {
  const ports = ['httpGet', 'tcpSocket'].map(way => mapAt(handler, way).port);
  return ports.find(isPortName);
}

/** What a name of a port looks like; a variable that is filled in later is none. */
function isPortName(port: unknown): port is string {
  return typeof port === 'string' && /^[a-z0-9-]*[a-z][a-z0-9-]*$/i.test(port);
}

function missingOf(names: readonly string[], containers: readonly Container[]): string[] {
  const declared = new Set(declaredBy(containers));
  return [...new Set(names.filter(name => !declared.has(name)))];
}

function declaredBy(containers: readonly Container[]): string[] {
  return containers.flatMap(container =>
    mapsIn(container.get(['ports'])).flatMap(({ name }) => (typeof name === 'string' ? [name] : [])),
  );
}

/** Nobody need be asked where a manifest declares it, and the merge has lost it. */
function whichIsMeant(
  missing: readonly string[],
  containers: readonly Container[],
  declare: string,
): Question {
  const lost = containers
    .flatMap(lostPorts)
    .filter(({ names }) => missing.every(name => names.includes(name)));
  const [first] = lost;
  if (first !== undefined)
    return {
      known: `${first.port} is declared as ${enumerated(first.names)}, and of one number kustomize keeps ${first.kept} alone: one port has one name`,
    };
  const known = declaredBy(containers);
  return {
    blocked: `which port is meant? ${declare} ${known.length === 0 ? 'none by name' : enumerated([...new Set(known)])}`,
  };
}
