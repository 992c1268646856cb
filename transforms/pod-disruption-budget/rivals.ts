/** Workloads that one budget could not tell apart (catalogue M3: two budgets on a pod make every eviction fail). */

import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import type { FieldPath, Root, Workload } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { isInManifest } from '../shared/places.ts';
import { podSelector } from '../shared/pods.ts';
import { isScalable } from '../shared/replicas.ts';

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

/** Another workload whose pods this one's selector takes, or the other way round. */
export function rivalOf(workload: Workload, root: Root): Workload | undefined {
  const namespace = root.platform.namespaceOf(workload);
  const { podLabels } = workload;
  const taken = root.platform
    .workloadsWith(labelKeys, namespace, keyOf(firstPair(workload)))
    .find(other => other !== workload && selects(workload, other));
  if (taken !== undefined) return taken;
  const pairs = [undefined, ...Object.entries(podLabels)];
  return pairs
    .flatMap(pair => root.platform.workloadsWith(selectorKeys, namespace, keyOf(pair)))
    .find(other => other !== workload && selects(other, workload));
}

/** Other workloads of the same name. */
export function namesakesOf(workload: Workload, { platform }: Root): readonly Workload[] {
  const found = platform.workloadsWith(nameKeys, platform.namespaceOf(workload), workload.name);
  return found.filter(each => each !== workload);
}

/** By each label of their pods; under none too: a selector without plain labels may take any. */
function labelKeys({ podLabels }: Workload): string[] {
  return [undefined, ...Object.entries(podLabels)].map(keyOf);
}

/** Scalable ones by the first label that they select. */
function selectorKeys(workload: Workload): string[] {
  return isScalable(workload) ? [keyOf(firstPair(workload))] : [];
}

function nameKeys({ name }: Workload): string[] {
  return [name];
}

function firstPair(workload: Workload): readonly [string, unknown] | undefined {
  const labels = podSelector(workload)?.matchLabels;
  return isMap(labels) ? Object.entries(labels)[0] : undefined;
}

function keyOf(pair: readonly [string, unknown] | undefined): string {
  return JSON.stringify(pair ?? null);
}

function selects(workload: Workload, other: Workload): boolean {
  return matchesSelector(podSelector(workload), other.podLabels);
}
