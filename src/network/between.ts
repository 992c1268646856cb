/** Workloads that are told the name of a Service talk to the pods behind it. */

import type { Edge, Protocol, Resource, Root, Workload } from '../transform.ts';
import { type Address, addressesIn } from './addresses.ts';
import { serviceCalled, targetsOf } from './services.ts';
import { type Told, toldTo } from './texts.ts';

/** @param home the root that renders the workload, or one beside it */
export function* edgesFrom(workload: Workload, root: Root, home: Root = root): Generator<Edge> {
  const own = root.platform.namespaceOf(workload);
  const texts = toldTo(workload, home).filter(({ isUnused }) => isUnused !== true);
  for (const { told, service, address, to, ...target } of callsIn(texts, own, root)) {
    // Programs are told what they are called, for logs and traces, and what others call them by.
    if (to === workload && (isName(address) || told.shared !== undefined)) continue;
    yield {
      from: { type: 'workload', workload },
      to,
      ...target,
      evidence: { kind: 'manifest', at: told.at, says: saysOf(told, service) },
      ...(told.shared !== undefined && { shared: told.shared }),
    };
  }
}

type Texts = Pick<Told, 'text' | 'key' | 'portBeside'>;

interface Called<T extends Texts> {
  readonly told: T;
  readonly address: Address;
  readonly service: Resource;
  readonly to: Workload;
  readonly port: number | string;
  readonly protocol: Protocol;
}

/**
 * Where what a program is told leads.
 *
 * @param own the namespace of the program
 */
export function* callsIn<T extends Texts>(
  texts: readonly T[],
  own: string | undefined,
  root: Root,
): Generator<Called<T>> {
  const find = (name: string, namespace: string | undefined) =>
    resolved(serviceCalled(name, namespace ?? own, root), root);
  const calls = texts.flatMap(told =>
    addressesIn(told.text, told.key, (name, namespace) => find(name, namespace) !== undefined).map(
      address => ({ told, address }),
    ),
  );
  // What says most about a connection says it first: a name alone may be that of a kind of server.
  const [names, addresses] = [
    calls.filter(each => isName(each.address)),
    calls.filter(each => !isName(each.address)),
  ];
  for (const { told, address } of [...addresses, ...names]) {
    const service = find(address.name, address.namespace)!;
    for (const { workload: to, ...target } of targetsOf(service, portOf(address, told, service), root))
      yield { told, address, service, to, ...target };
  }
}

function isName({ namespace, port, scheme }: Address): boolean {
  return namespace === undefined && port === undefined && scheme === undefined;
}

/** Behind a name that stands for another one in the cluster is that one. */
function resolved(service: Resource | undefined, root: Root): Resource | undefined {
  const other = service?.get(['spec', 'externalName']);
  if (typeof other !== 'string') return service;
  const [, name, namespace] = /^([\w-]+)\.([\w-]+)\.svc\b/.exec(other) ?? [];
  return name === undefined ? undefined : serviceCalled(name, namespace, root);
}

/** What clients of a scheme assume where no port is said. */
export const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  amqp: 5672,
  amqps: 5671,
  postgres: 5432,
  postgresql: 5432,
  mysql: 3306,
  redis: 6379,
  mongodb: 27017,
  nats: 4222,
};

function portOf({ port, scheme }: Address, { portBeside }: Texts, service: Resource): number | undefined {
  if (port !== undefined) return port;
  const beside = Number(portBeside);
  // A link that the cluster itself sets (`tcp://10.0.0.1:80`) is no port either.
  if (Number.isInteger(beside) && beside > 0) return beside;
  const usual = DEFAULT_PORTS[scheme ?? ''];
  const ports = service.get(['spec', 'ports']);
  const hasUsual = Array.isArray(ports) && ports.some(each => each?.port === usual);
  return hasUsual ? usual : undefined;
}

function saysOf({ key }: Told, service: Resource): string {
  // One letter is that of a flag.
  return `${key === undefined || key.length === 1 ? 'names' : `${key} names`} Service ${service.name}`;
}
