/** A tree that says something else, its parts that stay the same ones. */
import {
  fromJson,
  type MapNode,
  type Node,
  toJson,
  withEntries,
  withItems,
} from '../../kustomize/tree/node.ts';
import type { Origin } from '../../kustomize/tree/writer.ts';
import type { Json, JsonObject } from '../../transform.ts';
import { isJsonList, isJsonMap } from '../../yaml/read/data.ts';
import { sameJson } from './same-data.ts';

/** @param origin of what is new */
export function become(node: MapNode, value: JsonObject, origin: Origin): MapNode;
export function become(node: Node, value: Json, origin: Origin): Node;
export function become(node: Node, value: Json, origin: Origin): Node {
  if (sameJson(toJson(node), value)) return node;
  const below = (child: Node | undefined, next: Json) =>
    child === undefined ? fromJson(next, origin) : become(child, next, origin);
  if (node.kind === 'map' && isJsonMap(value)) {
    const entries = Object.entries(value).map(
      ([key, next]) => [key, below(node.entries.get(key), next)] as const,
    );
    return withEntries(node, new Map(entries));
  }
  if (node.kind === 'list' && isJsonList(value))
    return withItems(
      node,
      value.map((next, index) => below(node.items[index], next)),
    );
  return fromJson(value, origin);
}
