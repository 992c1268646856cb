/** Changes of one object gathered into one tree, so that fields that stand together are written together. */

import {
  fromJson,
  listNode,
  type MapNode,
  mapNode,
  type Node,
  withEntries,
  withEntry,
  withItem,
  withItems,
} from '../../kustomize/tree/node.ts';
import type { Origin } from '../../kustomize/tree/writer.ts';
import type { FieldPath, Json, PathStep } from '../../transform.ts';
import { copyOf, isJsonMap } from '../../yaml/read/data.ts';
import { indexOfItem } from './rendered.ts';

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
  for (const [i, step] of path.entries()) {
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
  return valueOfBranch(tree);
}

/** A list where its steps select elements, else a map. */
export function valueOfBranch({ children }: Branch): Json {
  const items: Json[] = [];
  const result: Record<string, Json> = {};
  let isList = false;
  for (const { step, tree } of children.values()) {
    const value = valueOfTree(tree);
    isList ||= typeof step !== 'string';
    if (value === undefined) continue;
    items.push(typeof step === 'string' ? value : withKeys(step, value));
    if (typeof step === 'string') result[step] = value;
  }
  return isList ? items : result;
}

/**
 * An element says its keys: first, unless its value has them in an order of its own. TCP goes without saying:
 * lists in which some elements name the protocol and some do not are merged wrongly (kustomize.md 1.9).
 */
export function withKeys(step: Exclude<PathStep, string>, value: Json): Json {
  if (!isJsonMap(value)) return value;
  const said = Object.entries(step).filter(([key, v]) => !(key === 'protocol' && v === 'TCP'));
  if (said.every(([key]) => Object.hasOwn(value, key))) return value;
  return { ...Object.fromEntries(said), ...value };
}

/** Sets a field of an object, as a fix declares it: maps and elements on the way are created. */
export function setInNode(object: MapNode, path: FieldPath, value: Json, origin: Origin): MapNode {
  return treeSetter(origin)(object, path, value);
}

/**
 * Sets values one after the other in a tree. What the first ones had to copy on the way the next ones change where it
 * stands; the tree that was given stays as it was.
 */
export function treeSetter(origin: Origin): (object: MapNode, path: FieldPath, value: Json) => MapNode {
  const own = new WeakSet<Node>();
  return (object, path, value) => {
    // Whoever has seen the root knows it by its identity.
    own.delete(object);
    // The path of a field has a step, and the first one leads into the object.
    return setIn(object, path, 0, value, origin, own) as MapNode;
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
  const step = path[depth];
  if (step === undefined) return fromJson(value, origin);
  if (typeof step === 'string') {
    const map = node?.kind === 'map' ? node : mapNode(new Map(), origin);
    const child = setIn(map.entries.get(step), path, depth + 1, value, origin, own);
    if (own.has(map)) {
      // Nobody else has seen what this setter has made.
      (map.entries as Map<string, Node>).set(step, child);
      return map;
    }
    return owned(withEntry(map, step, child), own);
  }
  const list = node?.kind === 'list' ? node : listNode([], origin);
  const index = indexOfItem(list.items, step);
  // As with maps.
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
  return valueOfBranch(root);
}

/** Removes a field; nothing happens when it is not there. */
export function removeInNode<N extends Node>(node: N, path: FieldPath): N;
export function removeInNode(node: Node, path: FieldPath): Node {
  const [step, ...rest] = path;
  if (typeof step === 'string') {
    const child = node.kind === 'map' ? node.entries.get(step) : undefined;
    if (node.kind !== 'map' || child === undefined) return node;
    const entries = copyOf(node.entries);
    if (rest.length === 0) entries.delete(step);
    else entries.set(step, removeInNode(child, rest));
    return withEntries(node, entries);
  }
  if (step === undefined || node.kind !== 'list') return node;
  const index = indexOfItem(node.items, step);
  const item = node.items[index];
  if (item === undefined) return node;
  if (rest.length === 0) return withItems(node, node.items.toSpliced(index, 1));
  return withItem(node, index, removeInNode(item, rest));
}
