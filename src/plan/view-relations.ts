/** Which rendered objects speak of a workload: Services, budgets, autoscalers, network policies. */

import { apiGroupOf } from '../kubernetes/kinds.ts';
import { type LabelSelector, matchesLabels, matchesSelector } from '../kubernetes/selectors.ts';
import type { FieldPath, Resource, Workload } from '../transform.ts';
import { groupedBy, isMap, stringsAt, valueAt } from './view-path.ts';

export interface Relations {
  servicesFor(workload: Workload): readonly Resource[];
  budgetsFor(workload: Workload): readonly Resource[];
  autoscalerFor(workload: Workload): Resource | undefined;
  policiesFor(workload: Workload): readonly Resource[];
}

/** Answers are computed when asked for, from the objects of the workload's namespace only, and remembered. */
export function relationsOf(resources: readonly Resource[]): Relations {
  const services = inNamespaces(resources, 'Service', '');
  const budgets = inNamespaces(resources, 'PodDisruptionBudget', 'policy');
  const policies = inNamespaces(resources, 'NetworkPolicy', 'networking.k8s.io');
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
  if (!isMap(value)) return undefined;
  const expressions = value.matchExpressions;
  return {
    matchLabels: stringsAt(value, ['matchLabels']),
    matchExpressions: Array.isArray(expressions)
      ? (expressions.filter(isMap) as unknown as NonNullable<LabelSelector['matchExpressions']>)
      : [],
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
      if (!isMap(target)) continue;
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

/** The objects of one kind in a workload's namespace. */
function inNamespaces(
  resources: readonly Resource[],
  kind: string,
  group: string,
): (workload: Workload) => readonly Resource[] {
  let index: Map<string | undefined, Resource[]> | undefined;
  return workload => {
    index ??= groupedBy(
      resources.filter(each => each.kind === kind && apiGroupOf(each.apiVersion) === group),
      each => each.namespace,
    );
    return index.get(workload.namespace) ?? [];
  };
}

function remembered<T>(answer: (workload: Workload) => T): (workload: Workload) => T {
  const answers = new Map<Workload, T>();
  return workload => {
    if (!answers.has(workload)) answers.set(workload, answer(workload));
    return answers.get(workload)!;
  };
}
