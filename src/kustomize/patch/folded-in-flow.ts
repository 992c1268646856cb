/**
 * Folded texts that a merge patch puts into a map in flow style. kustomize prints them in quotes there, where it otherwise
 * prints folds and reads them again with more line breaks; and what is still in flow style depends on all steps so far.
 */
import { memoized } from '../../text/memo.ts';
import type { Resource } from '../object/resource.ts';
import { isFolded, type Node } from '../tree/node.ts';

type Texts = (file: string) => string | undefined;

/**
 * Items of lists count as in flow style: most went through JSON, which is all brackets.
 *
 * @param textOf what a file of objects holds
 */
export function foldsIntoFlow({ node, source }: Resource, patch: Node, textOf: Texts): boolean {
  return holdsFold(patch) && (source.item !== null || meetsFlow(node, patch, textOf));
}

function meetsFlow(object: Node | undefined, patch: Node, textOf: Texts): boolean {
  if (object === undefined || object.kind === 'scalar' || !holdsFold(patch)) return false;
  const { by, start } = object.origin;
  if (by.type === 'source' && /[[{]/.test(textOf(by.file)?.[start] ?? '')) return true;
  if (patch.kind === 'map' && object.kind === 'map')
    return [...patch.entries].some(([key, child]) => meetsFlow(object.entries.get(key), child, textOf));
  // Whichever of the elements it is.
  if (patch.kind === 'list' && object.kind === 'list')
    return patch.items.some(child => object.items.some(item => meetsFlow(item, child, textOf)));
  return false;
}

/** Asked for every object that a patch is for. */
const holdsFold: (node: Node) => boolean = memoized((node: Node) => {
  if (node.kind === 'scalar') return isFolded(node);
  const children = node.kind === 'map' ? [...node.entries.values()] : node.items;
  return children.some(holdsFold);
});
