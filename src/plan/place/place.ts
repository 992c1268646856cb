/**
 * Placement: the lowest place that reaches all roots that want a goal and none that must not have it
 * (placement.md). Compared in source coordinates.
 */

import type { CreateGoal, FieldGoal, Goal } from '../find/goals.ts';
import { levelKey } from '../rendered/heights.ts';
import { NO_KUSTOMIZATION } from '../repository/plain-folders.ts';
import { belowEntries } from './below-entries.ts';
import { candidates, covers } from './candidates.ts';
import {
  affectedCopies,
  type CopiedWish,
  copiedWishes,
  declarationsOf,
  goalAtSource,
  placeAtConstant,
} from './copied.ts';
import { refusalOf } from './refusals.ts';
import type { Consumer, Placed, PlacementContext, Unplaced } from './types.ts';
import { writtenAt } from './written-at.ts';

export function placeGoal(
  goal: Goal,
  context: PlacementContext,
): { placed: Placed[]; unplaced: Unplaced | null } {
  if (goal.type !== 'create' && goal.entryOnly) {
    const kustomizations = [...goal.wants.keys()].map(root => context.kustomizationFile(root) ?? '');
    const isPlain = kustomizations.every(file => context.notEditable(file) === NO_KUSTOMIZATION);
    const reason = isPlain
      ? 'a plain folder has no kustomization to say it once for all'
      : 'not every object of the root can take it';
    return { placed: [], unplaced: { goal, roots: [...goal.wants.keys()], reason } };
  }
  if (goal.type === 'create') return placeDirectly(goal, new Set(goal.wants.keys()), context);
  const placed: Placed[] = [];
  const remaining = new Set(goal.wants.keys());
  let written: string | undefined;
  for (const wish of copiedWishes(goal, context)) {
    const result = placeCopied(goal, wish, context);
    for (const each of result.placed) for (const root of each.serves) remaining.delete(root);
    placed.push(...result.placed);
    if (result.reason !== null)
      written ??= `the value is written by ${context.describeCopy(wish.copies[0]!)}: ${result.reason}`;
  }
  const rest = placeDirectly(goal, remaining, context);
  const unplaced = rest.unplaced && { ...rest.unplaced, reason: written ?? rest.unplaced.reason };
  return { placed: [...placed, ...rest.placed], unplaced };
}

function placeCopied(
  goal: FieldGoal,
  wish: CopiedWish,
  context: PlacementContext,
): { placed: Placed[]; reason: string | null } {
  if (wish.copies[0]!.copied.object === null) {
    const rendered = context.bySource.get(goal.sourceId) ?? [];
    const levels = new Set(candidates(goal, rendered, context).map(levelKey));
    const result = placeAtConstant(goal, wish, level => levels.has(levelKey(level)), context);
    return typeof result === 'string' ? { placed: [], reason: result } : { placed: [result], reason: null };
  }
  const atSource = goalAtSource(goal, wish, context);
  if (typeof atSource === 'string') return { placed: [], reason: atSource };
  const { placed, unplaced } = placeDirectly(atSource, new Set(wish.roots), context);
  return { placed, reason: unplaced?.reason ?? null };
}

function placeDirectly(
  goal: Goal,
  roots: ReadonlySet<string>,
  context: PlacementContext,
): { placed: Placed[]; unplaced: Unplaced | null } {
  const rendered =
    goal.type === 'create' ? consumersOfCreation(goal, context) : (context.bySource.get(goal.sourceId) ?? []);
  const remaining = new Set(roots);
  const placed: Placed[] = [];
  let reason = 'no place reaches it';
  for (const level of candidates(goal, rendered, context)) {
    if (remaining.size === 0) break;
    const serves = rendered
      .filter(({ root, object }) => remaining.has(root.folder) && covers(goal, object, level))
      .map(({ root }) => root.folder);
    if (serves.length === 0) continue;
    const refusal = refusalOf(goal, level, rendered, context);
    if (refusal !== null) {
      reason = refusal;
      continue;
    }
    for (const root of serves) remaining.delete(root);
    const value =
      goal.type === 'create' ? null : belowEntries(context.resolve(goal.value, level), goal, level, rendered);
    const copies = goal.type === 'create' ? [] : affectedCopies(goal, level, context);
    placed.push({
      goal,
      level,
      serves: [...new Set(serves)],
      value,
      inPlace: writtenAt(goal, level, rendered, context),
      ...(copies.length > 0 && { copies: declarationsOf(copies, goal as FieldGoal, value) }),
    });
  }
  const unplaced = remaining.size > 0 ? { goal, roots: [...remaining], reason } : null;
  return { placed, unplaced };
}

/** A new object goes where the object beside it goes; a root's own object goes to the root. */
function consumersOfCreation(goal: CreateGoal, context: PlacementContext): readonly Consumer[] {
  if (goal.beside !== null) return context.bySource.get(goal.beside) ?? [];
  return [...goal.wants.keys()].map(folder => {
    const root = context.roots.get(folder)!;
    return { root, object: root.objects[0]! };
  });
}
