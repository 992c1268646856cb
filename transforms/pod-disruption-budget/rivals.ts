/** Workloads that one budget could not tell apart (catalogue M3: two budgets on a pod make every eviction fail). */

import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import type { Root, Workload } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { podSelector } from '../shared/pods.ts';
import { isScalable } from '../shared/replicas/replicas.ts';
import { keyOf, labelKeys } from '../shared/selectors/own-keys.ts';

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

function selects(workload: Workload, other: Workload): boolean {
  return matchesSelector(podSelector(workload), other.podLabels);
}
