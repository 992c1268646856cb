/** What is wrong with a written PodDisruptionBudget (catalogue M3). */

import type { LabelSelector } from '../../src/kubernetes/selectors.ts';
import type { Json, Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { podsAsk, podsElsewhere } from '../shared/elsewhere.ts';
import { mayHoldUnseenPods } from '../shared/namespaces/namespaces.ts';
import { leastRunning } from '../shared/replicas/replicas.ts';
import { correction } from './meant.ts';
import { evictionPolicyFor } from './policy.ts';
import { blocksDrains, selectedBy } from './selected.ts';

export type ExistingMessage =
  | 'selects-nothing'
  | 'misses-pods'
  | 'selects-namespace'
  | 'shared-pods'
  | 'no-budget'
  | 'blocks-drains'
  | 'eviction-policy';

export function* existingBudget(
  budget: Resource,
  root: Root,
  apiDefaults: boolean,
): Generator<Proposal<ExistingMessage>> {
  const data = { name: budget.name };
  const at = (...field: string[]) => ({ on: budget.key, path: ['spec', ...field] });
  const report = (message: ExistingMessage, more: Record<string, string>, blocked: string) =>
    ({
      message,
      data: { ...data, ...more },
      at: at('selector'),
      changes: [],
      evidence: [],
      blocked,
    }) as const;

  if (isEmpty(budget.get(['spec', 'selector'])) && budget.apiVersion === 'policy/v1') {
    yield report('selects-namespace', {}, 'give it the labels of the pods that it is meant for');
    return;
  }
  const workloads = selectedBy(budget, root);
  if (workloads.length === 0) {
    const corrected = correction(budget, root);
    if (corrected !== undefined) {
      yield corrected;
      return;
    }
    // A chart or an operator beside it brings pods that nobody has rendered.
    if (mayHoldUnseenPods(root.platform.namespaceOf(budget), root)) return;
    const selector = budget.get(['spec', 'selector']);
    const elsewhere = isMap(selector)
      ? podsElsewhere(selector as LabelSelector, root.platform.namespaceOf(budget), root)
      : undefined;
    const question =
      'which pods is it for? Correct its selector, or remove it; if they come from an operator, exempt it with that reason';
    const { blocked, ...found } = report('selects-nothing', {}, question);
    yield elsewhere === undefined
      ? { ...found, blocked, asks: [podsAsk(budget, root)] }
      : { ...found, known: elsewhere };
    return;
  }
  const rival = earlierRival(budget, workloads, root);
  if (rival !== undefined) {
    const reason = 'with two budgets on one pod every eviction fails: keep one';
    yield report('shared-pods', { other: rival.name }, reason);
  }

  const minimum = budget.get(['spec', 'minAvailable']) ?? undefined;
  const maximum = budget.get(['spec', 'maxUnavailable']) ?? undefined;
  const pods = workloads.reduce((sum, workload) => sum + leastRunning(workload, root), 0);
  if (minimum === undefined && maximum === undefined) {
    yield {
      message: 'no-budget',
      data,
      at: at('maxUnavailable'),
      changes: [budget.set(['spec', 'maxUnavailable'], 1)],
      evidence: [{ kind: 'manifest', at: budget.where(['spec']), says: 'the budget states no number' }],
    };
  } else if (blocksDrains(minimum, maximum, pods)) {
    const written = minimum === undefined ? 'maxUnavailable' : 'minAvailable';
    yield {
      message: 'blocks-drains',
      data: { ...data, rule: `${written}: ${String(minimum ?? maximum)}`, pods },
      at: at(written),
      changes: [
        ...(minimum === undefined ? [] : [budget.remove(['spec', 'minAvailable'])]),
        budget.set(['spec', 'maxUnavailable'], 1),
      ],
      evidence: [],
      doubts: ['it may be meant to hold drains back'],
    };
  }

  if (!apiDefaults) return;
  if (budget.get(['spec', 'unhealthyPodEvictionPolicy']) !== undefined) return;
  if (budget.apiVersion !== 'policy/v1') return;
  const policies = new Set(workloads.map(evictionPolicyFor));
  const policy = policies.has('IfHealthyBudget') ? 'IfHealthyBudget' : 'AlwaysAllow';
  yield {
    message: 'eviction-policy',
    data: { ...data, policy },
    at: at('unhealthyPodEvictionPolicy'),
    changes: [budget.set(['spec', 'unhealthyPodEvictionPolicy'], policy)],
    evidence: workloads.map(workload => ({
      kind: 'manifest',
      at: workload.where(['kind']),
      says: `${workload.kind} ${workload.name} ${policy === 'AlwaysAllow' ? 'keeps no state' : 'may keep state: this is what an unset policy means'}`,
    })),
  };
}

/** Another budget on the same pods that comes first: reported once, at the later one. */
function earlierRival(budget: Resource, workloads: readonly Workload[], root: Root): Resource | undefined {
  const rivals = workloads.flatMap(workload => root.budgetsFor(workload)).filter(each => each !== budget);
  // Whichever root asks: the order is that of the roots.
  return rivals.find(each => isBefore(each, budget, root));
}

/** In a root that comes first; within one, by its place among the budgets. */
function isBefore(a: Resource, b: Resource, root: Root): boolean {
  const [home, other] = [root.platform.rootOf(a), root.platform.rootOf(b)];
  if (home !== other) return home < other;
  const budgets = root.find('PodDisruptionBudget');
  return budgets.indexOf(a) < budgets.indexOf(b);
}

function isEmpty(selector: Json | undefined): boolean {
  if (!isMap(selector)) return false;
  const { matchLabels, matchExpressions } = selector;
  return (
    (!isMap(matchLabels) || Object.keys(matchLabels).length === 0) && mapsIn(matchExpressions).length === 0
  );
}
