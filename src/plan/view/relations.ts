/**
 * Which rendered objects speak of a workload: Services, budgets, autoscalers, network policies, of its own root and of
 * others that stand in its namespace.
 */

import { apiGroupOf } from '../../kubernetes/kinds.ts';
import { type LabelSelector, matchesLabels, matchesSelector } from '../../kubernetes/selectors.ts';
import type { FieldPath, Platform, Resource, Workload } from '../../transform.ts';
import { isJsonList, isJsonMap } from '../../yaml/read/data.ts';
import { groupedBy } from '../rendered/grouped.ts';
import { stringsAt, valueAt } from './whole/field-values.ts';

export interface Relations {
  servicesFor(workload: Workload): readonly Resource[];
  budgetsFor(workload: Workload): readonly Resource[];
  autoscalerFor(workload: Workload): Resource | undefined;
  policiesFor(workload: Workload): readonly Resource[];
}

/** Answers are computed when asked for, from the objects of the workload's namespace only, and remembered. */
export function relationsOf(platform: Platform): Relations {
  const services = candidates(platform, 'Service', '', ['spec', 'selector']);
  const budgets = candidates(platform, 'PodDisruptionBudget', 'policy', ['spec', 'selector', 'matchLabels']);
  const policies = candidates(platform, 'NetworkPolicy', 'networking.k8s.io', [
    'spec',
    'podSelector',
    'matchLabels',
  ]);
  const scalers = scalersByTarget(platform);
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
    autoscalerFor: workload => scalers(workload).get(targetKey(workload.kind, workload.name)),
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

/** HorizontalPodAutoscalers and KEDA's ScaledObjects by what they scale, for each namespace. */
function scalersByTarget(platform: Platform): (workload: Workload) => ReadonlyMap<string, Resource> {
  return byNamespace(platform, namespace => {
    const index = new Map<string, Resource>();
    const scalers = [
      ...platform.find('HorizontalPodAutoscaler', namespace).filter(isAutoscaler),
      ...platform.find('ScaledObject', namespace).filter(inGroup('keda.sh')),
    ];
    for (const scaler of scalers) {
      const target = valueAt(scaler.object, ['spec', 'scaleTargetRef']);
      if (!isJsonMap(target)) continue;
      // KEDA: a target without a kind is a Deployment.
      const key = targetKey(String(target.kind ?? 'Deployment'), String(target.name));
      if (!index.has(key)) index.set(key, scaler);
    }
    return index;
  });
}

/** One that has lost its version is what its kind says all the same: a maintainer will mend it. */
function isAutoscaler(resource: Resource): boolean {
  return resource.apiVersion === '' || inGroup('autoscaling')(resource);
}

function targetKey(kind: string, name: string): string {
  return JSON.stringify([kind, name]);
}

/**
 * The objects of one kind that may select a workload: those of its namespace whose first wanted label it has, and those
 * that do not select by plain labels.
 */
function candidates(
  platform: Platform,
  kind: string,
  group: string,
  selectorPath: FieldPath,
): (workload: Workload) => readonly Resource[] {
  const indexFor = byNamespace(platform, namespace => {
    const found = platform.find(kind, namespace).filter(inGroup(group));
    return {
      order: new Map(found.map((each, position) => [each, position])),
      byLabel: groupedBy(found, each => pairKey(Object.entries(stringsAt(each.object, selectorPath))[0])),
    };
  });
  return workload => {
    const { order, byLabel } = indexFor(workload);
    const pairs = [undefined, ...Object.entries(workload.podLabels)];
    return pairs
      .flatMap(pair => byLabel.get(pairKey(pair)) ?? [])
      .sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  };
}

function pairKey(pair: readonly [string, string] | undefined): string {
  return JSON.stringify(pair ?? null);
}

function inGroup(group: string): (resource: Resource) => boolean {
  return ({ apiVersion }) => apiGroupOf(apiVersion) === group;
}

/** What is worked out once for each namespace, of the workloads that ask. */
function byNamespace<T>(
  platform: Platform,
  make: (namespace: string | undefined) => T,
): (workload: Workload) => T {
  const known = new Map<string | undefined, T>();
  return workload => {
    const namespace = platform.namespaceOf(workload);
    let answer = known.get(namespace);
    if (answer === undefined) known.set(namespace, (answer = make(namespace)));
    return answer;
  };
}

function remembered<T extends object>(answer: (workload: Workload) => T): (workload: Workload) => T {
  const answers = new Map<Workload, T>();
  return workload => {
    let known = answers.get(workload);
    if (known === undefined) answers.set(workload, (known = answer(workload)));
    return known;
  };
}
