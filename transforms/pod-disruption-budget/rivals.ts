/** Workloads that one budget could not tell apart (catalogue M3: two budgets on a pod make every eviction fail). */

import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import type { Root, Workload } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { indexBy } from '../shared/index-by.ts';
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
  const all = withNeighbours(root);
  const { namespaceOf } = root.platform;
  return {
    byLabel: indexBy(all, workload =>
      // Under no label at all too: a selector without plain labels may take any.
      [undefined, ...Object.entries(workload.podLabels)].map(pair => bucketOf(namespaceOf(workload), pair)),
    ),
    bySelector: indexBy(all.filter(isScalable), workload => [
      bucketOf(namespaceOf(workload), firstPair(workload)),
    ]),
    byName: indexBy(all, workload => [JSON.stringify([namespaceOf(workload), workload.name])]),
  };
});

/** What other roots of the cluster render in the same namespaces counts too. */
function withNeighbours(root: Root): readonly Workload[] {
  const namespaces = new Set(root.workloads.map(root.platform.namespaceOf));
  return [
    ...new Set([...root.workloads, ...[...namespaces].flatMap(name => root.platform.workloadsIn(name))]),
  ];
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
