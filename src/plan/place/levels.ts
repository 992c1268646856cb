/** The places that a goal may have, from the lowest up, and what each of them reaches. */

import type { Origin } from '../../kustomize/tree/writer.ts';
import type { FieldPath, Json } from '../../transform.ts';
import { type CreateGoal, type FieldGoal, fixesOf, type Goal } from '../find/goals.ts';
import type { LayerLevel, Level, TextLevel } from '../model/level.ts';
import { originKey, patchedElement } from '../rendered/elements.ts';
import { heightOf, lowestEffective, reaches } from '../rendered/heights.ts';
import { deepest, type RenderedObject } from '../rendered/rendered.ts';
import { sameJson } from '../rendered/same-data.ts';
import type { Consumer, PlacementContext } from './types.ts';

/** Places from the lowest up: the source, then layers by how near to the source they stand, then the roots. */
export function levelsOfField(
  goal: FieldGoal,
  rendered: readonly Consumer[],
  context: PlacementContext,
): readonly Level[] {
  if (isForRoots(goal, context) || goal.transform.placement.field === 'overlay')
    return layers(rendered, true, context);
  return [{ type: 'source' }, ...textLevels(goal), ...layers(rendered, false, context)];
}

/** A new object stands in a layer. */
export function levelsOfObject(
  goal: CreateGoal,
  rendered: readonly Consumer[],
  context: PlacementContext,
): readonly LayerLevel[] {
  const rootsOnly =
    isForRoots(goal, context) || goal.beside === null || goal.transform.placement.resource === 'overlay';
  const levels = layers(rendered, rootsOnly, context);
  const ofSisters = levels.find(level => isOfSisters(goal, level, context));
  return ofSisters === undefined ? levels : [ofSisters, ...levels.filter(level => level !== ofSisters)];
}

/** Whether all who want it have their other objects of its kind from there, and nobody else would get it. */
function isOfSisters(
  { manifest, wants, beside }: CreateGoal,
  level: LayerLevel,
  { rootsAbove }: PlacementContext,
): boolean {
  const wanting = [...wants.values()];
  if (beside === null || !rootsAbove(level.folder).every(root => wanting.some(each => each.root === root)))
    return false;
  return wanting.every(({ root, object }) => {
    const sisters = root.objects.filter(each => each.object.kind === manifest.kind);
    const areThere = sisters.every(({ accumulated: { source } }) => source.layer === level.folder);
    return object !== null && reaches(object, level) && sisters.length > 0 && areThere;
  });
}

/** Whether a layer has objects of a kind in some root: its others go there too. */
export function bringsKind(folder: string, kind: Json | undefined, { roots }: PlacementContext): boolean {
  return [...roots.values()].some(({ objects }) =>
    objects.some(({ object, accumulated: { source } }) => object.kind === kind && source.layer === folder),
  );
}

/** Whether it may stand in the roots alone. */
export function isForRoots(goal: Goal, { overlaysOnly, raised }: PlacementContext): boolean {
  return overlaysOnly || fixesOf(goal).some(id => raised.has(id));
}

function layers(rendered: readonly Consumer[], rootsOnly: boolean, context: PlacementContext): LayerLevel[] {
  const roots = new Set(rendered.map(({ root }) => root.folder));
  return context.layersOf(rendered).filter(({ folder }) => !rootsOnly || roots.has(folder));
}

/** Texts of patches that brought the element in question: below them nobody can say anything of it. */
function textLevels(goal: FieldGoal): TextLevel[] {
  const levels = new Map<string, TextLevel>();
  for (const object of goal.wants.keys()) {
    const element = patchedElement(object, goal.path);
    if (!element || element.origin.viaAlias || element.depth === goal.path.length) continue;
    const key = originKey(element.origin);
    levels.set(key, { type: 'text', key, origin: element.origin });
  }
  return [...levels.values()];
}

/** Whether a change at this level takes effect in the object of a root. */
export function covers(goal: Goal, object: RenderedObject, level: Level): boolean {
  if (goal.type === 'create') return level.type === 'layer' && reaches(object, level);
  if (!reaches(object, level)) return false;
  if (goal.source && isBehindReader(goal.source.readBy, object, level)) return false;
  if (level.type === 'text') {
    const element = patchedElement(object, goal.path);
    return (
      element !== null && originKey(element.origin) === level.key && !isWrittenAbove(goal, object, level)
    );
  }
  return lowestEffective(goal, object) <= heightOf(object, level);
}

/** A layer's replacements read what its patches have left. */
function isBehindReader(reader: string | null, object: RenderedObject, level: Level): boolean {
  return reader !== null && heightOf(object, level) > object.accumulated.layers.indexOf(reader);
}

/** Whether a later writer than the element's own text has set the field. */
export function isWrittenAbove(
  goal: Pick<FieldGoal, 'path'>,
  object: Pick<RenderedObject, 'accumulated'>,
  level: TextLevel,
): boolean {
  const { node, depth } = deepest(object.accumulated.node, goal.path);
  if (depth < goal.path.length) {
    const removal = node.kind === 'map' ? node.gone?.get(String(goal.path[depth])) : undefined;
    return removal !== undefined && !isSameText(removal, level.origin);
  }
  return !isSameText(node.origin, level.origin);
}

/** Whether one patch text holds both. */
function isSameText({ by }: Origin, { by: other }: Origin): boolean {
  if (by.type !== 'patch' || other.type !== 'patch') return false;
  return by.file === other.file && by.doc === other.doc && sameJson(by.inline, other.inline);
}

/** Steps from the element to the field. */
export function restOf(goal: FieldGoal, level: TextLevel): FieldPath | null {
  for (const object of goal.wants.keys()) {
    const element = patchedElement(object, goal.path);
    if (element && originKey(element.origin) === level.key) return goal.path.slice(element.depth);
  }
  return null;
}
