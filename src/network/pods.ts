/** Workloads as the pods that policies see. */

import type { Protocol, Root, Workload } from '../transform.ts';
import { mapsIn } from './data.ts';
import type { Pod } from './simulator.ts';

/** What every release gives to the pods of a Job; from 1.27 on they have it with the prefix too. */
export const JOB_NAME = 'job-name';

/** Any of the pods of a workload. */
export function podOf(workload: Workload, { platform }: Root): Pod {
  return {
    namespace: inside(platform.namespaceOf(workload)),
    labels: { ...workload.podLabels, ...ofJob(workload) },
    ports: workload.containers.flatMap(container =>
      mapsIn(container.get(['ports'])).map(({ name, containerPort, protocol = 'TCP' }) => ({
        name: String(name),
        port: Number(containerPort),
        protocol: protocol as Protocol,
      })),
    ),
  };
}

function ofJob({ apiVersion, kind, name }: Workload): Pod['labels'] {
  if (kind !== 'Job' || !apiVersion.startsWith('batch/')) return {};
  return { [JOB_NAME]: name, [`batch.kubernetes.io/${JOB_NAME}`]: name };
}

/** Objects without a namespace are all in one. */
export function inside(namespace: string | undefined): string {
  return namespace ?? '';
}
