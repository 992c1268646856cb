/**
 * What a merge patch puts into a map in flow style and kustomize prints otherwise there than elsewhere: a folded text in
 * quotes, where it prints folds and reads them again with more line breaks, and nothing behind a key as an empty text, where
 * it is a null. What is still in flow style depends on all steps so far.
 */
import { memoized } from '../../text/memo.ts';
import type { Resource } from '../object/resource.ts';
import { isFolded, type Node } from '../tree/node.ts';
import { definitionOf, mergeFieldOf } from './strategic-merge.ts';

type Texts = (file: string) => string | undefined;

/**
 * Items of lists count as in flow style: most went through JSON, which is all brackets.
 *
 * @param textOf what a file of objects holds
 * @returns undefined where there is nothing of that kind
 */
export function oddInFlow(resource: Resource, patch: Node, textOf: Texts): string | undefined {
  const isIn = (holds: Holds) =>
    holds(patch) && (resource.source.item !== null || meetsFlow(resource.node, patch, textOf, holds));
  if (isIn(holdsFold)) return 'a patch says a folded text in a map in flow style';
  if (isIn(holdsNothing) && saysNothingWhole(patch, definitionOf(resource)))
    return 'a patch says a key without a value below a list in flow style';
  return undefined;
}

/** Whether a node holds what is odd in flow style. */
type Holds = (node: Node) => boolean;

function meetsFlow(object: Node | undefined, patch: Node, textOf: Texts, holds: Holds): boolean {
  if (object === undefined || object.kind === 'scalar' || !holds(patch)) return false;
  const { by, start } = object.origin;
  if (by.type === 'source' && /[[{]/.test(textOf(by.file)?.[start] ?? '')) return true;
  if (patch.kind === 'map' && object.kind === 'map')
    return [...patch.entries].some(([key, child]) =>
      meetsFlow(object.entries.get(key), child, textOf, holds),
    );
  // Whichever of the elements it is.
  if (patch.kind === 'list' && object.kind === 'list')
    return patch.items.some(child => object.items.some(item => meetsFlow(item, child, textOf, holds)));
  return false;
}

/** Asked for every object that a patch is for. */
const holdsFold: Holds = memoized((node: Node) =>
  node.kind === 'scalar' ? isFolded(node) : childrenOf(node).some(holdsFold),
);

/** A null that stands in no list takes its key out. */
const holdsNothing: Holds = memoized((node: Node) => {
  if (node.kind === 'scalar') return false;
  return node.kind === 'list' ? node.items.some(saysNothing) : childrenOf(node).some(holdsNothing);
});

/** The same in a list that the patch gives whole: where lists merge, an element loses such a key. */
function saysNothingWhole(node: Node, definition: ReturnType<typeof definitionOf>): boolean {
  if (node.kind !== 'map') return false;
  return [...node.entries].some(([field, child]) => {
    const { below, keys } = mergeFieldOf(definition, field);
    if (child.kind !== 'list') return saysNothingWhole(child, below);
    return keys === undefined
      ? child.items.some(saysNothing)
      : child.items.some(item => saysNothingWhole(item, below));
  });
}

function saysNothing(node: Node): boolean {
  return node.kind === 'scalar' ? node.value === null && node.raw === '' : childrenOf(node).some(saysNothing);
}

function childrenOf(node: Exclude<Node, { kind: 'scalar' }>): readonly Node[] {
  return node.kind === 'map' ? [...node.entries.values()] : node.items;
}
