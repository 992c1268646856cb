/** The labels by which the manifest of a workload itself selects its pods. */

import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import type { FieldPath, Root, Workload } from '../../src/transform.ts';
import { isMap } from './data.ts';
import { isInManifest } from './places.ts';
import { podSelector } from './pods.ts';

/**
 * The labels of a selector that the manifest of the workload writes itself, where they are enough to tell its pods from
 * others: those that layers give to everything (a version, a tool) may change without the pods being others. Undefined where
 * all are needed.
 */
export function ownKeys(workload: Workload, root: Root): readonly string[] | undefined {
  const labels = podSelector(workload)?.matchLabels;
  if (!isMap(labels)) return undefined;
  const keys = Object.keys(labels);
  const own = keys.filter(key => isInManifest([...selectorPath(workload), key], workload));
  if (own.length === 0 || own.length === keys.length) return undefined;
  const matchLabels = Object.fromEntries(own.map(key => [key, labels[key]!]));
  const namespace = root.platform.namespaceOf(workload);
  const near = root.platform.workloadsWith(labelKeys, namespace, keyOf(Object.entries(matchLabels)[0]));
  // Of one name they cannot be in one cluster.
  const strange = root.platform.workloadsElsewhereIn(namespace).filter(other => other.name !== workload.name);
  const isEnough = [...near, ...strange].every(
    other => other === workload || !matchesSelector({ matchLabels }, other.podLabels),
  );
  return isEnough ? own : undefined;
}

function selectorPath(workload: Workload): FieldPath {
  const path = ['spec', 'selector', 'matchLabels'];
  return workload.get(path) === undefined ? ['spec', 'selector'] : path;
}

/** By each label of their pods; under none too: a selector without plain labels may take any. */
export function labelKeys({ podLabels }: Workload): string[] {
  return [undefined, ...Object.entries(podLabels)].map(keyOf);
}

export function keyOf(pair: readonly [string, unknown] | undefined): string {
  return JSON.stringify(pair ?? null);
}
