/** The Service by which a dump reaches its store, and labels by which no Service takes it for one. */

import { declaredPorts, isHeadless, portAt, protocolOf, targetPortOf } from '../../src/network/services.ts';
import type { Root } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { labelsApart, tellsApart } from '../shared/labels/apart.ts';
import { SUFFIX } from './cron-job.ts';
import { type Address, defaultPort, isObstacle, type Obstacle } from './engine.ts';
import type { Server } from './server.ts';

export interface Way {
  readonly address: Address;
  readonly labels: Readonly<Record<string, string>>;
}

export function wayTo(server: Server, root: Root): Way | Obstacle {
  const address = addressOf(server, root);
  if (address === undefined) return { obstacle: 'no Service leads to it' };
  const labels = labelsFor(server, SUFFIX, root);
  return isObstacle(labels) ? labels : { address, labels };
}

/** By which no Service of the store takes pods beside it. */
export function labelsFor({ workload }: Server, suffix: string, root: Root): Way['labels'] | Obstacle {
  const labels = labelsApart(workload, suffix);
  const taken = root.servicesFor(workload).find(service => !tellsApart(service, workload, labels));
  if (taken === undefined) return labels;
  return {
    obstacle: `Service ${taken.name} has its pods by labels that a layer gives to all: those of a dump would be among them`,
  };
}

/** The port of its container; undefined for a kind that nobody dumps. */
export function listensOn({ container, kind }: Server): number | undefined {
  const usual = defaultPort(kind);
  if (usual === undefined) return undefined;
  const declared = mapsIn(container.get(['ports'])).map(each => each.containerPort);
  const [only] = declared;
  return declared.length === 1 && typeof only === 'number' ? only : usual;
}

/** One that leads to the exporter of a store leads nowhere. */
function addressOf(server: Server, root: Root): Address | undefined {
  const { workload } = server;
  const listening = listensOn(server)!;
  const services = [...root.servicesFor(workload)].sort(
    (a, b) => Number(isHeadless(a)) - Number(isHeadless(b)),
  );
  const routes = services.flatMap(service => {
    const ports = mapsIn(service.get(['spec', 'ports'])).filter(each => protocolOf(each) === 'TCP');
    return ports.map(each => ({
      service,
      port: Number(each.port),
      target: portAt(workload, targetPortOf(each)),
      isAlone: ports.length === 1,
    }));
  });
  const route =
    routes.find(({ target }) => target === listening) ??
    routes.find(({ target, isAlone }) => isAlone && mayBeItsOwn(target, server));
  if (route === undefined) {
    // Its name stands for the pods, on whatever port.
    const headless = services.find(isHeadless);
    return headless && { host: headless.name, port: listening };
  }
  const { service, port, target } = route;
  return { host: service.name, port: isHeadless(service) ? Number(target) : port };
}

/** The store may be told to listen there, where nothing else in its pod could. */
function mayBeItsOwn(target: number | string, { workload }: Server): boolean {
  const running = workload.containers.filter(({ role }) => role !== 'init');
  return typeof target === 'number' && running.length === 1 && declaredPorts(workload).length === 0;
}
