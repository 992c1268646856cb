/**
 * List elements that a patch brought into objects: a container that a component adds to forty workloads is
 * written once, in the patch, and that is the place to fix it.
 */
import { type MapNode, type Node, type Origin, textOf } from '../kustomize/node.ts';
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

function keyedStep(item: MapNode): PathStep | null {
  for (const key of ['name', 'mountPath', 'containerPort', 'port']) {
    const value = item.entries.get(key);
    if (value?.kind === 'scalar' && textOf(value) !== undefined)
      return { [key]: value.value as string | number };
  }
  return null;
}

/** An image reference in an object, and where it stands. */
export interface ImageUse {
  readonly path: FieldPath;
  readonly text: string;
  readonly origin: Origin;
}

const images = new WeakMap<MapNode, readonly ImageUse[]>();

/** Every `image` of an object's keyed elements: what an `images:` entry may rewrite. */
export function imagesOf(node: MapNode): readonly ImageUse[] {
  let found = images.get(node);
  if (!found) {
    const uses: ImageUse[] = [];
    collectImages(node, [], uses);
    images.set(node, (found = uses));
  }
  return found;
}

function collectImages(node: Node, path: FieldPath, uses: ImageUse[]): void {
  if (node.kind === 'list') {
    for (const item of node.items) {
      const step = item.kind === 'map' ? keyedStep(item) : null;
      if (step) collectImages(item, [...path, step], uses);
    }
    return;
  }
  if (node.kind !== 'map') return;
  for (const [key, child] of node.entries) {
    const here = [...path, key];
    if (key === 'image' && child.kind === 'scalar')
      uses.push({ path: here, text: child.raw, origin: child.origin });
    else collectImages(child, here, uses);
  }
}
