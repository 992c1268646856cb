/** When a Job ends, and when it goes. */
import type { FieldPath, Proposal, Root, Workload } from '../../src/transform.ts';
import { describeWorkload } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import type { Configured, JobOptions } from './options.ts';

type Message = 'active-deadline' | 'ttl' | 'ttl-again' | 'api-defaults';

/** Deleted by whoever runs it: once it has finished, or before the next one. */
const HOOKS = /^(?:argocd\.argoproj\.io|helm\.sh)\/hook$/;

export function* jobProposals(
  workload: Workload,
  root: Root,
  options: JobOptions,
  configured: Configured,
): Generator<Proposal<Message>> {
  const isCron = workload.kind === 'CronJob';
  const spec: FieldPath = isCron ? ['spec', 'jobTemplate', 'spec'] : ['spec'];
  const isUnset = (path: FieldPath) => (workload.get(path) ?? undefined) === undefined;
  const subject = describeWorkload(workload);
  const seconds = options.activeDeadlineSeconds;
  const decision = configured('activeDeadlineSeconds', `a Job takes ${seconds} s at most`);
  const deadline = [...spec, 'activeDeadlineSeconds'];
  if (seconds !== undefined && decision !== undefined && isUnset(deadline)) {
    yield {
      message: 'active-deadline',
      data: { subject, seconds },
      at: { on: workload.key, path: deadline },
      changes: [workload.set(deadline, seconds)],
      restarts: false,
      evidence: [decision],
    };
  }
  if (!isCron) yield* timeToLive(workload, root, options, configured);
  if (!options.apiDefaults) return;
  const assumed = [
    [[...spec, 'backoffLimit'], 6],
    ...(isCron
      ? ([
          [['spec', 'successfulJobsHistoryLimit'], 3],
          [['spec', 'failedJobsHistoryLimit'], 1],
        ] as const)
      : []),
  ] as const;
  const unset = assumed.filter(([path]) => isUnset(path));
  const [first] = unset;
  if (first === undefined) return;
  yield {
    message: 'api-defaults',
    data: { subject, fields: enumerated(unset.map(([path]) => String(path.at(-1)))) },
    at: { on: workload.key, path: first[0] },
    changes: unset.map(([path, value]) => workload.set(path, value)),
    restarts: false,
    evidence: [{ kind: 'manifest', at: workload.where(spec), says: 'this is what an unset field means' }],
  };
}

/** A controller that finds its Job gone makes it again. */
function* timeToLive(
  workload: Workload,
  { repository }: Root,
  { ttlSecondsAfterFinished: seconds }: JobOptions,
  configured: Configured,
): Generator<Proposal<'ttl' | 'ttl-again'>> {
  const path = ['spec', 'ttlSecondsAfterFinished'];
  if ((workload.get(path) ?? undefined) !== undefined) return;
  if (Object.keys(workload.annotations).some(key => HOOKS.test(key))) return;
  const found = { data: { name: workload.name }, at: { on: workload.key, path } };
  if (repository.hasArgoApplications || repository.hasFluxKustomizations) {
    yield {
      ...found,
      message: 'ttl-again',
      changes: [],
      evidence: [],
      known: 'the controller that applies it would run it again once it is gone',
    };
    return;
  }
  const decision = configured('ttlSecondsAfterFinished', `a finished Job stays ${seconds} s`);
  yield {
    ...found,
    message: 'ttl',
    data: { name: workload.name, seconds },
    changes: [workload.set(path, seconds)],
    restarts: false,
    evidence: decision === undefined ? [] : [decision],
    doubts:
      decision === undefined
        ? ['somebody may want to see it longer, or apply it again and find it done']
        : [],
  };
}
