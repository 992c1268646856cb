/** New pods come before the old ones go (catalogue M13). */

import { defineTransform, type Root, type Workload } from '../../src/transform.ts';
import { runsToday } from '../shared/pods.ts';
import { allAtOnce } from './at-once.ts';
import { onDelete } from './on-delete.ts';
import { stopsFirst } from './recreate.ts';
import { refusedSteps } from './refused.ts';

const FIELD = ['spec', 'minReadySeconds'];

export default defineTransform({
  id: 'rolling-update',
  title: 'Rollouts leave pods that answer',
  severity: 'medium',
  group: 'availability',
  order: 790,
  preset: 'recommended',
  each: 'workload',
  kinds: ['Deployment', 'StatefulSet', 'DaemonSet'],
  options: {
    minReadySeconds: {
      type: 'integer',
      minimum: 1,
      perEnvironment: {},
      description:
        'How long a new pod has to be ready before it counts, for Deployments behind a Service that say nothing. Unless stated none is written.',
    },
    all: {
      type: 'boolean',
      default: false,
      complete: true,
      description:
        'Find also what is a decision as a rule: Recreate of a single pod behind a Service, and OnDelete.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    'no-step':
      '{kind} {name} may have neither a pod more nor one less, and the API server takes no such rollout. It may have one {more}',
    'two-steps':
      'DaemonSet {name} may have both a pod more and one less on a node, and the API server takes one of them only. It has one more first',
    'steps-of-none': '{kind} {name} says {type} and steps of RollingUpdate, which the API server refuses',
    'all-at-once':
      '{kind} {name} stops {unavailable} of its {replicas} pods at once when it is rolled out. It stops {less}',
    recreate:
      'Deployment {name} stops all its pods before it starts new ones: each rollout is an outage. New ones come first',
    'recreate-held': 'Deployment {name} stops all its {replicas} pods before it starts new ones',
    'on-delete': '{kind} {name} keeps its old pods until somebody deletes them. They are replaced one by one',
    ready: 'new pods of Deployment {name} count as soon as they are ready. They wait {seconds} s',
  },
  briefs: {
    'no-step': 'neither surge nor unavailable',
    'two-steps': 'surge and unavailable',
    'steps-of-none': 'steps of another strategy',
    'all-at-once': 'all pods stop at once',
    recreate: 'Recreate behind a Service',
    'recreate-held': 'Recreate of {replicas} pods',
    'on-delete': 'OnDelete',
    ready: 'no minReadySeconds',
  },
  docs: {
    why: 'A rollout that stops everything first is an outage as long as the new pods take to start, and a longer one when they do not. Some combinations the API server refuses: nothing is rolled out at all.',
    risk: 'Two versions run beside each other for a while, and one pod more needs room. Who chose to stop first may have had a reason: that stays, and is asked about.',
    links: [
      'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy',
      'https://kubernetes.io/docs/tasks/manage-daemon/update-daemon-set/',
    ],
    sameAs: ['kube-score:deployment-strategy', 'kube-linter:no-rolling-update-strategy'],
    sameAsOf: { 'no-step': [], 'two-steps': [], 'steps-of-none': [], 'all-at-once': [], ready: [] },
  },
  *plan(workload, { root, options, configured }) {
    if (!workload.apiVersion.startsWith('apps/') || !runsToday(workload, root)) return;
    const stops = stopsFirst(workload, root, options.all);
    // Another type settles steps beside the wrong one as well.
    const refused = stops?.message === 'recreate' ? undefined : refusedSteps(workload);
    if (refused !== undefined) {
      yield refused;
      return;
    }
    const found = stops ?? allAtOnce(workload, root);
    if (found !== undefined) yield found;
    if (options.all) yield* onDelete(workload);
    const seconds = options.minReadySeconds;
    const decided = configured('minReadySeconds', 'that long a new pod is watched');
    if (seconds === undefined || decided === undefined || !canWait(workload, root, seconds)) return;
    yield {
      message: 'ready',
      data: { name: workload.name, seconds },
      at: { on: workload.key, path: FIELD },
      changes: [workload.set(FIELD, seconds)],
      evidence: [decided],
    };
  },
});

/** The API server takes no wait as long as a rollout may take. */
function canWait(workload: Workload, root: Root, seconds: number): boolean {
  if (workload.kind !== 'Deployment' || (workload.get(FIELD) ?? null) !== null) return false;
  const deadline = workload.get(['spec', 'progressDeadlineSeconds']) ?? 600;
  return typeof deadline === 'number' && seconds < deadline && root.servicesFor(workload).length > 0;
}
