/**
 * The effective tree: immutable nodes that carry where each value was written. A change copies the path to
 * it and shares the rest, so the result of a base is shared by all its overlays.
 */
import { copyOf, isJsonList, isJsonMap, type Json, type JsonMap } from '../../yaml/read/data.ts';
import type { Scalar } from '../../yaml/read/scalar.ts';
import type { KeyFlaws } from '../../yaml/read/tree-builder.ts';
import type { Origin, Writer } from './writer.ts';

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: Scalar;
  /** Text of the scalar as written: `1.10` where value is 1.1, and a folded text before it is printed and read again. */
  readonly raw: string;
  /** Whether it stands in quotes or is a block: what a merge puts there stays a text then. */
  readonly styled: boolean;
  readonly origin: Origin;
  /** What this value replaced. */
  readonly over: Node | null;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Node>;
  readonly origin: Origin;
  readonly over: Node | null;
  /** Keys that a patch removed, and which one did. */
  readonly gone: ReadonlyMap<string, Origin> | null;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly Node[];
  readonly origin: Origin;
  readonly over: Node | null;
}

export type Node = ScalarNode | MapNode | ListNode;

// One literal for each kind, wherever a node is made: V8 gives a spread object a shape of its own, and code that
// meets two shapes of each kind looks every field up.
export function scalarNode(
  value: Scalar,
  origin: Origin,
  over: Node | null = null,
  raw?: string,
  styled = false,
): ScalarNode {
  return { kind: 'scalar', value, raw: raw ?? (value === null ? '' : String(value)), styled, origin, over };
}

export function mapNode(
  entries: ReadonlyMap<string, Node>,
  origin: Origin,
  over: Node | null = null,
  gone: ReadonlyMap<string, Origin> | null = null,
): MapNode {
  return { kind: 'map', entries, origin, over, gone };
}

export function listNode(items: readonly Node[], origin: Origin, over: Node | null = null): ListNode {
  return { kind: 'list', items, origin, over };
}

/** A text that kustomize sets anew by itself: a folded one is what was written, not what printing made of it. */
export function withoutFold<N extends Node>(node: N): N | ScalarNode {
  return isFolded(node) ? scalarNode(node.raw, node.origin, node.over, undefined, true) : node;
}

/** Whether a text is one that printing made another of. */
export function isFolded(node: Node): node is ScalarNode {
  return node.kind === 'scalar' && typeof node.value === 'string' && node.value !== node.raw;
}

/** A key set or replaced; the map keeps its own origin. */
export function withEntry(map: MapNode, key: string, value: Node): MapNode {
  const entries = copyOf(map.entries);
  entries.set(key, value);
  return withEntries(map, entries);
}

/** Flaws of the keys of maps as they were read, by their entries: those are never changed. */
const keyFlaws = new WeakMap<ReadonlyMap<string, Node>, KeyFlaws>();

export function markFlawed(entries: ReadonlyMap<string, Node>, flaws: KeyFlaws): void {
  keyFlaws.set(entries, flaws);
}

/** Keys of a map as it was read that stood without quotes and are no texts. */
export function bareKeys(map: MapNode): ReadonlySet<string> | undefined {
  return keyFlaws.get(map.entries)?.bare;
}

/** A key that a map as it was read says twice. */
export function doubledKey(map: MapNode): string | undefined {
  return keyFlaws.get(map.entries)?.twice;
}

/** Why a node as it was read cannot be printed; undefined where it can. */
export function unprintableKey(node: Node): string | undefined {
  if (node.kind === 'scalar') return undefined;
  const flaws = node.kind === 'map' ? keyFlaws.get(node.entries) : undefined;
  if (flaws?.twice !== undefined) return `the key '${flaws.twice}' is there twice`;
  for (const key of flaws?.bare ?? []) return noText(key);
  for (const child of node.kind === 'map' ? node.entries.values() : node.items) {
    const found = unprintableKey(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is wrong with a key that kustomize finds no text in. */
export function noText(key: string): string {
  return `the key '${key}' is no text: it needs quotes`;
}

/** Other entries in place of a map's own. */
export function withEntries(map: MapNode, entries: ReadonlyMap<string, Node>): MapNode {
  return mapNode(entries, map.origin, map.over, map.gone);
}

export function withoutEntry(map: MapNode, key: string, by: Origin | null): MapNode {
  if (!map.entries.has(key) && !by) return map;
  const entries = copyOf(map.entries);
  entries.delete(key);
  const gone = by ? new Map(map.gone ?? []).set(key, by) : map.gone;
  return mapNode(entries, map.origin, map.over, gone);
}

export function withItem(list: ListNode, index: number, value: Node): ListNode {
  const items = list.items.slice();
  items[index] = value;
  return withItems(list, items);
}

/** Other items in place of a list's own. */
export function withItems(list: ListNode, items: readonly Node[]): ListNode {
  return listNode(items, list.origin, list.over);
}

/** The same node with what it replaced remembered. */
export function withHistory<N extends Node>(node: N, over: Node | null): N {
  return over === null ? node : placedAt(node, node.origin, over);
}

/** The node itself, what stands in it left alone, as written elsewhere and over something else. */
export function placedAt<N extends Node>(node: N, origin: Origin, over: Node | null): N;
export function placedAt(node: Node, origin: Origin, over: Node | null): Node {
  switch (node.kind) {
    case 'scalar':
      return scalarNode(node.value, origin, over, node.raw, node.styled);
    case 'list':
      return listNode(node.items, origin, over);
    case 'map':
      return mapNode(node.entries, origin, over, node.gone);
  }
}

/** The same place, for what something else writes because of what stands there. */
export function writtenBy({ up, key, start, end, keyStart, viaAlias }: Origin, by: Writer): Origin {
  return { by, up, key, start, end, keyStart, viaAlias };
}

/** Of what stands at no place in a text. */
export function originOf(by: Writer): Origin {
  return { by, up: null, key: '', start: 0, end: 0, keyStart: -1, viaAlias: false };
}

export function isNull(node: Node | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.value === null);
}

export function entry(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.get(key) : undefined;
}

/** A node by map keys and list indices. */
export function at(node: Node | undefined, ...path: readonly (string | number)[]): Node | undefined {
  let current = node;
  for (const step of path) {
    if (current?.kind === 'map') current = current.entries.get(String(step));
    else if (current?.kind === 'list' && typeof step === 'number') current = current.items[step];
    else return undefined;
  }
  return current;
}

/** The text of a scalar; undefined for everything else and for null. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.raw : undefined;
}

export type { Json };

/** A scalar that replaced another one, and the key that holds it ('' in a list). */
export interface Overwritten {
  readonly key: string;
  readonly node: ScalarNode;
}

/**
 * Plain data of a node.
 *
 * @param overwritten gets the scalars that replaced others, for those who would walk the tree for them
 */
export function toJson(node: MapNode, overwritten?: Overwritten[], at?: string): JsonMap;
export function toJson(node: Node, overwritten?: Overwritten[], at?: string): Json;
export function toJson(node: Node, overwritten?: Overwritten[], at = ''): Json {
  switch (node.kind) {
    case 'scalar':
      if (node.over !== null) overwritten?.push({ key: at, node });
      return node.value;
    case 'list':
      return node.items.map(item => toJson(item, overwritten));
    case 'map': {
      const result: Record<string, Json> = {};
      node.entries.forEach((value, key) => {
        const json = toJson(value, overwritten, key);
        if (key !== '__proto__') result[key] = json;
        else Object.defineProperty(result, key, { value: json, enumerable: true });
      });
      return result;
    }
  }
}

/** Surely the same data: nodes are shared wherever nothing has changed. */
export function sameNode(a: Node, b: Node): boolean {
  if (a === b) return true;
  if (a.kind === 'scalar') return b.kind === 'scalar' && a.value === b.value;
  if (a.kind === 'list') {
    return (
      b.kind === 'list' &&
      a.items.length === b.items.length &&
      a.items.every((item, i) => sameNode(item, b.items[i]!))
    );
  }
  if (b.kind !== 'map' || a.entries.size !== b.entries.size) return false;
  for (const key of a.entries.keys()) {
    const other = b.entries.get(key);
    if (other === undefined || !sameNode(a.entries.get(key)!, other)) return false;
  }
  return true;
}

/** A node for plain data, all of it written at one place. */
export function fromJson(value: JsonMap, origin: Origin): MapNode;
export function fromJson(value: Json, origin: Origin): Node;
export function fromJson(value: Json, origin: Origin): Node {
  if (isJsonList(value)) {
    return listNode(
      value.map(item => fromJson(item, origin)),
      origin,
    );
  }
  if (!isJsonMap(value)) return scalarNode(value, origin);
  const entries = new Map<string, Node>();
  for (const [key, child] of Object.entries(value)) entries.set(key, fromJson(child, origin));
  return mapNode(entries, origin);
}

/** Keys and indices from the document's root to where the node was written. */
export function pathInText(origin: Origin): (string | number)[] {
  const path: (string | number)[] = [];
  for (let o: Origin | null = origin; o?.up; o = o.up) path.push(o.key);
  return path.reverse();
}
