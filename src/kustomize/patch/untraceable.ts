/** What a merge patch says and we do not follow, because what becomes of it depends on all that happens to the object. */
import { memoized } from '../../text/memo.ts';
import { doubledKey, entry, type MapNode, type Node } from '../tree/node.ts';

/**
 * Why a patch is out of scope; undefined where it is not.
 *
 * Of a key that a list says twice kustomize keeps both until another patch takes the element out, or fails when it prints
 * them. Labels and annotations it writes anew in some builds, and takes the first of two keys there or the last. An item
 * without a value becomes an empty text in a list that stood in brackets, and takes others along in lists that merge.
 */
export function untraceable(patch: MapNode): string | undefined {
  return asked(patch).reason;
}

/** Asked for every object that a patch is for. */
const asked = memoized((patch: MapNode): { readonly reason: string | undefined } => {
  const metadata = entry(patch, 'metadata');
  const texts = ['labels', 'annotations'].map(field => oddBelow(entry(metadata, field), true));
  return { reason: texts.find(reason => reason !== undefined) ?? oddBelow(patch, false) };
});

/** @param counts whether a key that is there twice does */
function oddBelow(node: Node | undefined, counts: boolean): string | undefined {
  if (node === undefined || node.kind === 'scalar') return undefined;
  const own = node.kind === 'map' && counts ? doubledKey(node) : undefined;
  if (own !== undefined) return `the key '${own}' is there twice in a list, labels or annotations of a patch`;
  if (node.kind === 'list' && node.items.some(saysNothing))
    return 'an item of a list in a patch has no value';
  for (const child of node.kind === 'map' ? node.entries.values() : node.items) {
    const found = oddBelow(child, counts || node.kind === 'list');
    if (found !== undefined) return found;
  }
  return undefined;
}

function saysNothing(item: Node): boolean {
  return item.kind === 'scalar' && item.value === null && item.raw === '';
}
