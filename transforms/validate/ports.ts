/** Ports of Services that no pod has: a name is looked up among the ports that containers declare. */

import type { Proposal, Resource, Root } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { indexBy } from '../shared/index-by.ts';
import { mayHoldUnseenPods } from '../shared/namespaces/namespaces.ts';
import { enumerated } from '../shared/prose.ts';
import { remembered } from '../shared/remembered.ts';

export type PortMessage = 'no-target-port';

/** The workloads of a root by the keys of the Services that select their pods. */
const behindServices = remembered((root: Root) =>
  indexBy(root.workloads, workload => root.servicesFor(workload).map(({ key }) => key)),
);

/** A Service that sends to a name of a port which none of its pods declares: there it sends to nobody. */
export function* namelessPorts(service: Resource, root: Root): Generator<Proposal<PortMessage>> {
  if (service.kind !== 'Service' || service.apiVersion !== 'v1' || !root.complete) return;
  const names = mapsIn(service.get(['spec', 'ports'])).flatMap(({ targetPort }) =>
    typeof targetPort === 'string' && !/^\d+$/.test(targetPort) ? [targetPort] : [],
  );
  if (names.length === 0 || mayHoldUnseenPods(root.platform.namespaceOf(service), root)) return;
  const workloads = behindServices(root).get(service.key) ?? [];
  // What it selects may be rendered by somebody else; that it selects nothing is another finding.
  if (workloads.length === 0) return;
  const declared = new Set(
    workloads.flatMap(({ containers }) =>
      containers.flatMap(container => mapsIn(container.get(['ports'])).map(({ name }) => name)),
    ),
  );
  const missing = [...new Set(names.filter(name => !declared.has(name)))];
  if (missing.length === 0) return;
  const known = [...declared].filter(name => typeof name === 'string');
  yield {
    message: 'no-target-port',
    data: { resource: `Service ${service.name}`, ports: enumerated(missing) },
    at: { on: service.key, path: ['spec', 'ports'] },
    changes: [],
    evidence: [],
    blocked: `which port is meant? The pods declare ${known.length === 0 ? 'none by name' : enumerated(known)}`,
  };
}
