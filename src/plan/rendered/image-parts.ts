/**
 * Who says which part of an image: an entry of `images:` that only renames leaves tag and digest to what stands below
 * it, under the name that the image has there.
 */
import { splitImage } from '../../kustomize/fields/image-entry.ts';
import type { Node } from '../../kustomize/tree/node.ts';
import type { Writer } from '../../kustomize/tree/writer.ts';
import type { Json } from '../../transform.ts';

/** The image as it was below entries that only rename; the node itself for everything else. */
export function belowRenames(node: Node): Node {
  let below = node;
  while (isRename(below.origin.by) && below.over?.kind === 'scalar') below = below.over;
  return below;
}

function isRename(by: Writer): boolean {
  return by.type === 'images' && by.renames === true;
}

/** The value under the name of another image, where it is about nothing but tag and digest of the node's. */
export function underNameOf(other: Node, value: Json, node: Node): Json {
  if (typeof value !== 'string' || other === node || !retags(value, node) || other.kind !== 'scalar')
    return value;
  return splitImage(other.raw).name + value.slice(splitImage(value).name.length);
}

/** Whether a value keeps the name that the image of a node has, or had below. */
export function retags(value: Json, node: Node): boolean {
  if (typeof value !== 'string') return false;
  const { name } = splitImage(value);
  for (let each: Node | null = node; each?.kind === 'scalar'; each = each.over)
    if (splitImage(each.raw).name === name) return true;
  return false;
}
