/** JSON6902 as kustomize applies it (evanphx/json-patch v4, kustomize.md 1.8): its quirks included. */
import { styleOf } from '../../yaml/print/scalar-style.ts';
import { copyOf } from '../../yaml/read/data.ts';
import {
  entry,
  type MapNode,
  type Node,
  scalarNode,
  textOf,
  toJson,
  withEntries,
  withEntry,
  withHistory,
  withItem,
  withItems,
  withoutEntry,
} from '../tree/node.ts';

export interface PatchOperation {
  readonly op: string;
  readonly path: string;
  /** The path in its parts: most operations are applied many times. */
  readonly steps: readonly string[];
  readonly from: string | undefined;
  readonly value: Node | undefined;
  readonly node: MapNode;
}

export class JsonPatchProblem extends Error {}

/** The operations of a parsed JSON patch. */
export function operationsOf(patch: Node): PatchOperation[] {
  if (patch.kind !== 'list') throw new JsonPatchProblem('a JSON patch is a list of operations');
  return patch.items.map((item, index) => {
    if (item.kind !== 'map') throw new JsonPatchProblem(`operation ${index} is no map`);
    const path = textOf(item.entries.get('path')) ?? '';
    return {
      op: textOf(item.entries.get('op')) ?? '',
      path,
      steps: splitPointer(path),
      from: textOf(item.entries.get('from')),
      value: entry(item, 'value'),
      node: item,
    };
  });
}

/** Splits a JSON pointer into its parts. */
function splitPointer(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** @throws JsonPatchProblem */
export function applyJsonPatch(target: MapNode, operations: readonly PatchOperation[]): MapNode {
  let result: Node = target;
  for (const operation of operations) result = apply(result, operation);
  if (result.kind !== 'map') throw new JsonPatchProblem('the patch leaves no object');
  return asReadFromJson(result);
}

/** Maps and lists that are so already: most objects are patched by many layers. */
const complete = new WeakSet<Node>();

/**
 * kustomize takes the object through JSON and prints and reads it: a value that was left out becomes a written null (no merge
 * that comes later drops it, strategic-merge.ts), a folded text what it is printed as, and only texts that need quotes have
 * any. A pure function: what is remembered of a node never changes.
 */
function asReadFromJson(node: MapNode): MapNode;
function asReadFromJson(node: Node): Node;
function asReadFromJson(node: Node): Node {
  if (node.kind === 'scalar') {
    if (node.value === null && node.raw === '') return scalarNode(null, node.origin, node.over, 'null');
    if (typeof node.value !== 'string') return node;
    const styled = styleOf(node.value, false) !== 'plain';
    if (node.value === node.raw && node.styled === styled) return node;
    return scalarNode(node.value, node.origin, node.over, undefined, styled);
  }
  if (complete.has(node)) return node;
  let written: Node = node;
  if (node.kind === 'list') {
    const items = node.items.map(asReadFromJson);
    if (items.some((item, index) => item !== node.items[index])) written = withItems(node, items);
  } else {
    let entries: Map<string, Node> | null = null;
    for (const [key, value] of node.entries) {
      const next = asReadFromJson(value);
      if (next !== value) (entries ??= copyOf(node.entries)).set(key, next);
    }
    if (entries !== null) written = withEntries(node, entries);
  }
  complete.add(written);
  return written;
}

function apply(root: Node, operation: PatchOperation): Node {
  const { steps: path, value } = operation;
  switch (operation.op) {
    case 'add':
      return change(root, path, operation, (parent, key) =>
        add(parent, key, need(value, operation), operation),
      );
    case 'remove':
      return change(root, path, operation, (parent, key) => remove(parent, key, operation));
    case 'replace':
      return change(root, path, operation, (parent, key) =>
        replace(parent, key, need(value, operation), operation),
      );
    case 'test':
      test(root, path, value, operation);
      return root;
    case 'move': {
      const from = splitPointer(operation.from ?? '');
      const moved = lookup(root, from, operation);
      const without = change(root, from, operation, (parent, key) => remove(parent, key, operation));
      return change(without, path, operation, (parent, key) => add(parent, key, moved, operation));
    }
    case 'copy': {
      const copied = lookup(root, splitPointer(operation.from ?? ''), operation);
      return change(root, path, operation, (parent, key) => add(parent, key, copied, operation));
    }
    default:
      throw new JsonPatchProblem(`unexpected operation '${operation.op}'`);
  }
}

function need(value: Node | undefined, operation: PatchOperation): Node {
  // evanphx reads a missing value as null.
  return value ?? scalarNode(null, operation.node.origin);
}

function change(
  node: Node,
  path: readonly string[],
  operation: PatchOperation,
  edit: (parent: Node, key: string) => Node,
  depth = 0,
): Node {
  if (path.length === 0) throw new JsonPatchProblem(`'${operation.op}' needs a path inside the object`);
  if (depth === path.length - 1) return edit(node, path[depth]!);
  const key = path[depth]!;
  if (node.kind === 'map') {
    const child = node.entries.get(key);
    if (!child || (child.kind === 'scalar' && child.value === null)) throw missing(operation);
    return withEntry(node, key, change(child, path, operation, edit, depth + 1));
  }
  if (node.kind === 'list') {
    const index = indexOf(key, node.items.length, operation);
    const child = node.items[index];
    if (!child) throw missing(operation);
    return withItem(node, index, change(child, path, operation, edit, depth + 1));
  }
  throw missing(operation);
}

function missing(operation: PatchOperation): JsonPatchProblem {
  return new JsonPatchProblem(`'${operation.op}' of ${operation.path}: the path does not exist`);
}

function indexOf(key: string, length: number, operation: PatchOperation): number {
  if (!/^-?\d+$/.test(key)) throw missing(operation);
  const index = Number(key);
  return index < 0 ? index + length : index;
}

function add(parent: Node, key: string, value: Node, operation: PatchOperation): Node {
  if (parent.kind === 'map') return withEntry(parent, key, over(value, parent.entries.get(key)));
  if (parent.kind !== 'list') throw missing(operation);
  const items = parent.items.slice();
  if (key === '-') items.push(value);
  else {
    const index = indexOf(key, items.length + 1, operation);
    if (index < 0 || index > items.length) throw missing(operation);
    items.splice(index, 0, value);
  }
  return withItems(parent, items);
}

function over(value: Node, old: Node | undefined): Node {
  return old ? withHistory(value, old) : value;
}

function remove(parent: Node, key: string, operation: PatchOperation): Node {
  if (parent.kind === 'map') {
    if (!parent.entries.has(key)) throw missing(operation);
    return withoutEntry(parent, key, operation.node.origin);
  }
  if (parent.kind !== 'list') throw missing(operation);
  const index = indexOf(key, parent.items.length, operation);
  if (index < 0 || index >= parent.items.length) throw missing(operation);
  return withItems(
    parent,
    parent.items.filter((_, i) => i !== index),
  );
}

/** kustomize adds a missing key instead of failing; a list index must exist. */
function replace(parent: Node, key: string, value: Node, operation: PatchOperation): Node {
  if (parent.kind === 'map') return withEntry(parent, key, over(value, parent.entries.get(key)));
  if (parent.kind !== 'list') throw missing(operation);
  const index = indexOf(key, parent.items.length, operation);
  const old = parent.items[index];
  if (!old) throw missing(operation);
  return withItem(parent, index, over(value, old));
}

function lookup(root: Node, path: readonly string[], operation: PatchOperation): Node {
  let node: Node | undefined = root;
  for (const key of path) {
    if (node?.kind === 'map') node = node.entries.get(key);
    else if (node?.kind === 'list') node = node.items[indexOf(key, node.items.length, operation)];
    else node = undefined;
  }
  if (!node) throw missing(operation);
  return node;
}

function test(root: Node, path: readonly string[], value: Node | undefined, operation: PatchOperation): void {
  let found: Node | undefined;
  try {
    found = lookup(root, path, operation);
  } catch (error) {
    if (!(error instanceof JsonPatchProblem)) throw error;
  }
  const expected = value ? canonical(value) : 'null';
  const actual = found ? canonical(found) : 'null';
  if (expected !== actual) throw new JsonPatchProblem(`test of ${operation.path} failed`);
}

function canonical(node: Node): string {
  return JSON.stringify(sorted(toJson(node)), (_, v) => (typeof v === 'bigint' ? v.toString() : v));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}
