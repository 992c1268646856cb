/**
 * List elements that a patch brought into objects: a container that a component adds to forty workloads is
 * written once, in the patch, and that is the place to fix it.
 */

import {
  type ListNode,
  type MapNode,
  type Node,
  pathInText,
  type ScalarNode,
  textOf,
} from '../../kustomize/tree/node.ts';
import type { Origin, Writer } from '../../kustomize/tree/writer.ts';
import { memoized } from '../../text/memo.ts';
import type { FieldPath, PathStep } from '../../transform.ts';
import { nodeAt, type RenderedObject } from './rendered.ts';
import { isReplacedList } from './whole-lists.ts';

/**
 * Identity of a place in a text: equal for every object that the same patch text reached, and in every round. Edits of
 * earlier rounds move what stands behind them, but not the way to it.
 */
export function originKey(origin: Origin): string {
  const { by } = origin;
  const inline = by.type === 'patch' && by.inline ? by.inline.join('/') : '';
  return `${by.file}#${by.doc}#${inline}@${pathInText(origin).join('/')}`;
}

export interface Element {
  readonly origin: Origin;
  /** Steps from the object to the element. */
  readonly depth: number;
}

/**
 * The last list element on a path that a patch wrote, or null. What a patch has put there as a whole, any value of a
 * JSON patch and a list that a merge replaces, is as good as an element for what it does not say yet: below it nothing is
 * seen.
 */
export function patchedElement(object: Pick<RenderedObject, 'accumulated'>, path: FieldPath): Element | null {
  const { node: root } = object.accumulated;
  const isNew = nodeAt(root, path) === undefined;
  let found: Element | null = null;
  for (let depth = 1; depth <= path.length; depth++) {
    const node = nodeAt(root, path.slice(0, depth));
    if (node === undefined) break;
    const isElement = typeof path[depth - 1] !== 'string' && isPatchedElement(node);
    if (isElement || (isNew && isWhole(root, path.slice(0, depth), node)))
      found = { origin: node.origin, depth };
  }
  return found;
}

/** A value that a patch puts there as it is rendered. */
function isWhole(object: MapNode, path: FieldPath, node: Node): boolean {
  return isJsonValue(node) || isReplacedList(object, path, node);
}

function isPatchedElement(node: Node): boolean {
  return node.kind === 'map' && node.origin.by.type === 'patch';
}

/** A map or list that stands in a JSON patch as it is rendered. */
function isJsonValue({ kind, origin: { by } }: Node): boolean {
  return kind !== 'scalar' && by.type === 'patch' && by.form === 'json';
}

/** Every element of an object that a patch wrote, by text position, with its path; what patches put there as a whole, too. */
export const patchedElements = memoized((node: MapNode): ReadonlyMap<string, FieldPath> => {
  const found = new Map<string, FieldPath>();
  collect(node, [], found, node);
  return found;
});

/** @param path where the walk is: copied for what is found, as nearly nothing is */
function collect(node: Node, path: PathStep[], found: Map<string, FieldPath>, object: MapNode): void {
  if (path.length > 0 && isWhole(object, path, node)) found.set(originKey(node.origin), path.slice());
  if (node.kind === 'map') {
    node.entries.forEach((child, key) => {
      if (child.kind === 'scalar') return;
      path.push(key);
      collect(child, path, found, object);
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
    collect(item, path, found, object);
    path.pop();
  }
}

/**
 * Every element that some patch has merged into a list, and the lists of such elements, by their places in the text of
 * the patch: also where the element was there before, and what the patch said of it is said otherwise now.
 */
export const mergedElements = memoized((node: MapNode): ReadonlySet<string> => {
  const found = new Set<string>();
  collectMerged(node, found);
  return found;
});

function collectMerged(node: Node, found: Set<string>): void {
  if (node.kind === 'scalar') return;
  if (node.kind === 'map') {
    node.entries.forEach(child => {
      collectMerged(child, found);
    });
    return;
  }
  for (const item of node.items) {
    if (item.kind !== 'map') continue;
    collectMerged(item, found);
    // Whoever merges an element names it.
    let named: Node | null = item.entries.get(elementKey(item) ?? '') ?? null;
    for (; named !== null; named = named.over) {
      const element: Origin | null = named.origin.up;
      if (named.origin.by.type !== 'patch' || element === null) continue;
      found.add(originKey(element));
      if (element.up !== null) found.add(originKey(element.up));
    }
  }
}

/** The step to a list element by the first of its usual keys; none selects the only element, whatever it says. */
export function keyedStep(item: MapNode, list: ListNode): PathStep | null {
  const key = elementKey(item);
  if (key === undefined) return list.items.length === 1 ? {} : null;
  const value = item.entries.get(key) as ScalarNode;
  // A boolean is compared by its text, as numbers are.
  return { [key]: value.value as string | number };
}

function elementKey(item: MapNode): string | undefined {
  return USUAL_KEYS.find(key => textOf(item.entries.get(key)) !== undefined);
}

const USUAL_KEYS = ['name', 'mountPath', 'containerPort', 'port'];

/** A value that an entry for many objects, or a patch, wrote. */
export interface TextUse {
  /** Null in a list element that no path can name. */
  readonly path: FieldPath | null;
  readonly text: string;
  readonly origin: Origin;
}

/** Whether one entry of a kustomization says it of many fields and objects. */
export function isForMany({ type }: Writer): boolean {
  return type === 'images' || type === 'labels' || type === 'commonLabels' || type === 'commonAnnotations';
}

/** Everything in an object that entries of `images:`, of labels or of annotations wrote. */
export const entryUses = usesBy(isForMany);

/** Every scalar in an object that patches wrote. */
export const patchUses = usesBy(({ type }) => type === 'patch');

function usesBy(isMeant: (writer: Writer) => boolean): (node: MapNode) => readonly TextUse[] {
  return memoized(node => {
    const found: TextUse[] = [];
    eachScalar(node, ({ raw, origin }, pathOf) => {
      if (isMeant(origin.by)) found.push({ path: pathOf(), text: raw, origin });
    });
    return found;
  });
}

/** Identity of an entry, whichever of its fields has written something. */
export function entryKey({ by, start }: Origin): string {
  return `${by.file} ${start}`;
}

export function isUseOf({ origin }: TextUse, entry: Origin): boolean {
  return entryKey(origin) === entryKey(entry);
}

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
