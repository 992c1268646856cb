/** The tree of a merge patch: removals, and the names of neighbours that keep the order of lists. */
import { mergeKeysOf } from '../../../kubernetes/merge-keys.ts';
import { entry, isNull, type Node, textOf } from '../../../kustomize/tree/node.ts';
import type { FieldPath, PathStep } from '../../../transform.ts';
import { type Branch, newBranch, type Tree } from '../../rendered/change-tree.ts';
import { childOf } from '../../rendered/rendered.ts';

/** In a merge patch null removes a key, and `$patch: delete` an element. */
export function removalsAsNull(tree: Branch): Branch {
  const result = newBranch();
  for (const [id, { step, tree: below }] of tree.children) {
    result.children.set(id, { step, tree: removal(step, below) });
  }
  return result;
}

function removal(step: PathStep, tree: Tree): Tree {
  if (tree.type === 'branch') return removalsAsNull(tree);
  if (tree.type === 'set') return tree;
  return { type: 'set', value: typeof step === 'string' ? null : { $patch: 'delete' } };
}

/**
 * A merge puts patched elements first. Naming every element up to the last patched one, in today's order,
 * keeps that order (kustomize.md 1.9 and 3.5).
 */
export function withStubs(tree: Branch, node: Node | undefined, kind: string, path: FieldPath): Branch {
  const children = [...tree.children.values()];
  const selecting = children.flatMap(({ step }) => (typeof step === 'string' ? [] : [step]));
  const result = newBranch();
  if (selecting.length === 0) {
    for (const [id, { step, tree: below }] of tree.children) {
      const next = [...path, step];
      const child = childOf(node, step);
      result.children.set(id, {
        step,
        tree: below.type === 'branch' ? withStubs(below, child, kind, next) : below,
      });
    }
    return result;
  }
  const keys = mergeKeysOf(kind, path) ?? [];
  const wanted = new Map(children.map(child => [JSON.stringify(child.step), child]));
  const items = node?.kind === 'list' ? node.items : [];
  let last = -1;
  const steps = items.map(item => stepOf(item, selecting, keys));
  steps.forEach((step, i) => {
    if (step && wanted.has(JSON.stringify(step))) last = i;
  });
  // New elements would come first: with all of today's named before them they come last, as declared.
  const present = new Set(steps.map(step => JSON.stringify(step)));
  if (children.some(child => child.tree.type !== 'remove' && !present.has(JSON.stringify(child.step))))
    last = items.length - 1;
  for (const [i, item] of items.slice(0, last + 1).entries()) {
    const step = steps[i];
    if (!step) continue;
    const below = wanted.get(JSON.stringify(step))?.tree ?? newBranch();
    const tree = below.type === 'branch' ? withStubs(below, item, kind, [...path, step]) : below;
    result.children.set(JSON.stringify(step), { step, tree: saysProtocol(tree, item) });
  }
  for (const [id, child] of wanted) if (!result.children.has(id)) result.children.set(id, child);
  return result;
}

/** A merge finds a port by what its element names: one that writes its protocol is named by it. */
function saysProtocol(tree: Tree, item: Node): Tree {
  const protocol = textOf(entry(item, 'protocol'));
  if (protocol === undefined || tree.type !== 'branch') return tree;
  const result = newBranch();
  const port = textOf(entry(item, 'containerPort')) === undefined ? 'port' : 'containerPort';
  const number = entry(item, port);
  if (number?.kind === 'scalar') {
    result.children.set(`.${port}`, { step: port, tree: { type: 'set', value: number.value } });
  }
  result.children.set('.protocol', { step: 'protocol', tree: { type: 'set', value: protocol } });
  for (const [id, child] of tree.children) result.children.set(id, child);
  return result;
}

type ElementStep = Exclude<PathStep, string>;

function stepOf(item: Node, wanted: readonly ElementStep[], keys: readonly string[]): ElementStep | null {
  const match = wanted.find(step =>
    Object.entries(step).every(([k, v]) => textOf(entry(item, k)) === String(v)),
  );
  if (match) return match;
  const step: Record<string, string | number> = {};
  for (const key of keys) {
    const value = entry(item, key);
    // A boolean is compared by its text, as numbers are.
    if (value?.kind === 'scalar' && value.value !== null) step[key] = value.value as string | number;
  }
  return Object.keys(step).length > 0 ? step : null;
}

/** Whether a patch removes what the tree would say more of: a line below its null or directive has no effect. */
export function isRemovedBy(patch: Node, tree: Branch): boolean {
  for (const { step, tree: below } of tree.children.values()) {
    const node = childOf(patch, step);
    if (!node || below.type !== 'branch') continue;
    if (isNull(node) || entry(node, '$patch') || isRemovedBy(node, below)) return true;
  }
  return false;
}

/** Whether the tree names elements of a list that a patch does not have. */
export function bringsList(patch: Node | undefined, tree: Branch): boolean {
  return [...tree.children.values()].some(({ step, tree: below }) => {
    if (typeof step !== 'string' && patch === undefined) return true;
    return below.type === 'branch' && bringsList(childOf(patch, step), below);
  });
}
