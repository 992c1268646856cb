/** The labels by which a workload's pods are told from others, for selectors beside its own. */

import { isOfRelease, saysItsMaker, saysItsTool } from '../../../src/kubernetes/origin-labels.ts';
import { matchesSelector } from '../../../src/kubernetes/selectors.ts';
import type { FieldPath, Json, Root, Workload } from '../../../src/transform.ts';
import { isMap } from '../data.ts';
import { isInManifest } from '../places.ts';
import { podSelector } from '../pods.ts';

/**
 * The labels of a selector that are enough to tell its pods from others: those that the manifest of the workload writes
 * itself, else all that no release and no change of tools alters. A selector that is written a second time selects nothing
 * from the day on which such a label moves. Undefined where all are needed.
 */
export function ownKeys(workload: Workload, root: Root): readonly string[] | undefined {
  const labels = podSelector(workload)?.matchLabels;
  if (!isMap(labels)) return undefined;
  const keys = Object.keys(labels);
  const own = keys.filter(key => isInManifest([...selectorPath(workload), key], workload));
  const lasting = keys.filter(key => isLasting(key, labels[key]!));
  const candidates = [own.filter(key => lasting.includes(key)), lasting, own];
  const found = candidates.find(each => each.length > 0 && areEnough(each, workload, root));
  return found?.length === keys.length ? undefined : found;
}

/**
 * Without those that a release or a change of tools alters, where the others are enough: for what layers give their labels
 * to as they give them to the workload.
 */
export function lastingKeys(workload: Workload, root: Root): readonly string[] | undefined {
  const labels = podSelector(workload)?.matchLabels;
  if (!isMap(labels)) return undefined;
  const keys = Object.keys(labels);
  const lasting = keys.filter(key => isLasting(key, labels[key]!));
  const isLess = lasting.length > 0 && lasting.length < keys.length;
  return isLess && areEnough(lasting, workload, root) ? lasting : undefined;
}

function isLasting(key: string, value: Json): boolean {
  return !isOfRelease(key) && !saysItsTool(key) && !saysItsMaker(key, String(value));
}

/** Whether some labels of a selector take no pod that all of it leaves. */
export function areEnough(keys: readonly string[], workload: Workload, root: Root): boolean {
  const selector = podSelector(workload);
  const pairs = Object.entries(selector?.matchLabels ?? {}).filter(([key]) => keys.includes(key));
  const matchLabels = Object.fromEntries(pairs);
  const namespace = root.platform.namespaceOf(workload);
  const near = root.platform.workloadsWith(labelKeys, namespace, keyOf(pairs[0]));
  // Of one name they cannot be in one cluster.
  const strange = root.platform.workloadsElsewhereIn(namespace).filter(other => other.name !== workload.name);
  return [...near, ...strange].every(
    ({ podLabels }) => !matchesSelector({ matchLabels }, podLabels) || matchesSelector(selector, podLabels),
  );
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
