/** Labels of its own that the repository writes on what stands for a workload: a Service, a budget, an autoscaler. */

import { saysItsMaker } from '../../../src/kubernetes/origin-labels.ts';
import type { Resource, Root, Workload } from '../../../src/transform.ts';
import { isInManifest } from '../places.ts';
import { remembered } from '../remembered.ts';
import { applicationOf } from './application.ts';
import { PREFIX, VERSION } from './keys.ts';
import { holdsVariable } from './values.ts';

/** What belongs to one workload, and is written by the same hand. */
const KINDS = ['Service', 'PodDisruptionBudget', 'HorizontalPodAutoscaler'];
/** How many objects make a habit. */
const SEVERAL = 2;

/**
 * The labels of a workload that a new object for it has to carry to look like the others: those that most objects of the kind carry
 * with the value of their workload, or most of all that stand for one, where the root has none of the kind. What is a habit in one
 * of the roots that have the workload counts in all of them: one object is for all.
 */
export function labelsLikeSisters(workload: Workload, root: Root, kind: string): Record<string, string> {
  const roots = [root, ...root.sistersOf(workload).map(sister => sister.root)];
  const keys = roots.flatMap(each => {
    const { ofKind, ofAny } = habitsOf(each);
    return ofKind.get(kind) ?? ofAny;
  });
  return Object.fromEntries(
    [...new Set(keys)].sort().flatMap(key => {
      const value = workload.labels[key] ?? workload.podLabels[key];
      return value === undefined || saysItsMaker(key, value) || holdsVariable(value) ? [] : [[key, value]];
    }),
  );
}

const habitsOf = remembered((root: Root) => {
  const objects = KINDS.flatMap(kind => root.find(kind));
  const kinds = new Set(objects.map(({ kind }) => kind));
  return {
    ofKind: new Map([...kinds].map(kind => [kind, keysOfMost(root.find(kind), root)])),
    ofAny: keysOfMost(objects, root),
  };
});

/** Keys that two thirds of them write with the values of their workloads. What the workload too says it belongs to is no matter of one object. */
function keysOfMost(objects: readonly Resource[], root: Root): readonly string[] {
  const written = new Map<string, { count: number; readonly by: Set<Resource> }>();
  let served = 0;
  for (const object of objects) {
    const workload = applicationOf(object, root);
    if (workload === undefined) continue;
    served++;
    for (const key of Object.keys(object.labels)) {
      if (!isOfWorkload(key, object, workload)) continue;
      const found = written.get(key) ?? { count: 0, by: new Set<Resource>() };
      found.count++;
      found.by.add(object);
      if (key.startsWith(PREFIX) && isOwn(key, workload)) found.by.add(workload);
      written.set(key, found);
    }
  }
  return [...written].flatMap(([key, { count, by }]) =>
    by.size >= SEVERAL && count * 3 >= served * 2 ? [key] : [],
  );
}

function isOfWorkload(key: string, object: Resource, workload: Workload): boolean {
  const value = workload.labels[key] ?? workload.podLabels[key];
  return key !== VERSION && object.labels[key] === value && isOwn(key, object);
}

function isOwn(key: string, object: Resource): boolean {
  return object.labels[key] !== undefined && isInManifest(['metadata', 'labels', key], object);
}
