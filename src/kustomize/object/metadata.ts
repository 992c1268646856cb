/** The `metadata` of an object. */

import { copyOf } from '../../yaml/read/data.ts';
import { isPlainText, resolvePlain } from '../../yaml/read/scalar.ts';
import {
  entry,
  isNull,
  type MapNode,
  mapNode,
  type Node,
  scalarNode,
  withEntries,
  withEntry,
} from '../tree/node.ts';
import type { Origin } from '../tree/writer.ts';

/**
 * Sets a scalar under `metadata`, creating the map; an empty value removes it as kustomize does.
 * @param ownsEqual takes over a value that is equal already
 */
export function setMetadata(
  node: MapNode,
  key: 'name' | 'namespace',
  value: string,
  origin: Origin,
  ownsEqual = false,
): MapNode {
  const metadata = entry(node, 'metadata');
  const map = metadata?.kind === 'map' ? metadata : mapNode(new Map(), origin);
  const old = map.entries.get(key);
  if (value === '') {
    if (old === undefined) return node;
    const entries = copyOf(map.entries);
    entries.delete(key);
    return withEntry(node, 'metadata', withEntries(map, entries));
  }
  if (old?.kind === 'scalar' && old.raw === value && !ownsEqual) return node;
  return withEntry(node, 'metadata', withEntry(map, key, scalarNode(value, origin, old ?? null)));
}

export function stringMap(node: MapNode, field: 'labels' | 'annotations'): Map<string, string> {
  const map = entry(entry(node, 'metadata'), field);
  const result = new Map<string, string>();
  if (map?.kind !== 'map') return result;
  for (const [key, value] of map.entries) {
    if (value.kind === 'scalar' && !isNull(value)) result.set(key, value.raw);
  }
  return result;
}

/**
 * A key that kustomize cannot add to a map: it writes keys without quotes, and finds no text when it reads them again. Keys
 * of manifests keep the quotes that they have.
 */
export function unwritableKey(keys: Iterable<string>): string | undefined {
  for (const key of keys) if (!isPlainText(key, resolvePlain)) return key;
  return undefined;
}

/** A value of a string map where kustomize writes the map anew: its text as it is written, and none for what is no scalar. */
export function asText(node: Node): Node {
  if (node.kind !== 'scalar') return scalarNode('', node.origin);
  return node.value === node.raw ? node : scalarNode(node.raw, node.origin, node.over);
}
