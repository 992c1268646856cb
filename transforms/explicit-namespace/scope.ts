/** Which objects are in a namespace at all. */
import { isClusterScoped } from '../../src/kubernetes/kinds.ts';
import type { Resource, Root } from '../../src/transform.ts';
import { isNamedByNobody } from '../shared/leaves.ts';

/** Undefined of a custom resource whose definition nobody here renders. */
export function isInNamespace({ kind, apiVersion }: Resource, root: Root): boolean | undefined {
  const isOfCluster = isClusterScoped(kind, apiVersion);
  if (isOfCluster !== undefined) return !isOfCluster;
  const scope = root.platform
    .ofCluster('CustomResourceDefinition')
    .find(
      each =>
        each.get(['spec', 'names', 'kind']) === kind &&
        apiVersion.startsWith(`${each.get(['spec', 'group'])}/`),
    )
    ?.get(['spec', 'scope']);
  return scope === undefined ? undefined : scope === 'Namespaced';
}

/** A ConfigMap that nothing in the root names or selects: replacements have read it before anybody applies it. */
export function isForNobody(resource: Resource, root: Root): boolean {
  return (
    resource.kind === 'ConfigMap' &&
    Object.keys(resource.labels).length === 0 &&
    isNamedByNobody(resource, root)
  );
}

/** It names no namespace. */
export function isOpen({ namespace = '' }: Resource): boolean {
  return namespace === '';
}

/** Of the cluster as a whole by its definition, which kustomize does not read: it gives it a namespace. */
export function isUnknownToKustomize(resource: Resource, root: Root): boolean {
  const { kind, apiVersion } = resource;
  return isClusterScoped(kind, apiVersion) === undefined && isInNamespace(resource, root) === false;
}
