/** Disruption budgets: one for every replicated workload, none that blocks drains (catalogue M3). */

import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import {
  defineTransform,
  type JsonObject,
  nameOf,
  type Proposal,
  type Root,
  selectorOf,
  type Workload,
} from '../../src/transform.ts';
import { isForClusterBefore27 } from '../shared/clusters/old-cluster.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { applicationLabels } from '../shared/labels/name.ts';
import { fileOf } from '../shared/places.ts';
import { asWorkload, podSelector } from '../shared/pods.ts';
import {
  isScalable,
  leastAt,
  leastReplicas,
  mostReplicas,
  SCALABLE_KINDS,
} from '../shared/replicas/replicas.ts';
import { heldClaims } from '../shared/storage/claims.ts';
import { doubtsOf } from './doubts.ts';
import { existingBudget } from './existing.ts';
import { affixFor, habitualLabels, minAvailableOf, saysPolicy } from './habits.ts';
import { budgetKeys } from './keys.ts';
import { hasIdleBudget } from './meant.ts';
import { DEFAULT_POLICY, evictionPolicyFor } from './policy.ts';
import { rivalOf } from './rivals.ts';
import { doesWithout, isUnwanted } from './unwanted.ts';

interface Options {
  readonly minAvailable?: number;
  readonly minAvailablePercent?: number;
  readonly apiDefaults: boolean;
}

export default defineTransform({
  id: 'pod-disruption-budget',
  title: 'Replicated workloads survive the draining of nodes',
  severity: 'medium',
  group: 'availability',
  order: 800,
  preset: 'recommended',
  each: 'resource',
  kinds: [...SCALABLE_KINDS, 'PodDisruptionBudget'],
  options: {
    minAvailable: {
      type: 'integer',
      minimum: 1,
      description:
        'Pods that must stay, instead of maxUnavailable 1, for workloads with more replicas. Blocks drains once somebody scales down to it.',
    },
    minAvailablePercent: {
      type: 'integer',
      minimum: 1,
      maximum: 99,
      description:
        'The same as a percentage, rounded up. Workloads where that is every pod keep maxUnavailable 1.',
    },
    apiDefaults: {
      type: 'boolean',
      default: false,
      complete: true,
      description:
        'Write `unhealthyPodEvictionPolicy` also into budgets that leave it to the API, and where it repeats the default.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    missing:
      '{kind} {name} has {replicas} replicas and no disruption budget: a drain may stop all of them at once. A budget lets {allowed} go at a time',
    'shared-labels':
      '{kind} {name} has {replicas} replicas and no disruption budget, and its pods are told apart from those of {other} by nothing',
    'no-selector':
      '{kind} {name} has {replicas} replicas and no disruption budget, and it selects its pods by nothing that a budget can use',
    'selects-nothing': 'PodDisruptionBudget {name} selects no pod of this render',
    'misses-pods': 'PodDisruptionBudget {name} selects no pod. It selects those of {workload}',
    'selects-namespace':
      'PodDisruptionBudget {name} has an empty selector: it takes every pod of the namespace',
    'shared-pods': 'PodDisruptionBudget {name} selects pods that {other} selects too',
    'no-budget': 'PodDisruptionBudget {name} states no number. It allows one pod to be away',
    'blocks-drains':
      'PodDisruptionBudget {name} ({rule}, of at least {pods}) lets no pod be evicted: drains of nodes hang. It allows one pod to be away',
    'eviction-policy':
      'PodDisruptionBudget {name} does not say whether pods that are not ready may be evicted. It says {policy}',
  },
  briefs: {
    missing: 'no budget for {replicas} replicas',
    'shared-labels': 'no budget: shares labels with {other}',
    'no-selector': 'no budget: no usable selector',
    'selects-nothing': 'selects no pod',
    'misses-pods': 'selects no pod',
    'selects-namespace': 'selects the whole namespace',
    'shared-pods': 'pods selected twice',
    'no-budget': 'states no number',
    'blocks-drains': 'blocks drains',
    'eviction-policy': 'no eviction policy',
  },
  docs: {
    why: 'Upgrading nodes evicts pods. Without a budget all replicas of a workload may go at once; with one that allows nothing, the upgrade hangs.',
    risk: 'A new budget only slows evictions down. Its `unhealthyPodEvictionPolicy` is a field of Kubernetes 1.27 and later, and left out where something here is for an older cluster: an apply that validates refuses it there. A written one stays as it is until its owner says otherwise: it may be meant to hold drains back.',
    links: [
      'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
      'https://kubernetes.io/docs/concepts/workloads/pods/disruptions/',
    ],
    sameAs: [
      'kube-score:statefulset-has-poddisruptionbudget',
      'kube-score:deployment-has-poddisruptionbudget',
      'kube-score:poddisruptionbudget-has-policy',
      'kube-linter:pdb-max-unavailable',
      'kube-linter:pdb-min-available',
      'kube-linter:pdb-unhealthy-pod-eviction-policy',
      'polaris:missingPodDisruptionBudget',
      'polaris:pdbDisruptionsIsZero',
      'polaris:pdbMinAvailableGreaterThanHPAMinReplicas',
    ],
  },
  *plan(resource, { root, options }) {
    if (resource.kind === 'PodDisruptionBudget') {
      yield* existingBudget(resource, root, options.apiDefaults);
      return;
    }
    const workload = asWorkload(resource);
    const proposal = workload && isScalable(workload) ? missingBudget(workload, root, options) : undefined;
    if (proposal !== undefined) yield proposal;
  },
});

function missingBudget(
  workload: Workload,
  root: Root,
  options: Options,
): Proposal<'missing' | 'shared-labels' | 'no-selector'> | undefined {
  const replicas = leastReplicas(workload, root);
  if (replicas < 2 || root.budgetsFor(workload).length > 0) return undefined;
  const number = leastAt(workload, root);
  const place = number.on.where(number.path);
  if (isUnwanted(workload, root, fileOf(place)) || hasIdleBudget(workload, root)) return undefined;
  // What is evicted waits for a node that the other has the volume on, and the budget keeps the other there: neither goes.
  if (heldClaims(workload, root).length > 0) return undefined;
  const { kind, name } = workload;
  const data = { kind, name, replicas };
  const at = { on: workload.key, path: ['spec', 'replicas'] };
  const selector = podSelector(workload);
  const expressions = mapsIn(workload.get(['spec', 'selector', 'matchExpressions']));
  const hasLabels = isMap(selector?.matchLabels) && Object.keys(selector.matchLabels).length > 0;
  if (!hasLabels && expressions.length === 0) {
    const blocked = 'give it a selector, or write its budget by hand';
    return { message: 'no-selector', data, at, changes: [], evidence: [], blocked };
  }
  // The API server refuses such a workload as it is: `validate` says so, and no budget would count its pods.
  if (!matchesSelector(selector, workload.podLabels)) return undefined;
  const rival = rivalOf(workload, root);
  if (rival !== undefined) {
    const other = `${rival.kind} ${rival.name}`;
    const blocked = `one budget would count the pods of both, and two budgets on a pod make every eviction fail: give ${name} or ${rival.name} a label of its own`;
    return { message: 'shared-labels', data: { ...data, other }, at, changes: [], evidence: [], blocked };
  }

  const type = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' } as const;
  const labels = { ...habitualLabels(workload, root), ...applicationLabels(workload, root, type) };
  const isBelow =
    belongsBelow(workload, replicas, root) && !root.sistersOf(workload).some(each => doesWithout(each.root));
  // Those of the base are for all environments: where one has fewer pods, one that has to stay holds drains back.
  const fewest = isBelow ? fewestReplicas(workload, replicas, root) : replicas;
  const most = Math.max(replicas, mostReplicas(workload, root));
  const budget = budgetFor(workload, { replicas, most }, options, minAvailableOf(root, fewest));
  const policy = evictionPolicyFor(workload);
  const isUsual = saysPolicy(root) ?? policy !== DEFAULT_POLICY;
  // Clusters before 1.27 know no such field: an apply that validates refuses it there.
  const mayHave = !isForClusterBefore27(root) || saysPolicy(root) === true;
  const isWritten = mayHave && (isUsual || options.apiDefaults);
  const manifest: JsonObject = {
    ...type,
    metadata: {
      name: nameOf(workload, affixFor(workload, root)),
      ...(Object.keys(labels).length > 0 && { labels }),
    },
    spec: {
      ...budget,
      selector: {
        ...(hasLabels ? { matchLabels: selectorOf(workload, budgetKeys(workload, root)) } : {}),
        ...(expressions.length > 0 ? { matchExpressions: expressions } : {}),
      },
      ...(isWritten ? { unhealthyPodEvictionPolicy: policy } : {}),
    },
  };
  return {
    message: 'missing',
    elsewhere: isBelow ? 'harmless' : 'unwanted',
    data: { ...data, allowed: allowedBy(budget) },
    at,
    changes: [
      {
        type: 'create',
        manifest,
        beside: workload.key,
        // Where the others stand by habit is no matter of numbers.
        ...(!isBelow && { restsOn: { resource: number.on.key, path: number.path } }),
      },
    ],
    doubts: doubtsOf(workload, root),
    evidence: [{ kind: 'manifest', at: place, says: `at least ${replicas} replicas` }],
  };
}

/**
 * Whether other budgets of the root stand in what it is made from, and its own may: all of its roots have the replicas, or there is
 * one below for a single replica as well, which holds nobody back.
 */
function belongsBelow(workload: Workload, replicas: number, root: Root): boolean {
  const budgets = root.find('PodDisruptionBudget');
  if (budgets.length === 0 || budgets.some(each => each.where(['kind']).startsWith(`${root.path}/`)))
    return false;
  if (fewestReplicas(workload, replicas, root) > 1) return true;
  const held = root.workloads.filter(each => root.budgetsFor(each).length > 0);
  return held.length === 0 || held.some(each => fewestReplicas(each, leastReplicas(each, root), root) < 2);
}

/** Over all roots that are made of the same document. */
function fewestReplicas(workload: Workload, replicas: number, root: Root): number {
  return Math.min(replicas, ...root.sistersOf(workload).map(each => each.workload.replicas ?? 1));
}

function allowedBy({ minAvailable, maxUnavailable }: JsonObject): string {
  if (minAvailable !== undefined) return `all but ${String(minAvailable)}`;
  return maxUnavailable === SHARE ? `${SHARE} of them` : 'one';
}

/** What a Deployment lets go at once when it is rolled out, unless it says otherwise. */
const SHARE = '25%';
/** From so many pods on one at a time makes a drain take hours; of fewer, as an autoscaler leaves them, the share is one as well. */
const MANY = 10;

/** A number that does not hold every pod back, as the options want it, or the other budgets have it; else the one that never does. */
function budgetFor(
  { kind }: Workload,
  { replicas, most }: { readonly replicas: number; readonly most: number },
  { minAvailable, minAvailablePercent }: Options,
  habit: number | string | undefined,
): JsonObject {
  if (minAvailable !== undefined && replicas > minAvailable) return { minAvailable };
  if (minAvailablePercent !== undefined && Math.ceil((minAvailablePercent * replicas) / 100) < replicas) {
    return { minAvailable: `${minAvailablePercent}%` };
  }
  if (habit !== undefined) return { minAvailable: habit };
  return { maxUnavailable: kind === 'Deployment' && most >= MANY ? SHARE : 1 };
}
