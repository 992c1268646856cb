/** Keys that are there twice in a merge patch, where what becomes of them depends on all that happens to the object. */
import { memoized } from '../../text/memo.ts';
import { doubledKey, entry, type MapNode, type Node } from '../tree/node.ts';

/**
 * Such a key in a list, labels or annotations; undefined for none. Of an element kustomize keeps both until another patch
 * takes the element out, or fails when it prints them. Labels and annotations it writes anew in some builds, and takes the
 * first of two keys there or the last.
 */
export function untraceableKey(patch: MapNode): string | undefined {
  return asked(patch).key;
}

/** Asked for every object that a patch is for. */
const asked = memoized((patch: MapNode): { readonly key: string | undefined } => {
  const metadata = entry(patch, 'metadata');
  const texts = ['labels', 'annotations'].map(field => doubledBelow(entry(metadata, field), true));
  return { key: texts.find(key => key !== undefined) ?? doubledBelow(patch, false) };
});

function doubledBelow(node: Node | undefined, counts: boolean): string | undefined {
  if (node === undefined || node.kind === 'scalar') return undefined;
  const own = node.kind === 'map' && counts ? doubledKey(node) : undefined;
  if (own !== undefined) return own;
  for (const child of node.kind === 'map' ? node.entries.values() : node.items) {
    const found = doubledBelow(child, counts || node.kind === 'list');
    if (found !== undefined) return found;
  }
  return undefined;
}
