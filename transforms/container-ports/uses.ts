/** Who uses which port of a pod by number, and what that shows (catalogue M11). */

import type { Container, Evidence, Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { isLegalPortName } from './names.ts';

/** How somebody comes to say that a port is there. */
type Sign =
  /** A probe that must be answered for the pod to serve. */
  | 'answered-probe'
  /** A probe that may fail on purpose: a deadline. */
  | 'other-probe'
  /** A Service that names the port as its target. */
  | 'target'
  /** A Service that leaves its target unset: the number is first of all its own. */
  | 'own-port';

interface Said {
  readonly port: number;
  readonly protocol: string;
  /** The container that must listen; undefined when a Service does not say. */
  readonly container: Container | undefined;
  readonly sign: Sign;
  /** A name that the user has for the port. */
  readonly name: string | undefined;
  /** `its readiness probe`, `Service web` */
  readonly user: string;
  readonly at: string;
}

export interface PortUse {
  readonly port: number;
  readonly protocol: string;
  readonly container: Container | undefined;
  /** What Services call the port. */
  readonly names: readonly string[];
  readonly user: string;
  readonly signs: ReadonlySet<Sign>;
  /** Where Services say so. */
  readonly services: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** A headless Service of old needed a port, whether anybody listens on it or not. */
const UNUSED = /^(?:unused|dummy|none|placeholder|not-used)$/;

const PROBES = ['readinessProbe', 'livenessProbe', 'startupProbe'];

/** Uses of undeclared ports, each port of a container once, with all that speak of it. */
export function portUses(workload: Workload, root: Root): readonly PortUse[] {
  const probed = workload.containers.flatMap(probedPorts);
  const served = servedPorts(workload, root);
  const seen = declared(workload);
  const uses: PortUse[] = [];
  for (const said of [...probed, ...served]) {
    const inContainer = `${said.container?.name ?? ''} ${said.port} ${said.protocol}`;
    const anywhere = ` ${said.port} ${said.protocol}`;
    if (seen.has(said.container === undefined ? anywhere : inContainer)) continue;
    seen.add(inContainer).add(anywhere);
    const isSame = (other: Said) => other.port === said.port && other.protocol === said.protocol;
    uses.push(
      together(said, [
        ...probed.filter(other => isSame(other) && other.container === said.container),
        ...served.filter(isSame),
      ]),
    );
  }
  return uses;
}

function together({ port, protocol, container, user }: Said, all: readonly Said[]): PortUse {
  return {
    port,
    protocol,
    container,
    user,
    names: all.flatMap(({ name }) => name ?? []),
    signs: new Set(all.map(({ sign }) => sign)),
    services: all.filter(each => each.container === undefined).map(({ at }) => at),
    evidence: all.map(each => ({
      kind: 'manifest',
      at: each.at,
      says: `${each.user} uses port ${port}`,
    })),
  };
}

function declared(workload: Workload): Set<string> {
  const seen = new Set<string>();
  for (const container of workload.containers) {
    for (const { containerPort, protocol = 'TCP' } of mapsIn(container.get(['ports']))) {
      seen
        .add(`${container.name} ${String(containerPort)} ${String(protocol)}`)
        .add(` ${String(containerPort)} ${String(protocol)}`);
    }
  }
  return seen;
}

function probedPorts(container: Container): Said[] {
  return PROBES.flatMap(field => {
    const probe = container.get([field]);
    if (!isMap(probe)) return [];
    const handler = ['httpGet', 'tcpSocket', 'grpc'].find(each => isMap(probe[each]));
    const target = handler === undefined ? undefined : probe[handler];
    // A probe of another host says nothing about this container.
    if (!isMap(target) || typeof target.port !== 'number' || target.host !== undefined) return [];
    // Who asks for an answer by path expects a server; a mere connection serves as a deadline too.
    const isAnswered = field === 'readinessProbe' || handler !== 'tcpSocket';
    return [
      {
        port: target.port,
        protocol: 'TCP',
        container,
        sign: isAnswered ? 'answered-probe' : 'other-probe',
        name: undefined,
        user: `its ${field.replace('Probe', ' probe')}`,
        at: container.workload.where([...container.path, field]),
      },
    ];
  });
}

/** `targetPort` is `port` when it is unset; named ones point to declared ports already. */
function servedPorts(workload: Workload, root: Root): Said[] {
  return root.servicesFor(workload).flatMap(service =>
    mapsIn(service.get(['spec', 'ports'])).flatMap(({ port, targetPort, protocol = 'TCP', name }) => {
      const target = targetPort ?? port;
      if (typeof target !== 'number' || UNUSED.test(String(name))) return [];
      return [
        {
          port: target,
          protocol: String(protocol),
          container: undefined,
          sign: targetPort === undefined || targetPort === null ? 'own-port' : 'target',
          name: typeof name === 'string' && isLegalPortName(name) ? name : undefined,
          user: `Service ${service.name}`,
          at: service.where(['spec', 'ports']),
        },
      ];
    }),
  );
}
