/**
 * What the renders must become: the goals applied to the old render, and what follows from them by kustomize's
 * own rules. Nothing here looks at the new texts (proof.md).
 */
import type { Accumulated, Evaluator } from '../../kustomize/build/evaluate.ts';
import { cloneShell, type Resource } from '../../kustomize/object/resource.ts';
import { type Node, originOf } from '../../kustomize/tree/node.ts';
import type { EntryWriter, Origin } from '../../kustomize/tree/writer.ts';
import type { FieldPath } from '../../transform.ts';
import type { Declaration } from '../model/declaration.ts';
import type { Level, TextLevel } from '../model/level.ts';
import { become } from '../rendered/become.ts';
import { removeInNode, treeSetter } from '../rendered/change-tree.ts';
import { patchedElements } from '../rendered/elements.ts';
import { groupedBy } from '../rendered/grouped.ts';
import { heightOf, levelKey, lowestEffective, reaches } from '../rendered/heights.ts';
import { belowRenames, underNameOf } from '../rendered/image-parts.ts';
import { deepest, jsonOf, nodeAt } from '../rendered/rendered.ts';
import { namespaced } from './namespaced.ts';
import { relabelled } from './relabelled.ts';
import { withNewName } from './with-new-name.ts';

/** No folder has this name: below all layers. */
const SOURCE = '\0source';

/** Who writes what is declared at a level: what another fix declares further down is not seen behind it. */
function plannedAt(level: Level): Origin {
  const layer = level.type === 'source' ? SOURCE : level.type === 'layer' ? level.folder : layerOf(level);
  return originOf({ type: 'planned', file: '', doc: 0, layer, reason: 'declared by a fix' });
}

function layerOf({ origin: { by } }: TextLevel): string {
  return by.type === 'source' ? SOURCE : by.layer;
}

/** What a kustomization must accumulate: its objects with the declared changes. */
export interface Expected {
  /** With the new objects, without the changes. */
  readonly accumulated: Accumulated;
  readonly resources: readonly Resource[];
  /** Fixes that have declared something of an object, by its source: what is declared and not seen is none. */
  readonly declaredBy: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The declarations that may be about a source object, in the order in which they were declared: the last one wins. */
export type DeclarationsOf = (sourceId: string) => readonly Declaration[];

export function declarationsBySource(declarations: readonly Declaration[]): DeclarationsOf {
  const named = groupedBy(declarations, d => d.sourceId);
  const forAll = named.get(null) ?? [];
  if (forAll.length === 0) return id => named.get(id) ?? [];
  const merged = new Map<string, readonly Declaration[]>();
  return id => {
    const own = named.get(id);
    if (!own) return forAll;
    let all = merged.get(id);
    if (!all) {
      const both = new Set([...own, ...forAll]);
      merged.set(id, (all = declarations.filter(declaration => both.has(declaration))));
    }
    return all;
  };
}

/** What a kustomization must accumulate, or null when it does not build with the new objects. */
export function expectedOf(
  injected: Evaluator,
  folder: string,
  declarationsOf: DeclarationsOf,
): Expected | null {
  const accumulated = injected.accumulate(folder);
  if (accumulated === null) return null;
  const declaredBy = new Map<string, Set<string>>();
  const resources = accumulated.resources.map(resource => {
    const { id } = resource.source;
    const all = declarationsOf(id);
    if (all.length === 0) return resource;
    const fixes = declaredBy.get(id) ?? new Set();
    declaredBy.set(id, fixes);
    return declared(resource, all, fixes, {
      renames: ({ sourceId, scope }) =>
        scope.has(folder) || accumulated.resources.some(each => each.source.id === sourceId),
      relabelled: (changed, each) => relabelled(changed, each, accumulated, injected),
      namespaced: (changed, namespace, level) =>
        namespaced(changed, namespace, accumulated, plannedAt(level)),
    });
  });
  return { accumulated, resources, declaredBy };
}

/** Where a value stands a removal takes along what would be empty without it, as a text does not say what holds nothing. */
function withEmptied(root: Node, path: FieldPath): FieldPath {
  if (path.length < 2) return path;
  const above = path.slice(0, -1);
  const parent = nodeAt(root, above);
  const isLast =
    (parent?.kind === 'map' && parent.entries.size === 1) ||
    (parent?.kind === 'list' && parent.items.length === 1);
  return isLast ? withEmptied(root, above) : path;
}

function isWrittenBy(node: Node | undefined, entry: EntryWriter): boolean {
  const by = node?.origin.by;
  return by?.type === entry.type && by.layer === entry.layer && by.index === entry.index;
}

/** What kustomizations make of an object by their own rules. */
interface Rules {
  /** Whether what the folder is made of says the new name. */
  renames(renamed: NonNullable<Declaration['renamed']>): boolean;
  /** With what layers above the place of a declaration make of it. */
  relabelled(changed: Resource, declaration: Declaration): Resource['node'];
  namespaced(changed: Resource, namespace: string, level: Level): Resource;
}

/** @param fixes gets the ids of those whose declarations are seen */
function declared(
  resource: Resource,
  declarations: readonly Declaration[],
  fixes: Set<string>,
  rules: Rules,
): Resource {
  let result = cloneShell(resource);
  const setters = new Map<string, ReturnType<typeof treeSetter>>();
  const setterAt = (level: Level) => {
    const key = levelKey(level);
    let setter = setters.get(key);
    if (!setter) setters.set(key, (setter = treeSetter(plannedAt(level))));
    return setter;
  };
  const apply = ({ type, value, level, fixIds }: Declaration, path: FieldPath) => {
    for (const id of fixIds) fixes.add(id);
    const old = nodeAt(result.node, path);
    // Entries above give the image their name, whatever its tag.
    const seen = old && belowRenames(old) !== old ? underNameOf(old, value, belowRenames(old)) : value;
    result.node =
      type === 'set'
        ? setterAt(level)(result.node, path, seen)
        : removeInNode(result.node, level.type === 'layer' ? path : withEmptied(result.node, path));
  };
  for (const declaration of declarations) {
    if (declaration.converted) {
      const made = declaration.converted(jsonOf(result.node));
      result.node = become(result.node, made, plannedAt(declaration.level));
      continue;
    }
    if (declaration.renamed) {
      if (!rules.renames(declaration.renamed)) continue;
      const made = withNewName(result, declaration.renamed, plannedAt(declaration.level));
      if (made !== result) for (const id of declaration.fixIds) fixes.add(id);
      result = made;
      continue;
    }
    if (declaration.level.type === 'text') {
      const prefix = patchedElements(resource.node).get(declaration.level.key);
      if (prefix) apply(declaration, [...prefix, ...declaration.path]);
      continue;
    }
    const object = { accumulated: result };
    const { level } = declaration;
    if (declaration.by && !isWrittenBy(nodeAt(resource.node, declaration.path), declaration.by)) continue;
    if (!reaches(object, level)) continue;
    if (declaration.namespace !== undefined) {
      for (const id of declaration.fixIds) fixes.add(id);
      result = rules.namespaced(result, declaration.namespace, level);
      continue;
    }
    if (declaration.isCopy) {
      const { by } = deepest(resource.node, declaration.path).node.origin;
      const isStill = by.type === 'replacement' && level.type === 'layer' && by.layer === level.folder;
      if (isStill) apply(declaration, declaration.path);
      continue;
    }
    // Somebody above writes the field: a change below cannot be seen here.
    if (lowestEffective(declaration, object) > heightOf(object, level)) continue;
    apply(declaration, declaration.path);
    result.node = rules.relabelled(result, declaration);
  }
  return result;
}
