/**
 * Placement: the lowest place that reaches all roots that want a goal and none that must not have it
 * (placement.md). Compared in source coordinates.
 */

import type { CreateGoal, FieldGoal, Goal } from '../find/goals.ts';
import type { Level } from '../model/level.ts';
import { heightOf, levelKey, reaches } from '../rendered/heights.ts';
import type { RenderedObject } from '../rendered/rendered.ts';
import { NO_KUSTOMIZATION } from '../repository/plain-folders.ts';
import { type CopiedWish, copiedWishes, goalAtSource, placeAtConstant } from './copied.ts';
import { covers, levelsOfField, levelsOfObject } from './levels.ts';
import type { Candidate, Consumer, Placed, PlacementContext, Unplaced } from './types.ts';
import { weighField, weighObject } from './weigh.ts';

interface Placement {
  readonly placed: readonly Placed[];
  readonly unplaced: Unplaced | null;
}

export function placeGoal(goal: Goal, context: PlacementContext): Placement {
  if (goal.type === 'create') return placeObject(goal, context);
  if (goal.optional) return { ...placeField(goal, context), unplaced: null };
  if (!goal.entryOnly) return placeField(goal, context);
  const kustomizations = [...goal.wants.keys()].map(root => context.kustomizationFile(root) ?? '');
  const isPlain = kustomizations.every(file => context.notEditable(file) === NO_KUSTOMIZATION);
  const reason = isPlain
    ? 'a plain folder has no kustomization to say it once for all'
    : 'not every object of the root can take it';
  return { placed: [], unplaced: { goal, roots: [...goal.wants.keys()], reason } };
}

/** Where its value is copied from, for the roots that copy it; for the others where it stands. */
function placeField(goal: FieldGoal, context: PlacementContext): Placement {
  const placed: Placed[] = [];
  const remaining = new Set(goal.wants.keys());
  let written: string | undefined;
  for (const wish of copiedWishes(goal, context)) {
    const result = placeCopied(goal, wish, context);
    for (const each of result.placed) for (const root of each.serves) remaining.delete(root);
    placed.push(...result.placed);
    if (result.reason !== null)
      written ??= `the value is written by ${context.describeCopy(wish.copies[0])}: ${result.reason}`;
  }
  const rest = placeDirectly(goal, remaining, context);
  const unplaced = rest.unplaced && { ...rest.unplaced, reason: written ?? rest.unplaced.reason };
  return { placed: [...placed, ...rest.placed], unplaced };
}

function placeCopied(
  goal: FieldGoal,
  wish: CopiedWish,
  context: PlacementContext,
): { readonly placed: readonly Placed[]; readonly reason: string | null } {
  if (wish.copies[0].copied.object === null) {
    const levels = new Set(levelsOfField(goal, consumersOf(goal.sourceId, context), context).map(levelKey));
    const result = placeAtConstant(goal, wish, level => levels.has(levelKey(level)), context);
    return typeof result === 'string' ? { placed: [], reason: result } : { placed: [result], reason: null };
  }
  const atSource = goalAtSource(goal, wish, context);
  if (typeof atSource === 'string') return { placed: [], reason: atSource };
  const { placed, unplaced } = placeDirectly(atSource, new Set(wish.roots), context);
  return { placed, reason: unplaced?.reason ?? null };
}

function placeDirectly(goal: FieldGoal, roots: ReadonlySet<string>, context: PlacementContext): Placement {
  const rendered = consumersOf(goal.sourceId, context);
  const levels = levelsOfField(goal, rendered, context);
  const isOfUse = (level: Level, object: RenderedObject) =>
    goal.source !== undefined || heightOf(object, level) >= context.floorOf(goal, object);
  return atLowest(goal, roots, rendered, levels, isOfUse, (level, object) =>
    weighField(goal, level, object, rendered, context),
  );
}

function placeObject(goal: CreateGoal, context: PlacementContext): Placement {
  const rendered = goal.beside === null ? ownersOf(goal, context) : consumersOf(goal.beside, context);
  const levels = levelsOfObject(goal, rendered, context);
  const roots = new Set(goal.wants.keys());
  return atLowest(
    goal,
    roots,
    rendered,
    levels,
    () => true,
    (level, object) => weighObject(goal, level, goal.beside === null ? null : object, rendered, context),
  );
}

/** Each root is served by the lowest level that reaches it and may take the goal. */
function atLowest<L extends Level>(
  goal: Goal,
  roots: ReadonlySet<string>,
  rendered: readonly Consumer[],
  levels: readonly L[],
  isOfUse: (level: L, object: RenderedObject) => boolean,
  weigh: (level: L, object: RenderedObject) => Candidate | string,
): Placement {
  const remaining = new Set(roots);
  const placed: Placed[] = [];
  let reason = 'no place reaches it';
  for (const level of levels) {
    if (remaining.size === 0) break;
    const served = rendered.filter(
      ({ root, object }) =>
        remaining.has(root.folder) && covers(goal, object, level) && isOfUse(level, object),
    );
    const [first] = served;
    if (!first) continue;
    const { object } = rendered.find(each => reaches(each.object, level)) ?? first;
    const candidate = weigh(level, object);
    if (typeof candidate === 'string') {
      reason = candidate;
      continue;
    }
    const serves = [...new Set(served.map(({ root }) => root.folder))];
    for (const root of serves) remaining.delete(root);
    placed.push({ ...candidate, serves });
  }
  const unplaced = remaining.size > 0 ? { goal, roots: [...remaining], reason } : null;
  return { placed, unplaced };
}

function consumersOf(sourceId: string, context: PlacementContext): readonly Consumer[] {
  return context.bySource.get(sourceId) ?? [];
}

/** A root's own object goes to the root: any of its objects shows the layers that it may stand in. */
function ownersOf(goal: CreateGoal, context: PlacementContext): readonly Consumer[] {
  return [...goal.wants.keys()].flatMap(folder => {
    const root = context.roots.get(folder);
    const object = root?.objects[0];
    return root && object ? [{ root, object }] : [];
  });
}
