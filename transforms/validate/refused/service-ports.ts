/** Ports of a Service that cannot be told apart. */

import type { JsonObject, Proposal, Resource } from '../../../src/transform.ts';
import { mapsIn } from '../../shared/data.ts';
import { enumerated } from '../../shared/prose.ts';

export type ServicePortMessage = 'equal-ports' | 'nameless-ports';

/** A list of ports is merged by their numbers: a number that an overlay changes comes in beside the old one. */
export function* equalPorts(service: Resource): Generator<Proposal<ServicePortMessage>> {
  if (service.kind !== 'Service' || service.apiVersion !== 'v1') return;
  const ports = mapsIn(service.get(['spec', 'ports']));
  if (ports.length < 2) return;
  const resource = `Service ${service.name}`;
  const at = { on: service.key, path: ['spec', 'ports'] };
  const equal = [
    ...twice(ports, ({ port, protocol }) => `${String(port)}/${String(protocol ?? 'TCP')}`),
    ...twice(ports, ({ name }) => (typeof name === 'string' ? `the name ${name}` : undefined)),
  ];
  if (equal.length > 0) {
    const data = { resource, ports: enumerated(equal) };
    yield { message: 'equal-ports', data, at, changes: [], evidence: [] };
  }
  const nameless = ports.filter(({ name }) => name === undefined || name === null || name === '');
  if (nameless.length === 0) return;
  const numbers = enumerated(nameless.map(({ port }) => String(port)));
  yield {
    message: 'nameless-ports',
    data: { resource, ports: numbers },
    at,
    changes: [],
    evidence: [],
  };
}

/** What several of the ports have alike. */
function twice(ports: readonly JsonObject[], keyOf: (port: JsonObject) => string | undefined): string[] {
  const keys = ports.map(keyOf).filter(key => key !== undefined);
  return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
}
