/** Workloads that one budget could not tell apart (catalogue M3: two budgets on a pod make every eviction fail). */

import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import type { FieldPath, Root, Workload } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { isInManifest } from '../shared/places.ts';
import { podSelector } from '../shared/pods.ts';
import { remembered } from '../shared/remembered.ts';
import { isScalable } from '../shared/replicas.ts';

interface Index {
  /** By namespace and each label of their pods. */
  readonly byLabel: ReadonlyMap<string, readonly Workload[]>;
  /** Scalable ones by namespace and the first label that they select; undefined for none. */
  readonly bySelector: ReadonlyMap<string, readonly Workload[]>;
  readonly byName: ReadonlyMap<string, readonly Workload[]>;
}

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
  const near = indexFor(root).byLabel.get(bucketOf(namespace, Object.entries(matchLabels)[0])) ?? [];
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
  const { byLabel, bySelector } = indexFor(root);
  const namespace = root.platform.namespaceOf(workload);
  const { podLabels } = workload;
  const taken = byLabel
    .get(bucketOf(namespace, firstPair(workload)))
    ?.find(other => other !== workload && selects(workload, other));
  if (taken !== undefined) return taken;
  const pairs = [undefined, ...Object.entries(podLabels)];
  return pairs
    .flatMap(pair => bySelector.get(bucketOf(namespace, pair)) ?? [])
    .find(other => other !== workload && selects(other, workload));
}

/** Other workloads of the same name. */
export function namesakesOf(workload: Workload, root: Root): readonly Workload[] {
  const found =
    indexFor(root).byName.get(JSON.stringify([root.platform.namespaceOf(workload), workload.name])) ?? [];
  return found.filter(each => each !== workload);
}

const indexFor = remembered((root: Root): Index => {
  const byLabel = new Map<string, Workload[]>();
  const bySelector = new Map<string, Workload[]>();
  const byName = new Map<string, Workload[]>();
  for (const workload of withNeighbours(root)) {
    const namespace = root.platform.namespaceOf(workload);
    const { podLabels, name } = workload;
    // Under no label at all too: a selector without plain labels may take any.
    for (const pair of [undefined, ...Object.entries(podLabels)])
      add(byLabel, bucketOf(namespace, pair), workload);
    if (isScalable(workload)) add(bySelector, bucketOf(namespace, firstPair(workload)), workload);
    add(byName, JSON.stringify([namespace, name]), workload);
  }
  return { byLabel, bySelector, byName };
});

/** What other roots of the cluster render in the same namespaces counts too. */
function withNeighbours(root: Root): readonly Workload[] {
  const namespaces = new Set(root.workloads.map(root.platform.namespaceOf));
  return [
    ...new Set([...root.workloads, ...[...namespaces].flatMap(name => root.platform.workloadsIn(name))]),
  ];
}

function add(index: Map<string, Workload[]>, key: string, workload: Workload): void {
  const found = index.get(key);
  if (found === undefined) index.set(key, [workload]);
  else found.push(workload);
}

function firstPair(workload: Workload): readonly [string, unknown] | undefined {
  const labels = podSelector(workload)?.matchLabels;
  return isMap(labels) ? Object.entries(labels)[0] : undefined;
}

function bucketOf(namespace: string | undefined, pair: readonly [string, unknown] | undefined): string {
  return JSON.stringify([namespace, pair]);
}

function selects(workload: Workload, other: Workload): boolean {
  return matchesSelector(podSelector(workload), other.podLabels);
}
