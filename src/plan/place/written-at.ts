/** The text that holds a value now. */
import type { Origin } from '../../kustomize/tree/writer.ts';
import type { FieldGoal } from '../find/goals.ts';
import type { LayerLevel, SourceLevel } from '../model/level.ts';
import { entryUses, isUseOf } from '../rendered/elements.ts';
import { heightOf, reaches, writerHeight } from '../rendered/heights.ts';
import { belowRenames, retags } from '../rendered/image-parts.ts';
import { deepest } from '../rendered/rendered.ts';
import { sameJson } from '../rendered/same-data.ts';
import type { Consumer, PlacementContext } from './types.ts';

/** The text that holds the value now, when it belongs to this very level. */
export function writtenAt(
  goal: FieldGoal,
  level: SourceLevel | LayerLevel,
  rendered: readonly Consumer[],
  context: PlacementContext,
): Origin | null {
  for (const { object } of rendered) {
    if (!goal.wants.has(object) || !reaches(object, level)) continue;
    const { node, depth } = deepest(object.accumulated.node, goal.path);
    if (depth < goal.path.length) continue;
    const below = retags(goal.value, node) ? belowRenames(node) : node;
    const written = [node, below].find(
      each => writerHeight(object, each.origin.by) === heightOf(object, level),
    );
    if (!written) continue;
    // Patches run before the entries of their kustomization: one can say what an entry for many cannot.
    const isPatched = written !== below && entryRefusal(goal, written.origin, context) !== null;
    return isPatched ? null : written.origin;
  }
  return null;
}

/** An entry of `images:`, of labels or of annotations writes many fields: all of them must want the same. */
export function entryRefusal(goal: FieldGoal, entry: Origin, context: PlacementContext): string | null {
  for (const root of context.roots.values()) {
    for (const object of root.objects) {
      for (const use of entryUses(object.accumulated.node)) {
        if (!isUseOf(use, entry)) continue;
        if (goal.type === 'set' && use.text === goal.value) continue;
        if (use.path && context.wanted(object, goal.type, use.path, goal.value)) continue;
        return `${root.folder || '.'} has other uses of the entry`;
      }
    }
  }
  return refusalBelow(goal, entry, context);
}

/** Objects of all layers: what no root shows as it is there, a patch or an entry would change unasked. */
export function refusalBelow(goal: FieldGoal, written: Origin, context: PlacementContext): string | null {
  const other = context.usesBelow(written).find(({ text, path, sourceId }) => {
    if (path === null) return true;
    if (sourceId === goal.sourceId && sameJson(path, goal.path)) return false;
    if (goal.type === 'set' && text === goal.value) return false;
    const consumers = context.bySource.get(sourceId) ?? [];
    return !consumers.some(({ object }) => context.wanted(object, goal.type, path, goal.value));
  });
  return other ? `${written.by.file} says it of others, which must not have it` : null;
}
