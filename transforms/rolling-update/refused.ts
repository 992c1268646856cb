/** Steps that the API server refuses, whoever wrote which of them. */

import type { Evidence, Proposal, Workload } from '../../src/transform.ts';
import { hostPortOf } from '../shared/replicas/single.ts';
import { sharedClaims } from '../shared/storage/claims.ts';
import { isNone, type Steps, stepsOf, typeOf } from './strategy.ts';

type Message = 'no-step' | 'two-steps' | 'steps-of-none';

export function refusedSteps(workload: Workload): Proposal<Message> | undefined {
  const steps = stepsOf(workload);
  if (steps === undefined) return undefined;
  const type = typeOf(workload);
  if (type !== 'RollingUpdate') return stepsOfNone(workload, steps, type);
  const { kind } = workload;
  if (kind === 'StatefulSet') return undefined;
  // A DaemonSet that says nothing has none more, and one less.
  const surge = steps.surge ?? (kind === 'DaemonSet' ? 0 : undefined);
  const unavailable = steps.unavailable ?? (kind === 'DaemonSet' ? 1 : undefined);
  if (surge === undefined || unavailable === undefined) return undefined;
  if (isNone(surge) && isNone(unavailable)) return noStep(workload, steps);
  if (kind === 'DaemonSet' && !isNone(surge) && !isNone(unavailable)) return twoSteps(workload, steps);
  return undefined;
}

function stepsOfNone(workload: Workload, { path }: Steps, type: string): Proposal<Message> | undefined {
  // Of a DaemonSet it looks at them when it rolls only.
  if (workload.kind === 'DaemonSet') return undefined;
  const { kind, name, key } = workload;
  return {
    message: 'steps-of-none',
    data: { kind, name, type },
    at: { on: key, path },
    changes: [],
    evidence: [],
    blocked: `which of the two is meant? With ${type} no steps may stand (\`rollingUpdate: null\` where a layer below writes them)`,
  };
}

function noStep(workload: Workload, { path }: Steps): Proposal<Message> {
  const { kind, name, key } = workload;
  // A second pod would wait for the port or the volume of the first.
  const isMore = hostPortOf(workload) === undefined && sharedClaims(workload).length === 0;
  const field = isMore ? 'maxSurge' : 'maxUnavailable';
  return {
    message: 'no-step',
    data: { kind, name, more: isMore ? 'more' : 'less' },
    at: { on: key, path },
    changes: [workload.set([...path, field], 1)],
    evidence: [written(workload, path, 'neither a pod more nor one less')],
    doubts: ['which of the two was meant is not known'],
  };
}

function twoSteps(workload: Workload, { path }: Steps): Proposal<Message> {
  return {
    message: 'two-steps',
    data: { name: workload.name },
    at: { on: workload.key, path },
    changes: [workload.set([...path, 'maxUnavailable'], 0)],
    evidence: [written(workload, path, 'a pod more, and one less')],
    doubts: ['which of the two was meant is not known'],
  };
}

function written(workload: Workload, path: Steps['path'], says: string): Evidence {
  return { kind: 'manifest', at: workload.where(path), says };
}
