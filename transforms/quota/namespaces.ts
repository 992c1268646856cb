/** The namespaces that a root owns (catalogue H2). */

import type { Resource, Root, Workload } from '../../src/transform.ts';

export interface OwnedNamespace {
  readonly name: string;
  /** The Namespace object, when the root renders it. */
  readonly object: Resource | undefined;
  readonly workloads: readonly Workload[];
}

/** Namespaces that the root declares, and the one that all its objects are in. */
export function ownedNamespaces(root: Root): readonly OwnedNamespace[] {
  const declared = root.find('Namespace', each => each.apiVersion === 'v1');
  const names = new Set([
    ...declared.map(each => each.name),
    ...(root.namespace === undefined ? [] : [root.namespace]),
  ]);
  return [...names].map(name => ({
    name,
    object: declared.find(each => each.name === name),
    workloads: root.workloads.filter(each => isIn(each, name, root)),
  }));
}

/** What stands at a finding about a namespace: its object, else the root. */
export function placeOf(
  namespace: OwnedNamespace,
  root: Root,
): { readonly on: string; readonly path: readonly [] } {
  return { on: namespace.object?.key ?? root.path, path: [] };
}

/** Objects of a kind in a namespace. */
export function objectsIn(namespace: OwnedNamespace, kind: string, root: Root): readonly Resource[] {
  return root.find(kind, each => isIn(each, namespace.name, root));
}

/** Objects without a namespace belong to the only one that the root declares: whoever applies it says so. */
function isIn(resource: Resource, name: string, root: Root): boolean {
  return (resource.namespace ?? root.namespace) === name;
}
