/** Label keys that something selects by: adding such a label could make it select more (catalogue L1). */

import { podKindOf } from '../../src/kubernetes/pod-templates.ts';
import type { Json, JsonObject, Resource, Root } from '../../src/transform.ts';
import { isMap, mapsIn, stringsIn } from '../shared/data.ts';
import { remembered } from '../shared/remembered.ts';

interface SelectedKeys {
  /** Selected on pods, by workloads, Services, budgets, policies, spread and affinity. */
  readonly pods: ReadonlySet<string>;
  /** Selected on other objects: Services by monitors, Namespaces by policies and webhooks, ... */
  readonly objects: ReadonlySet<string>;
}

/** Kinds whose `selector` selects pods, besides those that have pods themselves. */
const SELECT_PODS = ['Service', 'PodDisruptionBudget', 'PodMonitor'];
/** Fields that select pods wherever they stand. */
const POD_FIELDS = ['podSelector', 'labelSelector', 'endpointSelector', 'workloadSelector'];

/** Whether anything of the root selects objects like this one, or their pods, by a label key. */
export function isSelected(key: string, on: Resource | 'pods', root: Root): boolean {
  const keys = selectedIn(root);
  if (on === 'pods' || on.kind === 'Pod') return keys.pods.has(key) || keys.objects.has(key);
  return keys.objects.has(key);
}

const selectedIn = remembered((root: Root): SelectedKeys => {
  const keys = { pods: new Set<string>(), objects: new Set<string>() };
  for (const { kind, apiVersion, object } of root.resources) {
    // Schemas talk about selectors without being any; data is text.
    if (['CustomResourceDefinition', 'ConfigMap', 'Secret'].includes(kind)) continue;
    const selectsPods = SELECT_PODS.includes(kind) || podKindOf(kind, apiVersion) !== undefined;
    walk(object.spec, selectsPods, keys);
    // Webhook configurations and policies keep theirs beside `spec`.
    walk(object.webhooks, false, keys);
  }
  return keys;
});

function walk(
  value: Json | undefined,
  selectsPods: boolean,
  keys: { pods: Set<string>; objects: Set<string> },
): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, selectsPods, keys);
    return;
  }
  if (!isMap(value)) return;
  for (const field of Object.keys(value)) {
    const child = value[field];
    if (/[sS]elector$/.test(field) && field !== 'nodeSelector' && isMap(child)) {
      const onPods = POD_FIELDS.includes(field) || (field === 'selector' && selectsPods);
      for (const key of keysOf(child)) keys[onPods ? 'pods' : 'objects'].add(key);
    }
    walk(child, selectsPods, keys);
  }
}

/** Keys of a label selector, or of a plain map as Services have it. */
function keysOf(selector: JsonObject): string[] {
  const { matchLabels, matchExpressions } = selector;
  if (matchLabels === undefined && matchExpressions === undefined) {
    return Object.keys(selector).filter(key => typeof selector[key] === 'string');
  }
  const labels = isMap(matchLabels) ? Object.keys(matchLabels) : [];
  return [...labels, ...stringsIn(mapsIn(matchExpressions).map(({ key }) => key ?? null))];
}
