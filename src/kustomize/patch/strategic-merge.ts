/**
 * The strategic merge as kustomize does it (kustomize.md 1.9), its side effects included: patched elements
 * come first, merged lists lose duplicates, compound keys with unequal presence lose the patch.
 */

import { memoized } from '../../text/memo.ts';
import { copyOf } from '../../yaml/read/data.ts';
import { apiVersionOf, kindOf } from '../object/resource.ts';
import {
  BUILT_IN_SCHEMA,
  type Definition,
  definitionNamed,
  type MergeSchema,
} from '../specs/merge-definitions.ts';
import {
  bareKeys,
  isNull,
  type ListNode,
  type MapNode,
  mapNode,
  type Node,
  noText,
  scalarNode,
  unprintableKey,
  withHistory,
  withItems,
  withoutFold,
} from '../tree/node.ts';
import { directiveOf, listDirective, MergeProblem, stripDirective } from './directives.ts';
import {
  appendElements,
  deleteElements,
  ensureKeys,
  findElement,
  refuseNullKeys,
  setElement,
  unifyTuples,
  usedParts,
  validParts,
  valueTuples,
} from './list-elements.ts';

/** What is merged cannot be printed as YAML. */
export class UnprintableProblem extends MergeProblem {}

type PossibleDefinition = Definition | undefined;

/** Definition of a kind, or undefined: then every list is replaced whole. */
export function definitionOf(
  resource: { readonly node: MapNode },
  { current }: { readonly current: MergeSchema } = { current: BUILT_IN_SCHEMA },
): PossibleDefinition {
  const root = current.roots[`${apiVersionOf(resource)}|${kindOf(resource)}`];
  return root === undefined ? undefined : definitionNamed(current, root);
}

/** The merge keys of a list under a definition's field, or undefined when a patch replaces it whole. */
export function mergeFieldOf(
  definition: PossibleDefinition,
  field: string,
): { below: PossibleDefinition; keys: readonly string[] | undefined } {
  const fields = definition?.fields;
  const known = fields && (Object.hasOwn(fields, field) ? fields[field] : fields['*']);
  const below =
    definition &&
    ((known && definitionNamed(definition.schema, known[0])) || unknownFields(definition.schema));
  return { below, keys: known?.[1] };
}

/** A definition that knows no field: the same one for a schema, so that it can be recognized. */
const unknownFields = memoized((schema: MergeSchema): Definition => ({ fields: {}, schema }));

/** Merges a patch into an object. Null when the patch deletes it. */
export function strategicMerge(
  dest: MapNode,
  patch: MapNode,
  schema: MergeSchema = BUILT_IN_SCHEMA,
): MapNode | null {
  return (
    (mergeMap(dest, patch, { below: undefined, keys: undefined, schema }) as MapNode | undefined) ?? null
  );
}

interface FieldSchema {
  /** Undefined where nothing is known: then a map's own apiVersion and kind are asked. */
  readonly below: PossibleDefinition;
  readonly keys: readonly string[] | undefined;
  readonly schema: MergeSchema;
}

/** A map of which nothing is known may be an object in itself; the object comes before the patch. */
function definitionFor(
  dest: Node | undefined,
  patch: Node | undefined,
  known: FieldSchema,
): PossibleDefinition {
  if (known.below) return known.below;
  const from = { current: known.schema };
  const own = dest?.kind === 'map' ? definitionOf({ node: dest }, from) : undefined;
  return own ?? (patch?.kind === 'map' ? definitionOf({ node: patch }, from) : undefined);
}

const UNKNOWN = { below: undefined, keys: undefined };

/** Result of a merge: undefined means the field is cleared. */
type Merged = Node | undefined;

function mergeNode(dest: Node | undefined, patch: Node | undefined, schema: FieldSchema): Merged {
  const kind = kindOfFirst(dest, patch);
  requireSameKind(kind, dest, patch);
  if (kind === 'list') {
    return schema.keys
      ? mergeList(dest as ListNode | undefined, patch as ListNode | undefined, schema)
      : patch === undefined
        ? dest
        : replaced(dest, patch);
  }
  if (kind === 'scalar') return patch === undefined ? dest : replaced(dest, patch);
  return mergeMap(dest, patch, schema);
}

/** A null of the patch removes the field, whatever it held. */
function replaced(dest: Node | undefined, patch: Node): Merged {
  if (isNull(patch)) return undefined;
  if (dest === patch) return patch;
  if (dest === undefined) {
    if (patch.kind === 'list') refuseUnprintable(patch);
    return patch;
  }
  // A value that is there takes the text and keeps its style; what is new comes as it is written, folds included.
  return withHistory(inStyleOf(dest, withoutFold(patch)), dest);
}

/** A number over a text in quotes is a text in quotes. */
function inStyleOf(dest: Node, patch: Node): Node {
  if (dest.kind !== 'scalar' || patch.kind !== 'scalar' || dest.styled === patch.styled) return patch;
  const value = dest.styled ? patch.raw : patch.value;
  return scalarNode(value, patch.origin, patch.over, patch.raw, dest.styled);
}

function kindOfFirst(dest: Node | undefined, patch: Node | undefined): 'map' | 'list' | 'scalar' | null {
  if (dest && !isNull(dest)) return dest.kind;
  if (patch && !isNull(patch)) return patch.kind;
  return null;
}

function requireSameKind(kind: string | null, ...nodes: (Node | undefined)[]): void {
  for (const node of nodes) {
    if (kind && node && !isNull(node) && node.kind !== kind) {
      throw new MergeProblem(`a ${node.kind} cannot be merged into a ${kind}`);
    }
  }
}

/** Maps, and nodes of which both sides are null or missing. */
function mergeMap(dest: Node | undefined, patch: Node | undefined, known: FieldSchema): Merged {
  let from = patch;
  const schema = { keys: known.keys, schema: known.schema, below: definitionFor(dest, patch, known) };
  if (dest === undefined || isNull(dest)) {
    const directive = directiveOf(patch);
    if (directive === 'delete') return undefined;
    // A null that the object wrote itself survives when the patch does not speak of it.
    if (patch === undefined && dest !== undefined)
      return dest.kind === 'scalar' && dest.raw !== '' ? dest : undefined;
    if (patch?.kind !== 'map') return undefined;
    refuseUnprintable(patch);
    return mergeWithItself(stripDirective(patch), schema, dest ?? null);
  }
  if (from !== undefined && isNull(from)) return undefined;
  const directive = directiveOf(from);
  if (directive === 'delete') return undefined;
  if (from?.kind === 'map') from = stripDirective(from);
  if (directive === 'replace') return mergeWithItself(from as MapNode, schema, dest);
  return mergeEntries(dest as MapNode, from as MapNode | undefined, schema);
}

/**
 * Merging makes one key of two, and keeps the quotes of keys that are there; what is added as a whole is as it is written,
 * and kustomize fails when it prints it.
 */
function refuseUnprintable(added: Node): void {
  const reason = unprintableKey(added);
  if (reason !== undefined) throw new UnprintableProblem(reason);
}

/** What a patch adds is merged with itself: that drops its nulls and directives. */
function mergeWithItself(added: MapNode, schema: FieldSchema, over: Node | null): MapNode {
  return withHistory(mergeEntries(added, added, schema), over);
}

/**
 * Maps in which a merge that says nothing changes nothing, with the definition that this holds for: most of an object
 * is passed by most patches. Of an immutable map this stays true; it is kept as long as the map is.
 */
const settled = new WeakMap<MapNode, Definition | MergeSchema>();

function mergeEntries(dest: MapNode, patch: MapNode | undefined, { below, schema }: FieldSchema): MapNode {
  if (!patch && settled.get(dest) === (below ?? schema)) return dest;
  let entries: Map<string, Node> | null = null;
  let gone = dest.gone;
  const step = (key: string, old: Node | undefined, wish: Node | undefined) => {
    const field = below ? mergeFieldOf(below, key) : UNKNOWN;
    const merged = mergeNode(old, wish, { below: field.below, keys: field.keys, schema });
    // Also where there is nothing to remove yet: what a lower layer might say would be removed.
    if (merged === undefined && wish) gone = new Map(gone ?? []).set(key, wish.origin);
    if (merged === old) return;
    entries ??= copyOf(dest.entries);
    if (merged === undefined) entries.delete(key);
    else entries.set(key, merged);
  };
  dest.entries.forEach((old, key) => {
    step(key, old, patch?.entries.get(key));
  });
  const bare = patch && bareKeys(patch);
  patch?.entries.forEach((wish, key) => {
    if (dest.entries.has(key)) return;
    if (bare?.has(key) && !isNull(wish)) throw new UnprintableProblem(noText(key));
    step(key, undefined, wish);
  });
  if (entries === null && gone === dest.gone) {
    if (!patch) settled.set(dest, below ?? schema);
    return dest;
  }
  return mapNode(entries ?? dest.entries, dest.origin, dest.over, gone);
}

/** Lists with merge keys; `keys` empty means a set of scalars. */
function mergeList(dest: ListNode | undefined, patch: Node | undefined, schema: FieldSchema): Merged {
  if (dest === undefined || isNull(dest)) {
    if (patch === undefined || isNull(patch)) return undefined;
    const added = listDirective(patch as ListNode).list;
    return mergeElements(added, added, schema);
  }
  if (patch === undefined) return mergeElements(dest, undefined, schema);
  if (isNull(patch)) return undefined;
  const { strategy, list } = listDirective(patch as ListNode);
  if (strategy === 'delete') return undefined;
  if (strategy === 'replace') return withHistory(mergeElements(list, list, schema) as ListNode, dest);
  return mergeElements(dest, list, schema);
}

function mergeElements(dest: ListNode, patch: ListNode | undefined, schema: FieldSchema): ListNode {
  const keys = schema.keys!.length === 0 ? [''] : schema.keys!;
  refuseNullKeys(dest, patch, keys);
  let tuples = valueTuples(patch === undefined || patch === dest ? [dest] : [patch, dest], keys);
  if (tuples.length === 0) return dest;
  if (keys.length > 1) tuples = unifyTuples(tuples);
  const used = usedParts(tuples, keys);
  let rest: readonly Node[] = dest.items;
  let added: Node[] = [];
  let valid: { keys: string[]; values: string[] } = { keys: [...keys], values: [] };
  for (const tuple of tuples) {
    valid = validParts(used, tuple, keys);
    const own = validParts(usedParts([valid.values], valid.keys), valid.values, valid.keys);
    const oldElement = findElement(rest, own.keys, own.values);
    const wish = patch && findElement(patch.items, own.keys, own.values);
    let merged = mergeNode(oldElement, wish, { ...schema, keys: undefined });
    if (merged === undefined || isNull(merged) || (merged.kind === 'map' && merged.entries.size === 0)) {
      // A directive is gone once it is read, even where the keys of its element are too few to delete it.
      if (oldElement?.kind === 'map' && oldElement === wish)
        rest = rest.map(item => (item === oldElement ? stripDirective(oldElement) : item));
      rest = deleteElements(rest, valid.keys, valid.values);
      continue;
    }
    if (merged.kind === 'map') merged = ensureKeys(merged, valid);
    if (oldElement && merged !== oldElement) rest = rest.map(item => (item === oldElement ? merged! : item));
    added = setElement(added, valid.keys, valid.values, merged);
  }
  const items = appendElements(added, rest, valid.keys);
  return sameItems(items, dest.items) ? dest : withItems(dest, items);
}

function sameItems(a: readonly Node[], b: readonly Node[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
