/**
 * List elements that a patch brought into objects: a container that a component adds to forty workloads is
 * written once, in the patch, and that is the place to fix it.
 */

import {
  type ListNode,
  type MapNode,
  type Node,
  type ScalarNode,
  textOf,
} from '../../kustomize/tree/node.ts';
import type { Origin } from '../../kustomize/tree/writer.ts';
import { memoized } from '../../text/memo.ts';
import type { FieldPath, PathStep } from '../../transform.ts';
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

/**
 * The last list element on a path that a patch wrote, or null. What a JSON patch has put there as a whole is as good as
 * an element for what it does not say yet: below it nothing is seen.
 */
export function patchedElement(object: Pick<RenderedObject, 'accumulated'>, path: FieldPath): Element | null {
  const { node: root } = object.accumulated;
  const isNew = nodeAt(root, path) === undefined;
  let found: Element | null = null;
  for (let depth = 1; depth <= path.length; depth++) {
    const node = nodeAt(root, path.slice(0, depth));
    if (node === undefined) break;
    const isElement = typeof path[depth - 1] !== 'string' && isPatchedElement(node);
    if (isElement || (isNew && isJsonValue(node))) found = { origin: node.origin, depth };
  }
  return found;
}

function isPatchedElement(node: Node): boolean {
  return node.kind === 'map' && node.origin.by.type === 'patch';
}

/** A map or list that stands in a JSON patch as it is rendered. */
function isJsonValue({ kind, origin: { by } }: Node): boolean {
  return kind !== 'scalar' && by.type === 'patch' && by.form === 'json';
}

/** Every element of an object that a patch wrote, by text position, with its path; values of JSON patches, too. */
export const patchedElements = memoized((node: MapNode): ReadonlyMap<string, FieldPath> => {
  const found = new Map<string, FieldPath>();
  collect(node, [], found);
  return found;
});

/** @param path where the walk is: copied for what is found, as nearly nothing is */
function collect(node: Node, path: PathStep[], found: Map<string, FieldPath>): void {
  if (path.length > 0 && isJsonValue(node)) found.set(originKey(node.origin), path.slice());
  if (node.kind === 'map') {
    node.entries.forEach((child, key) => {
      if (child.kind === 'scalar') return;
      path.push(key);
      collect(child, path, found);
      path.pop();
    });
    return;
  }
  if (node.kind !== 'list') return;
  for (const item of node.items) {
    if (item.kind !== 'map') continue;
    const step = keyedStep(item, node);
    if (!step) continue;
    path.push(step);
    if (isPatchedElement(item)) found.set(originKey(item.origin), path.slice());
    collect(item, path, found);
    path.pop();
  }
}

/** The step to a list element by the first of its usual keys; none selects the only element, whatever it says. */
export function keyedStep(item: MapNode, list: ListNode): PathStep | null {
  for (const key of ['name', 'mountPath', 'containerPort', 'port']) {
    const value = item.entries.get(key);
    // A boolean is compared by its text, as numbers are.
    if (value?.kind === 'scalar' && textOf(value) !== undefined)
      return { [key]: value.value as string | number };
  }
  return list.items.length === 1 ? {} : null;
}

/** A value that an `images:` entry wrote. */
export interface EntryUse {
  /** Null in a list element that no path can name. */
  readonly path: FieldPath | null;
  readonly text: string;
  readonly origin: Origin;
}

/** Everything in an object that entries of `images:` wrote. */
export const entryUses = memoized((node: MapNode): readonly EntryUse[] => {
  const found: EntryUse[] = [];
  eachScalar(node, ({ raw, origin }, pathOf) => {
    if (origin.by.type === 'images') found.push({ path: pathOf(), text: raw, origin });
  });
  return found;
});

/**
 * Visits every scalar of a tree.
 *
 * @param see is told how to learn the scalar's path, as long as it looks at it: null below a list element that no path
 *   can name
 */
export function eachScalar(
  root: Node,
  see: (scalar: ScalarNode, pathOf: () => FieldPath | null) => void,
): void {
  const path: (PathStep | null)[] = [];
  const pathOf = () => {
    const steps = path.filter(step => step !== null);
    return steps.length === path.length ? steps : null;
  };
  const visit = (node: Node, step: PathStep | null) => {
    path.push(step);
    walk(node);
    path.pop();
  };
  const walk = (node: Node) => {
    if (node.kind === 'scalar') see(node, pathOf);
    else if (node.kind === 'map') node.entries.forEach(visit);
    else for (const item of node.items) visit(item, item.kind === 'map' ? keyedStep(item, node) : null);
  };
  walk(root);
}
