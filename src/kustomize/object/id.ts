/** What names an object: group, version, kind, name and namespace. */

import { CLUSTER_SCOPED } from '../data/merge-schema.ts';

const NOT_NAMESPACED = '_non_namespaceable_';

export interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

export interface Id extends Gvk {
  readonly name: string;
  /** As written: '' when unset. */
  readonly namespace: string;
}

export function splitApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

export function joinApiVersion(gvk: Gvk): string {
  return gvk.group === '' ? gvk.version : `${gvk.group}/${gvk.version}`;
}

const CLUSTER_SCOPED_KINDS = new Set([...CLUSTER_SCOPED].map(type => type.slice(type.indexOf('|') + 1)));

/** kustomize knows the kinds of Kubernetes v1.21; every other kind counts as namespaced. */
export function isClusterScopedKind(gvk: Gvk): boolean {
  // Nearly always that is the answer, without a text made for the question.
  if (!CLUSTER_SCOPED_KINDS.has(gvk.kind)) return false;
  return CLUSTER_SCOPED.has(`${joinApiVersion(gvk)}|${gvk.kind}`);
}

export function effectiveNamespace(id: Id): string {
  if (isClusterScopedKind(id)) return NOT_NAMESPACED;
  return id.namespace === '' ? 'default' : id.namespace;
}

export function sameId(a: Id, b: Id): boolean {
  return (
    a.name === b.name &&
    a.kind === b.kind &&
    a.group === b.group &&
    a.version === b.version &&
    effectiveNamespace(a) === effectiveNamespace(b)
  );
}

/** `selector` fields that are empty select anything. */
export function selectsGvk(id: Gvk, selector: Partial<Gvk>): boolean {
  return (
    (!selector.group || selector.group === id.group) &&
    (!selector.version || selector.version === id.version) &&
    (!selector.kind || selector.kind === id.kind)
  );
}

export function describeId(id: Id): string {
  const ns = id.namespace === '' ? '' : ` in namespace ${id.namespace}`;
  return `${id.kind} ${id.name}${ns}`;
}
