/** The `metadata` of an object. */

import { copyOf } from '../../yaml/read/data.ts';
import { entry, isNull, type MapNode, mapNode, scalarNode, withEntries, withEntry } from '../tree/node.ts';
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
