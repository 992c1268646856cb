/** Places the goals of a round and writes them. */
import type { Evaluator } from '../kustomize/build/evaluate.ts';
import type { Splices } from '../text/splice.ts';
import type { Goal } from './find/goals.ts';
import type { Declaration } from './model/declaration.ts';
import { type Lessons, StartAgain } from './model/lessons.ts';
import type { Place } from './model/result.ts';
import { restOf } from './place/candidates.ts';
import { objectAt } from './place/context.ts';
import { placeGoal } from './place/place.ts';
import type { Placed, PlacementContext, Unplaced } from './place/types.ts';
import type { Habits } from './repository/habits.ts';
import type { Created } from './write/draft/context.ts';
import { EditRefused, newDraft } from './write/draft/draft.ts';
import { type LabelPair, takeLabelPairs, writeLabelPairs } from './write/labels-entry.ts';
import { emit } from './write/write-all.ts';

interface Round {
  readonly changed: ReadonlyMap<string, string>;
  readonly splices: Splices;
  readonly declarations: readonly Declaration[];
  readonly created: readonly Created[];
  readonly placed: readonly Placed[];
  readonly pairs: readonly LabelPair[];
  readonly places: ReadonlyMap<string, readonly Place[]>;
}

/** A fix is whole or not at all: where one of its goals has no place, none of them is written for that root. */
function withdrawUnplaced(unplaced: readonly Unplaced[], lessons: Lessons): void {
  for (const { goal, roots, reason } of unplaced) {
    for (const root of roots) lessons.withdrawn.set(`${goal.fixId} ${root}`, reason);
  }
  if (unplaced.length > 0) throw new StartAgain();
}

export function writeRound(
  goals: readonly Goal[],
  context: PlacementContext,
  evaluator: Evaluator,
  habits: Habits,
  lessons: Lessons,
): Round {
  const refused = context.refused as Map<string, string>;
  for (;;) {
    const draft = newDraft(evaluator.files, lessons.edits);
    const { pairs, rest } = takeLabelPairs(goals, context);
    const placed: Placed[] = [];
    const unplaced: Unplaced[] = [];
    for (const goal of rest) {
      const result = placeGoal(goal, context);
      placed.push(...result.placed);
      if (result.unplaced) unplaced.push(result.unplaced);
    }
    withdrawUnplaced(unplaced, lessons);
    const objects = context.bySource;
    const emission = emit(placed, {
      evaluator,
      habits,
      draft,
      placement: context,
      objectOf: (id, level) => objectAt(objects.get(id), level),
    });
    for (const { goal, level, reason } of emission.refused) refused.set(`${goal.id}@${level}`, reason);
    if (emission.refused.length > 0) continue;
    const places = placesByGoal(placed, emission.places);
    if (!writePairs(pairs, draft, context, habits, places, refused)) continue;
    return {
      changed: draft.changed,
      splices: draft.splices,
      declarations: [...fieldDeclarations(placed), ...pairDeclarations(pairs)],
      created: emission.created,
      placed,
      pairs,
      places,
    };
  }
}

/** Where each goal is written, be it at the source of what its field copies. */
function placesByGoal(
  placed: readonly Placed[],
  written: ReadonlyMap<string, readonly Place[]>,
): Map<string, Place[]> {
  const wishes = new Map(
    placed.map(({ goal }) => [goal.id, goal.type === 'create' ? undefined : goal.source?.of]),
  );
  const places = new Map<string, Place[]>();
  for (const [id, list] of written) {
    const wish = wishes.get(id) ?? id;
    places.set(wish, [...(places.get(wish) ?? []), ...list]);
  }
  return places;
}

function writePairs(
  pairs: readonly LabelPair[],
  draft: ReturnType<typeof newDraft>,
  context: PlacementContext,
  habits: Habits,
  places: Map<string, Place[]>,
  refused: Map<string, string>,
): boolean {
  for (const folder of new Set(pairs.map(pair => pair.root))) {
    const own = pairs.filter(pair => pair.root === folder);
    const file = context.kustomizationFile(folder)!;
    try {
      const reading = { ...context.roots.get(folder)!.accumulated.kustomization };
      const current = draft.text(file) === reading.text ? reading : draft.kustomization(folder);
      writeLabelPairs(draft, current, own, habits);
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      refused.set(`labels@${file}`, error.message);
      return false;
    }
    for (const pair of own) {
      for (const goal of pair.goals)
        places.set(goal.id, [...(places.get(goal.id) ?? []), { file, kind: 'entry' }]);
    }
  }
  return true;
}

function fieldDeclarations(placed: readonly Placed[]): Declaration[] {
  return placed.flatMap(({ goal, level, value, copies = [], onlyCopies }): Declaration[] => {
    if (goal.type === 'create') return [];
    if (onlyCopies) return [...copies];
    const common = { fixIds: [goal.fixId], type: goal.type, level, value };
    if (level.type === 'text') return [{ ...common, sourceId: null, path: restOf(goal, level)! }];
    return [{ ...common, sourceId: goal.sourceId, path: goal.path }, ...copies];
  });
}

function pairDeclarations(pairs: readonly LabelPair[]): Declaration[] {
  return pairs.map(pair => ({
    fixIds: [...new Set(pair.goals.map(goal => goal.fixId))],
    type: 'set',
    sourceId: null,
    level: { type: 'layer', folder: pair.root },
    path: ['metadata', 'labels', pair.key],
    value: pair.value,
  }));
}
