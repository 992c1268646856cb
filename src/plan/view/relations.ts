/** Which rendered objects speak of a workload: Services, budgets, autoscalers, network policies. */

import { apiGroupOf } from '../../kubernetes/kinds.ts';
import { type LabelSelector, matchesLabels, matchesSelector } from '../../kubernetes/selectors.ts';
import type { FieldPath, Resource, Workload } from '../../transform.ts';
import { isJsonList, isJsonMap } from '../../yaml/read/data.ts';
import { groupedBy } from '../rendered/grouped.ts';
import { stringsAt, valueAt } from './field-values.ts';

export interface Relations {
  servicesFor(workload: Workload): readonly Resource[];
  budgetsFor(workload: Workload): readonly Resource[];
  autoscalerFor(workload: Workload): Resource | undefined;
  policiesFor(workload: Workload): readonly Resource[];
}

/** Answers are computed when asked for, from the objects of the workload's namespace only, and remembered. */
export function relationsOf(resources: readonly Resource[]): Relations {
  const services = candidates(resources, 'Service', '', ['spec', 'selector']);
  const budgets = candidates(resources, 'PodDisruptionBudget', 'policy', ['spec', 'selector', 'matchLabels']);
  const policies = candidates(resources, 'NetworkPolicy', 'networking.k8s.io', [
    'spec',
    'podSelector',
    'matchLabels',
  ]);
  const scalers = scalersByTarget(resources);
  return {
    servicesFor: remembered(workload =>
      services(workload).filter(service => selectsByMap(service, workload)),
    ),
    budgetsFor: remembered(workload => budgets(workload).filter(budget => budgetSelects(budget, workload))),
    policiesFor: remembered(workload =>
      policies(workload).filter(policy =>
        matchesSelector(selectorAt(policy, ['spec', 'podSelector']), workload.podLabels),
      ),
    ),
    autoscalerFor: workload => scalers().get(targetKey(workload.namespace, workload.kind, workload.name)),
  };
}

/** A Service without selector has its endpoints written by hand: it selects nothing. */
function selectsByMap(service: Resource, workload: Workload): boolean {
  const selector = stringsAt(service.object, ['spec', 'selector']);
  return Object.keys(selector).length > 0 && matchesLabels(selector, workload.podLabels);
}

/** An empty selector takes the whole namespace in policy/v1 and nothing in v1beta1. */
function budgetSelects(budget: Resource, workload: Workload): boolean {
  const selector = selectorAt(budget, ['spec', 'selector']);
  if (selector === undefined) return false;
  const isEmpty =
    Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0;
  if (isEmpty && budget.apiVersion === 'policy/v1beta1') return false;
  return matchesSelector(selector, workload.podLabels);
}

function selectorAt(resource: Resource, path: FieldPath): LabelSelector | undefined {
  const value = valueAt(resource.object, path);
  if (!isJsonMap(value)) return undefined;
  const expressions = isJsonList(value.matchExpressions) ? value.matchExpressions.filter(isJsonMap) : [];
  return {
    matchLabels: stringsAt(value, ['matchLabels']),
    // The API server refuses whatever has other fields.
    matchExpressions: expressions as unknown as NonNullable<LabelSelector['matchExpressions']>,
  };
}

/** HorizontalPodAutoscalers and KEDA's ScaledObjects by what they scale. */
function scalersByTarget(resources: readonly Resource[]): () => ReadonlyMap<string, Resource> {
  let index: Map<string, Resource> | undefined;
  return () => {
    if (index !== undefined) return index;
    index = new Map();
    for (const resource of resources) {
      const group = apiGroupOf(resource.apiVersion);
      const isScaler =
        (resource.kind === 'HorizontalPodAutoscaler' && group === 'autoscaling') ||
        (resource.kind === 'ScaledObject' && group === 'keda.sh');
      const target = isScaler ? valueAt(resource.object, ['spec', 'scaleTargetRef']) : undefined;
      if (!isJsonMap(target)) continue;
      // KEDA: a target without a kind is a Deployment.
      const key = targetKey(resource.namespace, String(target.kind ?? 'Deployment'), String(target.name));
      if (!index.has(key)) index.set(key, resource);
    }
    return index;
  };
}

function targetKey(namespace: string | undefined, kind: string, name: string): string {
  return JSON.stringify([namespace, kind, name]);
}

/**
 * The objects of one kind that may select a workload: those of its namespace whose first wanted label it has, and those
 * that do not select by plain labels.
 */
function candidates(
  resources: readonly Resource[],
  kind: string,
  group: string,
  selectorPath: FieldPath,
): (workload: Workload) => readonly Resource[] {
  let index: ReadonlyMap<string, readonly Resource[]> | undefined;
  let order: ReadonlyMap<Resource, number> = new Map();
  return workload => {
    if (index === undefined) {
      const found = resources.filter(each => each.kind === kind && apiGroupOf(each.apiVersion) === group);
      order = new Map(found.map((each, position) => [each, position]));
      index = groupedBy(found, each => {
        const [pair] = Object.entries(stringsAt(each.object, selectorPath));
        return bucketOf(each.namespace, pair);
      });
    }
    const pairs = [undefined, ...Object.entries(workload.podLabels)];
    return pairs
      .flatMap(pair => index?.get(bucketOf(workload.namespace, pair)) ?? [])
      .sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  };
}

function bucketOf(namespace: string | undefined, pair: readonly [string, string] | undefined): string {
  return JSON.stringify([namespace, pair]);
}

function remembered<T extends object>(answer: (workload: Workload) => T): (workload: Workload) => T {
  const answers = new Map<Workload, T>();
  return workload => {
    let known = answers.get(workload);
    if (known === undefined) answers.set(workload, (known = answer(workload)));
    return known;
  };
}
