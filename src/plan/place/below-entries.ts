/** Values as a level below the entries of `images:` must say them. */
import type { Json } from '../../transform.ts';
import type { FieldGoal } from '../find/goals.ts';
import type { Level } from '../model/level.ts';
import { heightOf, reaches, writerHeight } from '../rendered/heights.ts';
import { belowRenames, underNameOf } from '../rendered/image-parts.ts';
import { nodeAt, type RenderedObject } from '../rendered/rendered.ts';

/** The value under the name that its image has there: an entry above that renames it adds the other one. */
export function belowEntries(
  value: Json,
  goal: FieldGoal,
  level: Level,
  rendered: readonly { readonly object: RenderedObject }[],
): Json {
  const consumer = rendered.find(({ object }) => goal.wants.has(object) && reaches(object, level));
  const node = consumer && nodeAt(consumer.object.accumulated.node, goal.path);
  if (!node || heightOf(consumer.object, level) >= writerHeight(consumer.object, node.origin.by))
    return value;
  return underNameOf(belowRenames(node), value, node);
}
