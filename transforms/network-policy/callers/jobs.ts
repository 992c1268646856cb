/** Jobs of manifests that no kustomization reads: who starts one on the day has to reach what it calls. */

import { secretsOf } from '../../../src/kubernetes/pod-flaws.ts';
import { callsIn } from '../../../src/network/between.ts';
import { JOB_NAME } from '../../../src/network/pods.ts';
import type { Edge, Evidence, Root, Workload, WrittenJob } from '../../../src/transform.ts';
import { remembered } from '../../shared/remembered.ts';
import { isLikelyStore } from '../../shared/storage/stores.ts';
import type { Call } from './tunnels.ts';

export interface JobCall extends Call {
  readonly job: WrittenJob;
  readonly evidence: Evidence;
}

/** Calls of such jobs to some workloads, here and in their other environments: one policy may be for all of them. */
export function callsOfJobs(workloads: readonly Workload[], root: Root): readonly JobCall[] {
  return workloads.flatMap(to => {
    const places = [{ workload: to, root }, ...root.sistersOf(to)];
    const found = places.flatMap(place =>
      (jobCalls(place.root).get(place.workload) ?? []).map(each => ({ ...each, to })),
    );
    const known = new Map(found.map(each => [JSON.stringify([each.job.at, each.port, each.protocol]), each]));
    return [...known.values()].map(({ job, port, protocol }) => ({
      job,
      edge: { to, port, protocol },
      peer: besideBy(job),
      evidence: {
        kind: 'manifest',
        at: job.at,
        says: `${job.kind} ${job.name}, which is in no kustomization, names its Service`,
      } as const,
    }));
  });
}

/**
 * Jobs that say nothing of a store, and read a Secret that its callers read: a migration has the address from where the program
 * has it. One that names no namespace runs where that Secret is.
 *
 * @param edges connections to one or several workloads that are seen or presumed
 */
export function jobsLikeCallers(
  edges: readonly Edge[],
  known: readonly JobCall[],
  root: Root,
): readonly JobCall[] {
  const found = new Map<string, JobCall>();
  for (const { from, to, port, protocol } of edges) {
    if (from.type !== 'workload' || !to.containers.some(isLikelyStore)) continue;
    const secrets = new Set(secretsOf(from.workload.object));
    if (secrets.size === 0) continue;
    const namespace = root.platform.namespaceOf(to);
    const beside = [undefined, ...(namespace === undefined ? [] : [namespace])].flatMap(each =>
      root.platform.jobsBeside(each),
    );
    for (const job of beside) {
      const secret = job.secrets.find(each => secrets.has(each));
      const id = JSON.stringify([job.at, port, protocol]);
      if (secret === undefined || found.has(id) || known.some(each => each.job.at === job.at)) continue;
      found.set(id, {
        job,
        edge: { to, port, protocol },
        peer: besideBy(job),
        evidence: {
          kind: 'manifest',
          at: job.at,
          says: `it is in no kustomization, and reads Secret ${secret} as ${from.workload.name} does`,
        },
      });
    }
  }
  return [...found.values()];
}

/** Without a label in its template a Job gives its pods its name, and what makes Jobs gives them none that could be known. */
function besideBy({ kind, name, labels }: WrittenJob): JobCall['peer'] {
  const isByName = kind === 'Job' && Object.keys(labels).length === 0;
  return { type: 'beside', labels: isByName ? { [JOB_NAME]: name } : labels };
}

const jobCalls = remembered((root: Root) => {
  const namespaces = new Set(root.workloads.map(each => root.platform.namespaceOf(each)));
  const found = new Map<
    Workload,
    { job: WrittenJob; port: number | string; protocol: Call['edge']['protocol'] }[]
  >();
  for (const namespace of namespaces) {
    if (namespace === undefined) continue;
    for (const job of root.platform.jobsBeside(namespace)) {
      const told = job.told.map(each => ({ ...each, portBeside: undefined }));
      for (const { to, port, protocol } of callsIn(told, namespace, root))
        found.set(to, [...(found.get(to) ?? []), { job, port, protocol }]);
    }
  }
  return found;
});
