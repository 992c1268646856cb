/** Addresses with a port that their Service does not have: nobody gets through by it (catalogue M20). */

import { addressesIn } from '../../src/network/addresses.ts';
import { isHeadless, serviceCalled } from '../../src/network/services.ts';
import type { Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { enumerated } from '../shared/prose.ts';
import { textsOf } from './stale/renamed.ts';

export function* askedPorts(workload: Workload, root: Root): Generator<Proposal<'no-such-service-port'>> {
  const home = root.platform.namespaceOf(workload);
  const find = (name: string, namespace = home) => serviceCalled(name, namespace, root);
  const said = new Set<string>();
  for (const { text, label, path } of textsOf(workload)) {
    const asked = addressesIn(text, label, (name, namespace) => find(name, namespace) !== undefined);
    for (const { name, namespace, port } of asked) {
      const service = find(name, namespace);
      const ports = service === undefined ? [] : portsOf(service);
      const id = JSON.stringify([name, namespace, port]);
      if (port === undefined || ports.length === 0 || ports.includes(Number(port)) || said.has(id)) continue;
      said.add(id);
      yield {
        message: 'no-such-service-port',
        data: {
          workload: `${workload.kind} ${workload.name}`,
          label,
          service: `Service ${service!.name}`,
          port: String(port),
          ports: enumerated(ports.map(String)),
        },
        at: { on: workload.key, path },
        changes: [],
        evidence: [
          {
            kind: 'manifest',
            at: service!.where(['spec', 'ports']),
            says: `it has ${enumerated(ports.map(String))}`,
          },
        ],
      };
    }
  }
}

/** None where any port of the pods is reached, or what is behind it is elsewhere. */
function portsOf(service: Resource): number[] {
  if (isHeadless(service) || service.get(['spec', 'type']) === 'ExternalName') return [];
  return mapsIn(service.get(['spec', 'ports'])).map(({ port }) => Number(port));
}
