/** Changes of one object gathered into one tree, so that fields that stand together are written together. */

import {
  fromJson,
  listNode,
  mapNode,
  type Node,
  withEntries,
  withEntry,
  withItem,
  withItems,
} from '../../kustomize/tree/node.ts';
import type { Origin } from '../../kustomize/tree/writer.ts';
import type { FieldPath, Json, PathStep } from '../../transform.ts';
import { copyOf } from '../../yaml/read/data.ts';
import { indexOfElement } from './rendered.ts';

export interface SetLeaf {
  readonly type: 'set';
  readonly value: Json;
}
export interface RemoveLeaf {
  readonly type: 'remove';
}
export interface Branch {
  readonly type: 'branch';
  readonly children: Map<string, { readonly step: PathStep; tree: Tree }>;
}
export type Tree = SetLeaf | RemoveLeaf | Branch;

export function newBranch(): Branch {
  return { type: 'branch', children: new Map() };
}

function stepId(step: PathStep): string {
  return typeof step === 'string' ? `.${step}` : JSON.stringify(step);
}

/** Adds one change; a later value of the same field wins. */
export function addToTree(root: Branch, path: FieldPath, leaf: SetLeaf | RemoveLeaf): void {
  let branch = root;
  for (let i = 0; i < path.length; i++) {
    const step = path[i]!;
    const id = stepId(step);
    const last = i === path.length - 1;
    const child = branch.children.get(id);
    if (last) {
      if (child) child.tree = leaf;
      else branch.children.set(id, { step, tree: leaf });
      return;
    }
    if (child?.tree.type === 'branch') branch = child.tree;
    else {
      const next = newBranch();
      if (child) child.tree = next;
      else branch.children.set(id, { step, tree: next });
      branch = next;
    }
  }
}

/** The plain value that a tree makes where nothing exists yet; undefined when it only removes. */
export function valueOfTree(tree: Tree): Json | undefined {
  if (tree.type === 'set') return tree.value;
  if (tree.type === 'remove') return undefined;
  const children = [...tree.children.values()];
  if (children.some(child => typeof child.step !== 'string')) {
    const items: Json[] = [];
    for (const { step, tree: below } of children) {
      const value = valueOfTree(below);
      if (value === undefined) continue;
      items.push(typeof step === 'string' ? value : withKeys(step, value));
    }
    return items;
  }
  const result: Record<string, Json> = {};
  for (const { step, tree: below } of children) {
    const value = valueOfTree(below);
    if (value !== undefined) result[step as string] = value;
  }
  return result;
}

/**
 * An element says its keys: first, unless its value has them in an order of its own. TCP goes without saying:
 * lists in which some elements name the protocol and some do not are merged wrongly (kustomize.md 1.9).
 */
export function withKeys(step: Exclude<PathStep, string>, value: Json): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const said = Object.entries(step).filter(([key, v]) => !(key === 'protocol' && v === 'TCP'));
  if (said.every(([key]) => Object.hasOwn(value, key))) return value;
  return { ...Object.fromEntries(said), ...(value as object) } as Json;
}

/** Sets a value in an effective tree, as a fix declares it: maps and elements on the way are created. */
export function setInNode(node: Node | undefined, path: FieldPath, value: Json, origin: Origin): Node {
  return setIn(node, path, 0, value, origin, new WeakSet());
}

/**
 * Sets values one after the other in a tree. What the first ones had to copy on the way the next ones change where it
 * stands; the tree that was given stays as it was.
 */
export function treeSetter(origin: Origin): (node: Node, path: FieldPath, value: Json) => Node {
  const own = new WeakSet<Node>();
  return (node, path, value) => {
    // Whoever has seen the root knows it by its identity.
    own.delete(node);
    return setIn(node, path, 0, value, origin, own);
  };
}

function setIn(
  node: Node | undefined,
  path: FieldPath,
  depth: number,
  value: Json,
  origin: Origin,
  own: WeakSet<Node>,
): Node {
  if (depth === path.length) return fromJson(value, origin);
  const step = path[depth]!;
  if (typeof step === 'string') {
    const map = node?.kind === 'map' ? node : mapNode(new Map(), origin);
    const child = setIn(map.entries.get(step), path, depth + 1, value, origin, own);
    if (own.has(map)) {
      (map.entries as Map<string, Node>).set(step, child);
      return map;
    }
    return owned(withEntry(map, step, child), own);
  }
  const list = node?.kind === 'list' ? node : listNode([], origin);
  const index = indexOfElement(list.items, step);
  const items = own.has(list) ? (list.items as Node[]) : list.items.slice();
  if (index >= 0) items[index] = setIn(items[index], path, depth + 1, value, origin, own);
  else {
    const made = depth + 1 === path.length ? value : plain(path.slice(depth + 1), value);
    items.push(fromJson(withKeys(step, made), origin));
  }
  return own.has(list) ? list : owned(withItems(list, items), own);
}

function owned<T extends Node>(node: T, own: WeakSet<Node>): T {
  own.add(node);
  return node;
}

function plain(path: FieldPath, value: Json): Json {
  const root = newBranch();
  addToTree(root, path, { type: 'set', value });
  return valueOfTree(root)!;
}

/** Removes a field; nothing happens when it is not there. */
export function removeInNode(node: Node | undefined, path: FieldPath): Node | undefined {
  if (node === undefined) return undefined;
  const [step, ...rest] = path as [PathStep, ...FieldPath];
  if (typeof step === 'string') {
    if (node.kind !== 'map' || !node.entries.has(step)) return node;
    const entries = copyOf(node.entries);
    if (rest.length === 0) entries.delete(step);
    else entries.set(step, removeInNode(entries.get(step), rest)!);
    return withEntries(node, entries);
  }
  if (node.kind !== 'list') return node;
  const index = indexOfElement(node.items, step);
  if (index < 0) return node;
  if (rest.length === 0) return withItems(node, node.items.toSpliced(index, 1));
  return withItem(node, index, removeInNode(node.items[index], rest)!);
}
