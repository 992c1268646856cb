/** What stands in which namespace, over all roots: worked out once, since every root asks for all that is around it. */

import { isClusterScoped } from '../../kubernetes/kinds.ts';
import { memoized } from '../../text/memo.ts';
import type { Resource, Root, Workload } from '../../transform.ts';
import { groupedBy } from '../rendered/grouped.ts';

/** What a workload is looked up by. */
export type KeysOf = (workload: Workload) => Iterable<string>;

export interface Around {
  roots(): readonly Root[];
  /** Roots that render a kind in a namespace, in order; undefined: in none. */
  rootsWith(kind: string, namespace: string | undefined): readonly Root[];
  /** Workloads in a namespace that have a key, in the order of their roots. */
  workloadsWith(keysOf: KeysOf, namespace: string, key: string): readonly Workload[];
}

/** @param roots whose views are complete when the first question is asked */
export function newAround(roots: () => readonly Root[]): Around {
  let byKind: NestedIndex<string | undefined, Root> | undefined;
  const byKeys = new Map<KeysOf, NestedIndex<string, Workload>>();
  return {
    roots,
    rootsWith(kind, namespace) {
      byKind ??= rootsByKind(roots());
      return byKind.get(namespace)?.get(kind) ?? [];
    },
    workloadsWith(keysOf, namespace, key) {
      let index = byKeys.get(keysOf);
      if (index === undefined) byKeys.set(keysOf, (index = workloadsByKey(roots(), keysOf)));
      return index.get(namespace)?.get(key) ?? [];
    },
  };
}

/** By namespace, and by what else is asked for. */
type NestedIndex<N, T> = Map<N, Map<string, T[]>>;

function rootsByKind(roots: readonly Root[]): NestedIndex<string | undefined, Root> {
  const index: NestedIndex<string | undefined, Root> = new Map();
  for (const root of roots) {
    for (const [namespace, kinds] of kindsByNamespace(root))
      for (const kind of kinds.keys()) add(index, namespace, kind, root);
  }
  return index;
}

function workloadsByKey(roots: readonly Root[], keysOf: KeysOf): NestedIndex<string, Workload> {
  const index: NestedIndex<string, Workload> = new Map();
  for (const root of roots) {
    for (const workload of root.workloads) {
      const namespace = namespaceOf(workload);
      if (namespace === undefined) continue;
      for (const key of keysOf(workload)) add(index, namespace, key, workload);
    }
  }
  return index;
}

function add<N, T>(index: NestedIndex<N, T>, namespace: N, key: string, value: T): void {
  let inside = index.get(namespace);
  if (inside === undefined) index.set(namespace, (inside = new Map()));
  const known = inside.get(key);
  if (known === undefined) inside.set(key, [value]);
  else known.push(value);
}

export const resourcesByNamespace = memoized((root: Root) => groupedBy(root.resources, namespaceOf));

export const kindsByNamespace = memoized(
  (root: Root) =>
    new Map([...resourcesByNamespace(root)].map(([name, all]) => [name, groupedBy(all, each => each.kind)])),
);

/** Workloads of a root that say no namespace, by what they are looked up by. */
export const nowhereByKey = memoized((root: Root) => {
  const all = workloadsByNamespace(root).get(undefined) ?? [];
  return memoized((keysOf: KeysOf) => {
    const index = new Map<string, Workload[]>();
    for (const workload of all) {
      for (const key of new Set(keysOf(workload))) {
        const known = index.get(key);
        if (known === undefined) index.set(key, [workload]);
        else known.push(workload);
      }
    }
    return index;
  });
});

export const workloadsByNamespace = memoized((root: Root) => groupedBy(root.workloads, namespaceOf));

/** The root of each object of a view. A view never changes: this can be told again from any root. */
const homes = new WeakMap<Resource, Root>();

/** To be called once for each root, with all that it renders. */
export function settle(root: Root): void {
  for (const resource of root.resources) homes.set(resource, root);
}

/** The root that renders an object. */
export function homeOf(resource: Resource): Root | undefined {
  return homes.get(resource);
}

export function namespaceOf(resource: Resource): string | undefined {
  if (isClusterScoped(resource.kind, resource.apiVersion) === true) return undefined;
  return resource.namespace ?? homes.get(resource)?.namespace;
}
