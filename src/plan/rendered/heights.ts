/** How high a place stands on an object's way from its source document through the layers. */
import { type Node, textOf } from '../../kustomize/tree/node.ts';
import type { Writer } from '../../kustomize/tree/writer.ts';
import type { FieldPath, Json, PathStep } from '../../transform.ts';
import type { Level } from '../model/level.ts';
import { patchedElements } from './elements.ts';
import { belowRenames, retags } from './image-parts.ts';
import { childOf, type RenderedObject } from './rendered.ts';
import { isReplacedList } from './whole-lists.ts';

export function levelKey(level: Level): string {
  if (level.type === 'source') return 'source';
  if (level.type === 'text') return `text:${level.key}`;
  return `layer:${level.folder}${level.way === undefined ? '' : ` by ${level.way.join(' ')}`}`;
}

export function reaches(object: Pick<RenderedObject, 'accumulated'>, level: Level): boolean {
  if (level.type === 'text') return patchedElements(object.accumulated.node).has(level.key);
  if (level.type === 'source') return true;
  const { layers } = object.accumulated;
  return level.way === undefined
    ? layers.includes(level.folder)
    : level.way.every((folder, i) => folder === layers[i]);
}

/** -1 is the source document; layers count from the innermost. */
export function heightOf(object: Pick<RenderedObject, 'accumulated'>, level: Level): number {
  if (level.type === 'text') return writerHeight(object, level.origin.by);
  return level.type === 'source' ? -1 : object.accumulated.layers.indexOf(level.folder);
}

/** Layer at which a writer stands, in one object's way through the layers. */
export function writerHeight(object: Pick<RenderedObject, 'accumulated'>, by: Writer): number {
  const layer = layerOf(by);
  return layer === undefined ? -1 : object.accumulated.layers.indexOf(layer);
}

/** The layer of a writer; undefined where it is the source document. */
export function layerOf(by: Writer): string | undefined {
  // What kustomize derives at the end has no place: its own text is where it came from.
  return by.type === 'source' || by.type === 'hash' || by.type === 'reference' ? undefined : by.layer;
}

/** What a layer writes after its patches, and in no text that a fix may edit: only a layer above can say otherwise. */
const BEHIND_PATCHES: ReadonlySet<Writer['type']> = new Set([
  'replacement',
  'transformer',
  'namespace',
  'namePrefix',
  'nameSuffix',
]);

/** A value that is to be at a field of an object. */
interface Wish {
  readonly path: FieldPath;
  readonly value: Json;
}

/** The lowest level at which setting the path takes effect: above whoever writes the value now. */
export function lowestEffective(wish: Wish, object: Pick<RenderedObject, 'accumulated'>): number {
  const root = object.accumulated.node;
  let node: Node = root;
  let lowest = -1;
  for (const [i, step] of wish.path.entries()) {
    lowest = Math.max(lowest, removalHeight(object, node, step));
    const next = childOf(node, step);
    if (next === undefined) return lowest;
    // A keyed element exists from the layer that brought it; a map that a JSON patch put there hides lower ones, a list
    // that a merge replaced too, and so does a map that was removed on the way and brought back.
    const isHiding = hidesLower(next) || isReplacedList(root, wish.path.slice(0, i + 1), next);
    if (typeof step !== 'string' || isHiding) {
      lowest = Math.max(lowest, writerHeight(object, next.origin.by));
    }
    // Below whoever has renamed an element nobody knows it by its name.
    if (typeof step !== 'string')
      lowest = Math.max(lowest, ...namersOf(next, step).map(by => writerHeight(object, by)));
    node = next;
  }
  const { by } = (retags(wish.value, node) ? belowRenames(node) : node).origin;
  return writerHeight(object, by) + (BEHIND_PATCHES.has(by.type) ? 1 : 0);
}

/** Who has given a list element the name that it goes by, where it had another: patches repeat names to say whom they mean. */
function namersOf(element: Node, step: Exclude<PathStep, string>): Writer[] {
  if (element.kind !== 'map') return [];
  return Object.keys(step).flatMap(key => {
    let name = element.entries.get(key);
    while (name?.over && textOf(name.over) === textOf(name)) name = name.over;
    return name?.over ? [name.origin.by] : [];
  });
}

/** Layer at which a key of a map was removed, or -1. */
function removalHeight(
  object: Pick<RenderedObject, 'accumulated'>,
  parent: Node | undefined,
  step: PathStep | undefined,
): number {
  const removal = parent?.kind === 'map' ? parent.gone?.get(String(step)) : undefined;
  return removal ? writerHeight(object, removal.by) : -1;
}

/** A map or list that a patch put in place of another, and what a JSON patch writes. */
function hidesLower({ kind, over, origin: { by } }: Node): boolean {
  if (by.type !== 'patch') return false;
  return by.form === 'json' || (kind !== 'scalar' && over !== null && over.kind !== 'scalar');
}
