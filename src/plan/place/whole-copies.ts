/**
 * Fixes in maps that a replacement copies as a whole: they are said where the map is copied from, when that object wants the
 * same. Beside the copy they would be written over.
 */

import { type Node, toJson } from '../../kustomize/tree/node.ts';
import { addWanting, type FieldGoal, type Wanting } from '../find/goals.ts';
import type { Declaration } from '../model/declaration.ts';
import type { LayerLevel, SourceLevel } from '../model/level.ts';
import { stepsOfParts } from '../rendered/copies.ts';
import { heightOf, lowestEffective, reaches } from '../rendered/heights.ts';
import { nodeAt, objectName, type RenderedObject } from '../rendered/rendered.ts';
import { canonical, pathText, sameJson } from '../rendered/same-data.ts';
import { isBelow, type WholeCopy, wholeCopiesBySource, wholeCopyAt } from '../rendered/whole-copies.ts';
import { sourceAmong } from './copied.ts';
import type { PlacementContext } from './types.ts';

const EMPTIED = 'it is all that a copied map has, and what is copied cannot be absent';

export interface WholeWish {
  readonly objects: readonly RenderedObject[];
  /** The same of the source, or why it cannot be. */
  readonly atSource: FieldGoal | string;
}

/** The wishes for fields of copied maps, by what these are copied from. */
export function wholeWishes(goal: FieldGoal, context: PlacementContext): readonly WholeWish[] {
  const found = new Map<string, { objects: RenderedObject[]; atSource: FieldGoal | string }>();
  for (const wanting of goal.wants.values()) {
    const part = wholeCopyAt(wanting.root, wanting.object, goal.path);
    if (part === null) continue;
    const atSource = goalAtWhole(goal, wanting, part, context);
    const key = typeof atSource === 'string' ? atSource : `${atSource.sourceId} ${pathText(atSource.path)}`;
    const known = found.get(key);
    if (known === undefined) {
      found.set(key, { objects: [wanting.object], atSource });
      continue;
    }
    known.objects.push(wanting.object);
    if (typeof atSource === 'string' || typeof known.atSource === 'string') continue;
    const wants = new Map(known.atSource.wants);
    for (const [source, each] of atSource.wants) addWanting(wants, source, each);
    known.atSource = { ...known.atSource, wants };
  }
  return [...found.values()];
}

function goalAtWhole(
  goal: FieldGoal,
  { root, object, findings }: Wanting<RenderedObject>,
  { copy, rest }: NonNullable<ReturnType<typeof wholeCopyAt>>,
  context: PlacementContext,
): FieldGoal | string {
  const { by, whole } = copy;
  const source = sourceAmong(root, object, by.layer, whole.object, context);
  const steps = source && stepsOfParts(source.accumulated.node, whole.path, 'map');
  if (!source || !steps) return 'no fix can name the place that it is copied from';
  const path = [...steps, ...rest];
  if (goal.type === 'remove' && isAllThereIs(nodeAt(source.accumulated.node, steps), rest)) return EMPTIED;
  if (goal.elsewhere !== 'harmless' && !context.wanted(source, goal.type, path, goal.value))
    return `the map is copied from ${objectName(source)}, which has it for itself`;
  return {
    ...goal,
    path,
    id: `${goal.id} at its source`,
    sourceId: source.sourceId,
    wants: new Map([[source, { root, object: source, findings }]]),
    source: { of: goal.id, readBy: by.layer },
  };
}

/** Whether a map, and each map on the way to a field, has nothing else: maps that are left empty go too. */
function isAllThereIs(node: Node | undefined, [step, ...rest]: FieldGoal['path']): boolean {
  if (step === undefined) return true;
  return node?.kind === 'map' && node.entries.size === 1 && isAllThereIs(nodeAt(node, [step]), rest);
}

/** What copies of a map say once a goal is placed in their source; a text where one of them must not say it. */
export function copiesOfWhole(
  goal: FieldGoal,
  level: SourceLevel | LayerLevel,
  context: PlacementContext,
): readonly Declaration[] | string {
  const found = new Map<string, Declaration>();
  for (const copy of wholeCopiesBySource(context.roots).get(goal.sourceId) ?? []) {
    const path = pathInCopy(copy, goal, level, context);
    if (path === null) continue;
    const { root, object, by } = copy;
    const rest = path.slice(copy.path.length);
    if (goal.type === 'remove' && isAllThereIs(nodeAt(object.final.node, copy.path), rest)) return EMPTIED;
    const now = nodeAt(object.final.node, path);
    const isSo =
      now === undefined ? goal.type === 'remove' : goal.type === 'set' && sameJson(toJson(now), goal.value);
    const isWanted = goal.elsewhere === 'harmless' || context.wanted(object, goal.type, path, goal.value);
    if (!isSo && !isWanted)
      return `${root.folder || '.'} copies it into ${objectName(object)}: should it change there too?`;
    const { layers } = object.accumulated;
    const index = layers.indexOf(by.layer);
    const declaration: Declaration = {
      fixIds: [goal.fixId],
      type: goal.type,
      sourceId: object.sourceId,
      level: { type: 'layer', folder: by.layer, ...(index >= 0 && { way: layers.slice(0, index + 1) }) },
      path,
      value: goal.value,
      isCopy: true,
    };
    found.set(canonical([object.sourceId, path as never, by.layer]), declaration);
  }
  return [...found.values()];
}

/** Where a copy says what is placed in its source; null where that does not come to it. */
function pathInCopy(
  { root, object, path, by, whole }: WholeCopy,
  goal: FieldGoal,
  level: SourceLevel | LayerLevel,
  context: PlacementContext,
): FieldGoal['path'] | null {
  const source = sourceAmong(root, object, by.layer, whole.object, context);
  if (!source || !reaches(source, level)) return null;
  const steps = stepsOfParts(source.accumulated.node, whole.path, 'map');
  if (!steps || !isBelow(goal.path, steps)) return null;
  const height = heightOf(source, level);
  const isRead = source.accumulated.layers.indexOf(by.layer) >= height;
  return isRead && lowestEffective(goal, source) <= height
    ? [...path, ...goal.path.slice(steps.length)]
    : null;
}
