/** Workloads as the pods that policies see. */

import type { Protocol, Root, Workload } from '../transform.ts';
import { mapsIn } from './data.ts';
import type { Pod } from './simulator.ts';

/** Any of the pods of a workload. */
export function podOf(workload: Workload, { platform }: Root): Pod {
  return {
    namespace: inside(platform.namespaceOf(workload)),
    labels: workload.podLabels,
    ports: workload.containers.flatMap(container =>
      mapsIn(container.get(['ports'])).map(({ name, containerPort, protocol = 'TCP' }) => ({
        name: String(name),
        port: Number(containerPort),
        protocol: protocol as Protocol,
      })),
    ),
  };
}

/** Objects without a namespace are all in one. */
export function inside(namespace: string | undefined): string {
  return namespace ?? '';
}
