/** What a merge patch says and we do not follow, because what becomes of it depends on all that happens to the object. */
import { memoized } from '../../text/memo.ts';
import { doubledKey, entry, isNull, type ListNode, type MapNode, type Node, textOf } from '../tree/node.ts';

/**
 * Why a patch is out of scope; undefined where it is not.
 *
 * Of a key that a list says twice kustomize keeps both until another patch takes the element out, or fails when it prints
 * them. Labels and annotations it writes anew in some builds, and takes the first of two keys there or the last. An item
 * without a value becomes an empty text in a list that stood in brackets, and takes others along in lists that merge; so does
 * a null that is written among elements.
 */
export function untraceable(patch: MapNode, object: MapNode): string | undefined {
  const { reason, hasConstraints } = asked(patch);
  return reason ?? (hasConstraints ? twinsBelow(object) : undefined);
}

interface Asked {
  readonly reason: string | undefined;
  readonly hasConstraints: boolean;
}

/** Asked for every object that a patch is for. */
const asked = memoized((patch: MapNode): Asked => {
  const metadata = entry(patch, 'metadata');
  const texts = ['labels', 'annotations'].map(field => oddBelow(entry(metadata, field), true));
  return {
    reason: texts.find(reason => reason !== undefined) ?? oddBelow(patch, false) ?? twinsBelow(patch),
    hasConstraints: constraintsBelow(patch).length > 0,
  };
});

/** What the API server takes for the key of a constraint: it refuses two that are alike. */
const CONSTRAINT_KEYS = ['topologyKey', 'whenUnsatisfiable'];

/** Two constraints of one key: what is merged into one of them reaches labels that fields share, or does not. */
function twinsBelow(node: Node): string | undefined {
  const isDoubled = constraintsBelow(node).some(({ items }) => {
    const keys = items.map(keyOfConstraint);
    return new Set(keys).size < keys.length;
  });
  return isDoubled ? 'two topologySpreadConstraints have one key' : undefined;
}

function constraintsBelow(node: Node): ListNode[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap(constraintsBelow);
  return [...node.entries].flatMap(([key, value]) =>
    key === 'topologySpreadConstraints' && value.kind === 'list' ? [value] : constraintsBelow(value),
  );
}

function keyOfConstraint(item: Node): string {
  return JSON.stringify(CONSTRAINT_KEYS.map(key => textOf(entry(item, key)) ?? ''));
}

/** @param counts whether a key that is there twice does */
function oddBelow(node: Node | undefined, counts: boolean): string | undefined {
  if (node === undefined || node.kind === 'scalar') return undefined;
  const own = node.kind === 'map' && counts ? doubledKey(node) : undefined;
  if (own !== undefined) return `the key '${own}' is there twice in a list, labels or annotations of a patch`;
  if (node.kind === 'list' && saysNothing(node)) return 'an item of a list in a patch has no value';
  for (const child of node.kind === 'map' ? node.entries.values() : node.items) {
    const found = oddBelow(child, counts || node.kind === 'list');
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of an item without a value, and of a null among elements. */
function saysNothing({ items }: ListNode): boolean {
  const nulls = items.filter(isNull);
  return nulls.some(isLeftOut) || (nulls.length > 0 && items.some(({ kind }) => kind === 'map'));
}

function isLeftOut(item: Node): boolean {
  return item.kind === 'scalar' && item.raw === '';
}
