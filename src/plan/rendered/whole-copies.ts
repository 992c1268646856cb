/** Maps that replacements copy as a whole: what their source says in them, the copy says too. */

import { entry, type Node } from '../../kustomize/tree/node.ts';
import type { EntryWriter } from '../../kustomize/tree/writer.ts';
import { memoized } from '../../text/memo.ts';
import type { FieldPath } from '../../transform.ts';
import { mayCopy } from './copies.ts';
import { keyedStep } from './elements.ts';
import { groupedBy } from './grouped.ts';
import type { RenderedObject, RenderedRoot } from './rendered.ts';
import { sameJson } from './same-data.ts';

export interface WholeCopy {
  readonly root: RenderedRoot;
  readonly object: RenderedObject;
  /** Of the map, in the object that gets it. */
  readonly path: FieldPath;
  readonly by: EntryWriter;
  readonly whole: NonNullable<EntryWriter['whole']>;
}

/** Every map of a root that is copied as a whole. */
export const wholeCopiesIn = memoized((root: RenderedRoot): readonly WholeCopy[] =>
  mayCopy(root) ? root.objects.flatMap(object => below(root, object, object.final.node, [])) : [],
);

/** Every such map of all roots, by the object that it is copied from. */
export const wholeCopiesBySource = memoized((roots: ReadonlyMap<string, RenderedRoot>) =>
  groupedBy([...roots.values()].flatMap(wholeCopiesIn), ({ whole }) => whole.object),
);

function below(root: RenderedRoot, object: RenderedObject, node: Node, path: FieldPath): WholeCopy[] {
  if (node.kind === 'map') {
    const { by } = node.origin;
    if (by.type === 'replacement' && by.whole) return [{ root, object, path, by, whole: by.whole }];
    return [...node.entries.keys()].flatMap(key => below(root, object, entry(node, key)!, [...path, key]));
  }
  if (node.kind !== 'list') return [];
  return node.items.flatMap(item => {
    const step = item.kind === 'map' ? keyedStep(item, node) : null;
    return step ? below(root, object, item, [...path, step]) : [];
  });
}

/** The copied map that a field is in, and the way from there; null for none. */
export function wholeCopyAt(
  root: RenderedRoot,
  object: RenderedObject,
  path: FieldPath,
): { readonly copy: WholeCopy; readonly rest: FieldPath } | null {
  const copy = wholeCopiesIn(root).find(each => each.object === object && isBelow(path, each.path));
  return copy ? { copy, rest: path.slice(copy.path.length) } : null;
}

/** Whether a path leads further than another one. */
export function isBelow(path: FieldPath, above: FieldPath): boolean {
  return path.length > above.length && sameJson(path.slice(0, above.length), above);
}
