/** `$patch` in a merge patch. */

import { copyOf } from '../../yaml/read/data.ts';
import {
  isNull,
  type ListNode,
  type MapNode,
  type Node,
  textOf,
  withEntries,
  withItems,
} from '../tree/node.ts';

/** A patch that cannot be merged: a map meets a list, or an unknown directive. */
export class MergeProblem extends Error {}

/** A merge that we do not follow. */
export class UnfollowedMerge extends MergeProblem {}

type Directive = 'merge' | 'replace' | 'delete' | null;

export function directiveOf(node: Node | undefined): Directive {
  if (node?.kind !== 'map') return null;
  const value = node.entries.get('$patch');
  if (value === undefined) return null;
  const text = textOf(value);
  if (text === 'merge' || text === 'replace' || text === 'delete') return text;
  throw new MergeProblem(`unknown patch directive '$patch: ${text ?? ''}'`);
}

/** Whether a field of a patch leaves nothing of what was there. */
export function clears(node: Node | undefined): boolean {
  if (node === undefined) return false;
  const directive = directiveOf(node);
  return directive === 'replace' || directive === 'delete' || isNull(node);
}

export function stripDirective(node: MapNode): MapNode {
  if (!node.entries.has('$patch')) return node;
  const entries = copyOf(node.entries);
  entries.delete('$patch');
  return withEntries(node, entries);
}

/** An element that holds only `$patch` speaks for its list. */
export function listDirective(patch: ListNode): { strategy: Directive; list: ListNode } {
  for (const item of patch.items) {
    if (item.kind !== 'map' || item.entries.size !== 1 || !item.entries.has('$patch')) continue;
    return {
      strategy: directiveOf(item),
      list: withItems(
        patch,
        patch.items.filter(other => other !== item),
      ),
    };
  }
  return { strategy: null, list: patch };
}
