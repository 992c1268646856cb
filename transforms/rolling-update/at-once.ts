/** Rolling updates that may stop every pod at once. */

import type { Proposal, Root, Workload } from '../../src/transform.ts';
import { leastReplicas } from '../shared/replicas/replicas.ts';
import { isNone, podsOf, stepsOf, typeOf } from './strategy.ts';

/** Of pods that a Service sends to: nobody misses the others. DaemonSets have one a node, and are their nodes' affair. */
export function allAtOnce(workload: Workload, root: Root): Proposal<'all-at-once'> | undefined {
  const steps = stepsOf(workload);
  if (steps === undefined || workload.kind === 'DaemonSet' || typeOf(workload) !== 'RollingUpdate')
    return undefined;
  const replicas = leastReplicas(workload, root);
  const unavailable = podsOf(steps.unavailable, replicas) ?? 0;
  if (replicas < 2 || unavailable < replicas || root.servicesFor(workload).length === 0) return undefined;
  const { kind, name, key } = workload;
  // Without one more, one has to go first; a StatefulSet never has one more.
  const isOneLess = kind === 'StatefulSet' || isNone(steps.surge);
  const path = [...steps.path, 'maxUnavailable'];
  return {
    message: 'all-at-once',
    data: {
      kind,
      name,
      replicas,
      unavailable: String(steps.unavailable),
      less: isOneLess ? 'one at a time' : 'none before a new one is ready',
    },
    at: { on: key, path },
    changes: [workload.set(path, isOneLess ? 1 : 0)],
    evidence: [
      {
        kind: 'manifest',
        at: workload.where(path),
        says: `${String(steps.unavailable)} of ${replicas} may be away`,
      },
    ],
    doubts: ['it may be meant: a rollout that is over at once'],
  };
}
