/** Pods of one StatefulSet that talk to each other: members of a cluster find each other by a headless Service, and no address is written. */

import {
  declaredPorts,
  isHeadless,
  portAt,
  protocolOf,
  serviceCalled,
  targetsOf,
} from '../../../src/network/services.ts';
import type { Edge, Root, Workload } from '../../../src/transform.ts';

/** Connections between several pods behind a headless Service, at whatever port they have. */
export function membersOf(workload: Workload, root: Root): Edge[] {
  const name = workload.get(['spec', 'serviceName']);
  if (workload.kind !== 'StatefulSet' || typeof name !== 'string') return [];
  const service = serviceCalled(name, root.platform.namespaceOf(workload), root);
  const places = [workload, ...root.sistersOf(workload).map(each => each.workload)];
  const areSeveral =
    root.autoscalerFor(workload) !== undefined || places.some(({ replicas = 1 }) => replicas > 1);
  if (service === undefined || !isHeadless(service) || !areSeveral) return [];
  const ports = [
    ...declaredPorts(workload).map(each => ({
      port: portAt(workload, each.containerPort),
      protocol: protocolOf(each),
    })),
    ...targetsOf(service, undefined, root).filter(target => target.workload === workload),
  ];
  return ports.map(({ port, protocol }) => ({
    from: { type: 'workload', workload },
    to: workload,
    port,
    protocol,
    evidence: {
      kind: 'manifest',
      at: workload.where(['spec', 'serviceName']),
      says: `several of them stand behind headless Service ${name}`,
    },
  }));
}
