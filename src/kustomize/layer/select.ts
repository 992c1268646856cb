/** Which resources a `target`, `select` or `source` means (kustomize.md 1.8, 1.14). */

import { getText } from '../file/kustomization.ts';
import { BuildFailure } from '../files/problem.ts';
import { effectiveNamespace, type Id, selectsGvk } from '../object/id.ts';
import { stringMap } from '../object/metadata.ts';
import { allIds, idOf, originalId, type Resource } from '../object/resource.ts';
import { goRegExpWhole, NoPattern, type Pattern } from '../tree/go-regexp.ts';
import type { Node } from '../tree/node.ts';
import { matchesLabelSelector } from './label-selector.ts';

export interface Selector {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labelSelector: string;
  readonly annotationSelector: string;
}

export function readSelector(node: Node | undefined): Selector {
  return {
    group: getText(node, 'group'),
    version: getText(node, 'version'),
    kind: getText(node, 'kind'),
    name: getText(node, 'name'),
    namespace: getText(node, 'namespace'),
    labelSelector: getText(node, 'labelSelector'),
    annotationSelector: getText(node, 'annotationSelector'),
  };
}

/** Every field of a selector is an anchored regular expression; an empty one matches anything. */
export function anchored(pattern: string, file: string): Pattern | null {
  if (pattern === '') return null;
  try {
    return goRegExpWhole(pattern);
  } catch (error) {
    if (!(error instanceof NoPattern)) throw error;
    throw new BuildFailure('patch-target', error.message, { file });
  }
}

/** Whether a selector leaves the kind open, be it by a pattern that takes every one. */
export function isForAnyKind({ kind }: Selector, file: string): boolean {
  return passes(anchored(kind, file), 'NoKindIsCalledThis');
}

function passes(pattern: Pattern | null, text: string): boolean {
  return pattern === null || pattern.test(text);
}

/** The target of a patch: name and namespace match the original or the current identity, never one between. */
export function selectResources(
  resources: readonly Resource[],
  selector: Selector,
  file: string,
): Resource[] {
  const matchers = compile(selector, file);
  // The cheapest and most telling first: most targets are one name.
  return resources.filter(resource => {
    const current = idOf(resource);
    return (
      (passes(matchers.name, current.name) ||
        passes(matchers.name, resource.previous[0]?.name ?? current.name)) &&
      passesGvk(matchers, current) &&
      (matchers.namespace === null ||
        passes(matchers.namespace, effectiveNamespace(originalId(resource))) ||
        passes(matchers.namespace, effectiveNamespace(current))) &&
      matchesSelectors(resource, selector, file)
    );
  });
}

function compile(selector: Selector, file: string) {
  return {
    group: anchored(selector.group, file),
    version: anchored(selector.version, file),
    kind: anchored(selector.kind, file),
    name: anchored(selector.name, file),
    namespace: anchored(selector.namespace, file),
  };
}

function passesGvk(
  matchers: { group: Pattern | null; version: Pattern | null; kind: Pattern | null },
  gvk: { group: string; version: string; kind: string },
): boolean {
  return (
    passes(matchers.group, gvk.group) &&
    passes(matchers.version, gvk.version) &&
    passes(matchers.kind, gvk.kind)
  );
}

/** The `select` of a replacement: anchored patterns against any identity that the resource ever had. */
export function selectByAnyId(resource: Resource, selector: Selector, file: string): boolean {
  const matchers = compile(selector, file);
  return allIds(resource).some(id => matchesId(id, matchers));
}

/** A `reject` that names no identity rejects none: its labels are judged apart. */
export function rejectsId(resource: Resource, selector: Selector, file: string): boolean {
  const { group, version, kind, name, namespace } = selector;
  return `${group}${version}${kind}${name}${namespace}` !== '' && selectByAnyId(resource, selector, file);
}

function matchesId(id: Id, matchers: ReturnType<typeof compile>): boolean {
  return (
    passesGvk(matchers, id) &&
    passes(matchers.name, id.name) &&
    // As written: unlike the target of a patch, an unset namespace is not `default` here.
    passes(matchers.namespace, id.namespace)
  );
}

/** The source of a replacement: exact text, any identity. */
export function isExactly(resource: Resource, selector: Selector): boolean {
  return allIds(resource).some(
    id =>
      (selector.name === '' || selector.name === id.name) &&
      (selector.namespace === '' ||
        effectiveNamespace({ ...id, namespace: selector.namespace }) === effectiveNamespace(id)) &&
      selectsGvk(id, selector),
  );
}

/** Label and annotation selectors see the state at that moment. */
export function matchesSelectors(
  resource: Resource,
  selector: Pick<Selector, 'labelSelector' | 'annotationSelector'>,
  file: string,
): boolean {
  return (
    (selector.labelSelector === '' ||
      matchesLabelSelector(stringMap(resource.node, 'labels'), selector.labelSelector, file)) &&
    (selector.annotationSelector === '' ||
      matchesLabelSelector(stringMap(resource.node, 'annotations'), selector.annotationSelector, file))
  );
}
