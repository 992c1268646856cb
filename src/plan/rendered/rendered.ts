/** A root as it is rendered now, with the way from each rendered object back to what was accumulated. */

import type { Accumulated, Outcome } from '../../kustomize/build/evaluate.ts';
import { nameOf, type Resource } from '../../kustomize/object/resource.ts';
import { entry, type MapNode, type Node, type Overwritten, toJson } from '../../kustomize/tree/node.ts';
import { memoized } from '../../text/memo.ts';
import type { FieldPath, JsonObject } from '../../transform.ts';

export interface RenderedObject {
  /** Unique inside the root, and the same in every round. */
  readonly key: string;
  readonly sourceId: string;
  /** After the last step of the build. */
  readonly final: Resource;
  /** Before the steps of a root: names without hashes. */
  readonly accumulated: Resource;
  readonly object: JsonObject;
}

export interface RenderedRoot {
  readonly folder: string;
  readonly accumulated: Accumulated;
  readonly objects: readonly RenderedObject[];
  readonly byKey: ReadonlyMap<string, RenderedObject>;
  /** Objects that others read and that are not rendered themselves: local configuration. */
  readonly hidden: readonly RenderedObject[];
}

/** A render follows from what was accumulated; kept as long as that is. */
const roots = new WeakMap<Accumulated, RenderedRoot>();

/** The same for the same result of an evaluation: rounds and attempts share what no change reaches. */
export function renderedRoot(outcome: Outcome & { state: 'evaluated' }): RenderedRoot {
  let root = roots.get(outcome.accumulated);
  if (!root) roots.set(outcome.accumulated, (root = render(outcome)));
  return root;
}

interface Reading {
  readonly json: JsonObject;
  readonly overwritten: readonly Overwritten[];
}

const readingOf = memoized((node: MapNode): Reading => {
  const overwritten: Overwritten[] = [];
  return { json: toJson(node, overwritten), overwritten };
});

/** Plain data of an object, made once. */
export function jsonOf(node: MapNode): JsonObject {
  return readingOf(node).json;
}

/** The scalars of an object that replaced others. */
export function overwrittenIn(node: MapNode): readonly Overwritten[] {
  return readingOf(node).overwritten;
}

function render(outcome: Outcome & { state: 'evaluated' }): RenderedRoot {
  const counts = new Map<string, number>();
  const objects = outcome.resources.map(final => {
    // The last steps have made every one of them from another.
    const accumulated = outcome.originals.get(final)!;
    const seen = counts.get(final.source.id) ?? 0;
    counts.set(final.source.id, seen + 1);
    // A base that a root takes twice renders one source object twice.
    const key = seen === 0 ? final.source.id : `${final.source.id}~${seen}`;
    return { key, sourceId: final.source.id, final, accumulated, object: jsonOf(final.node) };
  });
  const shown = new Set(objects.map(object => object.accumulated));
  const hidden = outcome.accumulated.resources
    .filter(resource => !shown.has(resource))
    .map(resource => ({
      key: resource.source.id,
      sourceId: resource.source.id,
      final: resource,
      accumulated: resource,
      object: jsonOf(resource.node),
    }));
  return {
    folder: outcome.folder,
    accumulated: outcome.accumulated,
    objects,
    byKey: new Map(objects.map(object => [object.key, object])),
    hidden,
  };
}

/** The object of a root that a change names. @throws where a transform names one that the root does not render */
export function objectNamed({ byKey, folder }: RenderedRoot, key: string): RenderedObject {
  const object = byKey.get(key);
  if (!object) throw new Error(`${folder || '.'} renders no object ${key}`);
  return object;
}

/** The node at a field path; keyed steps select list elements. */
export function nodeAt(root: Node | undefined, path: FieldPath): Node | undefined {
  let node = root;
  for (const step of path) node = childOf(node, step);
  return node;
}

/** The node one step below; a keyed step selects a list element. */
export function childOf(node: Node | undefined, step: FieldPath[number]): Node | undefined {
  if (typeof step === 'string') return entry(node, step);
  return node?.kind === 'list' ? node.items[indexOfItem(node.items, step)] : undefined;
}

/** Index of the element whose keys have these values, by their texts too, or -1. An absent `protocol` means TCP. */
export function indexOfItem(items: readonly Node[], step: Exclude<FieldPath[number], string>): number {
  return items.findIndex(item => {
    // Not by Object.entries: every element of every list on the way to a field is asked. A key of a step has a value.
    for (const key in step) if (!hasValue(item, key, step[key]!)) return false;
    return true;
  });
}

function hasValue(item: Node, key: string, value: string | number): boolean {
  const field = entry(item, key);
  if (field === undefined) return key === 'protocol' && value === 'TCP';
  return field.kind === 'scalar' && (field.value === value || field.raw === String(value));
}

/** The deepest node on the way to a path, and how many steps lead to it. */
export function deepest(root: MapNode, path: FieldPath): { node: Node; depth: number } {
  let node: Node = root;
  let depth = 0;
  for (const step of path) {
    const next = childOf(node, step);
    if (next === undefined) return { node, depth };
    node = next;
    depth++;
  }
  return { node, depth };
}

/** The name that the source wrote (without the hash of generated ones), so that ids survive prefixes and namespaces of one overlay. */
export function subjectName({ accumulated }: RenderedObject): string {
  return accumulated.previous[0]?.name ?? nameOf(accumulated);
}

/** Kind and name of an object, as its source writes it. */
export function objectName(object: RenderedObject): string {
  return `${object.object.kind}/${subjectName(object)}`;
}
