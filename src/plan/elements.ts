/**
 * List elements that a patch brought into objects: a container that a component adds to forty workloads is
 * written once, in the patch, and that is the place to fix it.
 */
import { type MapNode, type Node, type Origin, type ScalarNode, textOf } from '../kustomize/node.ts';
import type { FieldPath, PathStep } from '../transform.ts';
import { nodeAt, type RenderedObject } from './rendered.ts';

/** Identity of a text position: equal for every object that the same patch text reached. */
export function originKey(origin: Origin): string {
  const { by } = origin;
  const inline = by.type === 'patch' && by.inline ? by.inline.join('/') : '';
  return `${by.file}#${by.doc}#${inline}@${origin.start}`;
}

export interface Element {
  readonly origin: Origin;
  /** Steps from the object to the element. */
  readonly depth: number;
}

/** The last list element on a path that a patch wrote, or null. */
export function patchedElement(object: Pick<RenderedObject, 'accumulated'>, path: FieldPath): Element | null {
  let found: Element | null = null;
  for (let depth = 1; depth <= path.length; depth++) {
    if (typeof path[depth - 1] === 'string') continue;
    const node = nodeAt(object.accumulated.node, path.slice(0, depth));
    if (node === undefined) break;
    if (node.kind === 'map' && node.origin.by.type === 'patch') found = { origin: node.origin, depth };
  }
  return found;
}

const indexes = new WeakMap<MapNode, ReadonlyMap<string, FieldPath>>();

/** Every element of an object that a patch wrote, by text position, with its path. */
export function patchedElements(node: MapNode): ReadonlyMap<string, FieldPath> {
  let index = indexes.get(node);
  if (!index) {
    const found = new Map<string, FieldPath>();
    collect(node, [], found);
    indexes.set(node, (index = found));
  }
  return index;
}

function collect(node: Node, path: FieldPath, found: Map<string, FieldPath>): void {
  if (node.kind === 'map') {
    for (const [key, child] of node.entries) collect(child, [...path, key], found);
    return;
  }
  if (node.kind !== 'list') return;
  for (const item of node.items) {
    if (item.kind !== 'map') continue;
    const step = keyedStep(item);
    if (!step) continue;
    const here = [...path, step];
    if (item.origin.by.type === 'patch') found.set(originKey(item.origin), here);
    collect(item, here, found);
  }
}

/** The step to a list element by the first of its usual keys. */
export function keyedStep(item: MapNode): PathStep | null {
  for (const key of ['name', 'mountPath', 'containerPort', 'port']) {
    const value = item.entries.get(key);
    if (value?.kind === 'scalar' && textOf(value) !== undefined)
      return { [key]: value.value as string | number };
  }
  return null;
}

/** A value that an `images:` entry wrote. */
export interface EntryUse {
  /** Null in a list element that no path can name. */
  readonly path: FieldPath | null;
  readonly text: string;
  readonly origin: Origin;
}

const uses = new WeakMap<MapNode, readonly EntryUse[]>();

/** Everything in an object that entries of `images:` wrote. */
export function entryUses(node: MapNode): readonly EntryUse[] {
  let found = uses.get(node);
  if (!found) {
    const collected: EntryUse[] = [];
    eachScalar(node, ({ raw, origin }, path) => {
      if (origin.by.type === 'images') collected.push({ path, text: raw, origin });
    });
    uses.set(node, (found = collected));
  }
  return found;
}

/**
 * Visits every scalar of a tree.
 *
 * @param see the path is null below a list element that no path can name
 */
export function eachScalar(
  node: Node,
  see: (scalar: ScalarNode, path: FieldPath | null) => void,
  path: FieldPath | null = [],
): void {
  if (node.kind === 'scalar') see(node, path);
  else if (node.kind === 'map') {
    for (const [key, child] of node.entries) eachScalar(child, see, path && [...path, key]);
  } else {
    for (const item of node.items) {
      const step = item.kind === 'map' ? keyedStep(item) : null;
      eachScalar(item, see, path && step ? [...path, step] : null);
    }
  }
}
