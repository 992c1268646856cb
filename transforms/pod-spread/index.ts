/** Pods of a workload are not all on one node, nor in one zone (catalogue H3b). */

import {
  type Doubt,
  defineTransform,
  isForTrials,
  type Proposal,
  type Root,
  type Workload,
} from '../../src/transform.ts';
import { asWorkload } from '../shared/pods.ts';
import { isScalable, leastReplicas, SCALABLE_KINDS } from '../shared/replicas/replicas.ts';
import { storeOf } from '../shared/storage/stores.ts';
import { formFor, spreadChanges } from './form.ts';
import { isPinned, othersTaken, saysWhere, unusual } from './pinned.ts';
import { inOthers, isSaidBeside, isUnwanted } from './unwanted.ts';
import { selectsNothing } from './written.ts';

type Message = 'missing' | 'selects-nothing' | 'single-store';

export default defineTransform({
  id: 'pod-spread',
  title: 'Replicas run on several nodes',
  severity: 'high',
  group: 'availability',
  // After the number of pods, which it is about.
  order: 770,
  preset: 'recommended',
  each: 'resource',
  kinds: SCALABLE_KINDS,
  options: {
    single: {
      type: 'boolean',
      default: false,
      complete: true,
      description:
        'Report data stores of a single pod too, in staging and production: where their pods run matters as soon as they replicate.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    missing:
      '{kind} {name} has {replicas} replicas, and all of them may be on one node. They prefer {apart} of their own',
    'selects-nothing': '{kind} {name} keeps away from pods by {field}, which selects none',
    'single-store': '{kind} {name} has a single pod, and nothing says where those to come would run',
  },
  briefs: {
    missing: '{replicas} replicas may share a node',
    'selects-nothing': '{field} selects no pod',
    'single-store': 'a single pod, no spread',
  },
  docs: {
    why: 'Replicas help where they do not go down together. Kubernetes spreads them a little by itself, and packs them all the same where other nodes are fuller.',
    risk: 'A preference keeps no pod from starting: without other nodes they share one as before. Changing the pod template restarts the pods once.',
    links: [
      'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity',
      'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/',
    ],
    sameAs: [
      'kube-score:deployment-has-host-podantiaffinity',
      'kube-score:statefulset-has-host-podantiaffinity',
      'kube-score:pod-topology-spread-constraints',
      'kube-linter:no-anti-affinity',
      'polaris:topologySpreadConstraint',
    ],
  },
  *plan(resource, { root, options }) {
    const workload = asWorkload(resource);
    if (workload === undefined || !isScalable(workload)) return;
    yield* selectsNothing(workload, root);
    if (saysWhere(workload)) return;
    const replicas = leastReplicas(workload, root);
    if (options.single && replicas === 1) yield* singleStore(workload, root);
    const areFew = replicas > 1 && replicas < MANY;
    if (areFew && !isPinned(workload, root)) yield* missing(workload, root, replicas);
  },
});

/** So many are on several nodes anyway, and each more is one that the scheduler has to compare with all others. */
const MANY = 10;

function* missing(workload: Workload, root: Root, replicas: number): Generator<Proposal<Message>> {
  const scaler = root.autoscalerFor(workload);
  const number = scaler
    ? { resource: scaler.key, path: ['spec', 'minReplicas'] }
    : { resource: workload.key, path: ['spec', 'replicas'] };
  const place = (scaler ?? workload).where(number.path);
  if (isUnwanted(workload, root, place)) return;
  const { kind, name } = workload;
  const form = formFor(workload, root);
  const changes = spreadChanges(workload, form, root);
  if (changes.length === 0) return;
  const doubts: Doubt[] = [...othersTaken(workload, root), ...unusual(workload)];
  yield {
    message: 'missing',
    data: { kind, name, replicas, apart: form.apart },
    at: { on: workload.key, path: [...workload.podPath, 'affinity'] },
    elsewhere: inOthers(workload, root, place),
    // Where the neighbours say it in their manifests that is no matter of numbers.
    changes: isSaidBeside(workload, root) ? changes : changes.map(each => ({ ...each, restsOn: number })),
    // Environments that get their replicas in the same plan count.
    last: true,
    evidence: [{ kind: 'manifest', at: place, says: `at least ${replicas} replicas` }, ...form.evidence],
    doubts,
  };
}

function* singleStore(workload: Workload, root: Root): Generator<Proposal<Message>> {
  const { tier } = root.environment;
  if (tier === undefined || isForTrials(tier) || storeOf(workload) === undefined) return;
  yield {
    message: 'single-store',
    data: { kind: workload.kind, name: workload.name },
    at: { on: workload.key, path: [...workload.podPath, 'affinity'] },
    changes: [],
    evidence: [],
    known: 'it matters once somebody has decided how its pods replicate',
  };
}
