/** Who uses which port of a pod by number (catalogue M11). */

import type { Container, Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { isLegalPortName } from './names.ts';

export interface PortUse {
  readonly port: number;
  readonly protocol: string;
  /** The container that must listen; undefined when a Service does not say. */
  readonly container: Container | undefined;
  /** A name that the user has for the port. */
  readonly name: string | undefined;
  /** `its readiness probe`, `Service web` */
  readonly user: string;
  readonly at: string;
}

/** A headless Service of old needed a port, whether anybody listens on it or not. */
const UNUSED = /^(?:unused|dummy|none|placeholder|not-used)$/;

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

/** Uses of undeclared ports, each port once: by probes first, which name their container. */
export function portUses(workload: Workload, root: Root): readonly PortUse[] {
  const uses = [...workload.containers.flatMap(probedPorts), ...servedPorts(workload, root)];
  const seen = declared(workload);
  return uses.filter(use => {
    const inContainer = `${use.container?.name ?? ''} ${use.port} ${use.protocol}`;
    const anywhere = ` ${use.port} ${use.protocol}`;
    if (seen.has(use.container === undefined ? anywhere : inContainer)) return false;
    seen.add(inContainer).add(anywhere);
    return true;
  });
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

function probedPorts(container: Container): PortUse[] {
  return PROBES.flatMap(field => {
    const probe = container.get([field]);
    if (!isMap(probe)) return [];
    const handler = ['httpGet', 'tcpSocket', 'grpc'].find(each => isMap(probe[each]));
    const target = handler === undefined ? undefined : probe[handler];
    // A probe of another host says nothing about this container.
    if (!isMap(target) || typeof target.port !== 'number' || target.host !== undefined) return [];
    return [
      {
        port: target.port,
        protocol: 'TCP',
        container,
        name: undefined,
        user: `its ${field.replace('Probe', ' probe')}`,
        at: container.workload.where([...container.path, field]),
      },
    ];
  });
}

/** `targetPort` is `port` when it is unset; named ones point to declared ports already. */
function servedPorts(workload: Workload, root: Root): PortUse[] {
  return root.servicesFor(workload).flatMap(service =>
    mapsIn(service.get(['spec', 'ports'])).flatMap(({ port, targetPort = port, protocol = 'TCP', name }) => {
      if (typeof targetPort !== 'number' || UNUSED.test(String(name))) return [];
      const legal = typeof name === 'string' && isLegalPortName(name) ? name : undefined;
      const user = `Service ${service.name}`;
      const at = service.where(['spec', 'ports']);
      return [{ port: targetPort, protocol: String(protocol), container: undefined, name: legal, user, at }];
    }),
  );
}
