/**
 * Placement: the lowest place that reaches all roots that want a goal and none that must not have it
 * (design.md, Placement). Compared in source coordinates.
 */
import { belowEntries } from './below-entries.ts';
import { candidates, covers } from './candidates.ts';
import { copierOf, goalAtSource } from './copied-values.ts';
import type { CreateGoal, FieldGoal, Goal } from './goals.ts';
import type { Consumer, Placed, PlacementContext, Unplaced } from './placement.ts';
import { NO_KUSTOMIZATION } from './plain.ts';
import type { Level } from './references.ts';
import { refusalOf } from './refusals.ts';
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
  const rendered =
    goal.type === 'create' ? consumersOfCreation(goal, context) : (context.bySource.get(goal.sourceId) ?? []);
  const remaining = new Set(goal.wants.keys());
  const placed: Placed[] = [];
  let reason = 'no place reaches it';
  for (const level of candidates(goal, rendered, context)) {
    if (remaining.size === 0) break;
    const serves = rendered
      .filter(({ root, object }) => remaining.has(root.folder) && covers(goal, object, level))
      .map(({ root }) => root.folder);
    if (serves.length === 0) continue;
    const copied = goal.type === 'create' ? null : copiedAt(goal, level, serves, rendered, context);
    if (copied !== null) {
      if (typeof copied === 'string') reason = copied;
      else {
        placed.push(...copied);
        for (const root of serves) remaining.delete(root);
      }
      continue;
    }
    const refusal = refusalOf(goal, level, rendered, context);
    if (refusal !== null) {
      reason = refusal;
      continue;
    }
    for (const root of serves) remaining.delete(root);
    const value =
      goal.type === 'create' ? null : belowEntries(context.resolve(goal.value, level), goal, level, rendered);
    placed.push({
      goal,
      level,
      serves: [...new Set(serves)],
      value,
      inPlace: writtenAt(goal, level, rendered, context),
    });
  }
  const unplaced = remaining.size > 0 ? { goal, roots: [...remaining], reason } : null;
  return { placed, unplaced };
}

/** Places a goal at the source of a value that a replacement writes at this level; why not; or null for other values. */
function copiedAt(
  goal: FieldGoal,
  level: Level,
  serves: readonly string[],
  rendered: readonly Consumer[],
  context: PlacementContext,
): readonly Placed[] | string | null {
  const written = writtenAt(goal, level, rendered, context);
  const by = copierOf(written);
  if (written === null || by === null) return null;
  const wants = new Map([...goal.wants].filter(([root]) => serves.includes(root)));
  const moved = goalAtSource({ ...goal, wants }, by, context.roots, (root, key, path) =>
    context.wanted(root, key, 'set', path, goal.value),
  );
  const copier = `replacements[${by.index}] of ${by.layer || '.'} writes it (${context.where(written)})`;
  if (typeof moved === 'string') return `${copier}, and ${moved}`;
  const own = new Set(moved.wishes.map(({ root, key }) => `${root}\0${key}`));
  const { placed, unplaced } = placeGoal(moved, {
    ...context,
    wanted: (root, key, type, path, value) =>
      (path === moved.path && own.has(`${root}\0${key}`)) || context.wanted(root, key, type, path, value),
  });
  return unplaced ? `${copier}, and where it is copied from: ${unplaced.reason}` : placed;
}

/** A new object goes where the object beside it goes; a root's own object goes to the root. */
function consumersOfCreation(goal: CreateGoal, context: PlacementContext): readonly Consumer[] {
  if (goal.beside !== null) return context.bySource.get(goal.beside) ?? [];
  return [...goal.wants.keys()].map(folder => {
    const root = context.roots.get(folder)!;
    return { root, object: root.objects[0]! };
  });
}
