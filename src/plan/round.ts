/** Places the goals of a round and writes them. */
import type { Splices } from '../text/splice.ts';
import type { Goal } from './find/goals.ts';
import type { Declaration } from './model/declaration.ts';
import { type Learnt, type Lessons, withLessons } from './model/lessons.ts';
import type { Place } from './model/result.ts';
import { placeGoal } from './place/place.ts';
import { placesTooLow } from './place/together.ts';
import { isField, type Placed, type PlacementContext, type Unplaced } from './place/types.ts';
import { groupedBy } from './rendered/grouped.ts';
import type { Habits } from './repository/habits/habits.ts';
import { type Draft, type EditMemory, EditRefused, newDraft } from './write/draft/draft.ts';
import type { Created, EmitContext } from './write/draft/emit-context.ts';
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
  /** With what has been learnt on the way. */
  readonly lessons: Lessons;
}

/**
 * Places and writes, again without each place that turns out impossible; the first goal without any place ends the
 * attempt.
 */
export function writeRound(
  goals: readonly Goal[],
  context: Omit<PlacementContext, keyof Lessons>,
  tools: Pick<EmitContext, 'evaluator' | 'habits'>,
  edits: EditMemory,
  first: Lessons,
): Round | Learnt {
  for (let lessons = first; ; ) {
    const { raised, refused: known, apart } = lessons;
    const placement: PlacementContext = { ...context, raised, refused: known, apart };
    const draft = newDraft(tools.evaluator.files, edits, tools.habits.formsFor);
    const { pairs, rest } = takeLabelPairs(goals, placement);
    const results = rest.map(goal => placeGoal(goal, placement));
    const placed = results.flatMap(result => result.placed);
    const withdrawn = results.flatMap(({ unplaced }) => (unplaced ? withdrawalsOf(unplaced) : []));
    if (withdrawn.length > 0) {
      const displaced = rest.flatMap(({ fixId }, index) => {
        const unplaced = results[index]?.unplaced;
        return raised.has(fixId) && unplaced ? withdrawalsOf(unplaced) : [];
      });
      return { learnt: withLessons(lessons, { withdrawn, displaced }) };
    }
    const tooLow = placesTooLow(placed);
    if (tooLow.length > 0) {
      lessons = withLessons(lessons, { refused: tooLow });
      continue;
    }
    const emission = emit(placed, {
      ...tools,
      draft,
      placement,
    });
    const places = placesByGoal(placed, emission.places);
    const refused =
      emission.refused.length > 0 ? emission.refused : writePairs(pairs, draft, tools.habits, places);
    if (refused.length > 0) {
      lessons = withLessons(lessons, { refused });
      continue;
    }
    return {
      changed: draft.changed,
      splices: draft.splices,
      declarations: [...fieldDeclarations(placed), ...pairDeclarations(pairs)],
      created: emission.created,
      placed,
      pairs,
      places,
      lessons,
    };
  }
}

/** A finding is answered as a whole or not at all: where one of its goals has no place, none of them is written. */
export function withdrawalsOf({ findings, reason }: Unplaced): (readonly [string, string])[] {
  return findings.map(finding => [finding, reason] as const);
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

/** @returns the places that turned out impossible, which ends it */
function writePairs(
  pairs: readonly LabelPair[],
  draft: Draft,
  habits: Habits,
  places: Map<string, Place[]>,
): (readonly [string, string])[] {
  for (const [root, own] of groupedBy(pairs, pair => pair.root)) {
    const { kustomization, folder } = root.accumulated;
    const { file } = kustomization;
    try {
      const current = draft.text(file) === kustomization.text ? kustomization : draft.kustomization(folder);
      writeLabelPairs(draft, current, own, habits);
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      return [[`labels@${file}`, error.message]];
    }
    for (const pair of own) {
      for (const goal of pair.goals)
        places.set(goal.id, [...(places.get(goal.id) ?? []), { file, kind: 'entry' }]);
    }
  }
  return [];
}

function fieldDeclarations(placed: readonly Placed[]): Declaration[] {
  return placed.filter(isField).flatMap(({ goal, level, path, value, copies, onlyCopies }): Declaration[] => {
    if (onlyCopies) return [...copies];
    const sourceId = level.type === 'text' ? null : goal.sourceId;
    return [{ fixIds: [goal.fixId], type: goal.type, sourceId, level, path, value }, ...copies];
  });
}

function pairDeclarations(pairs: readonly LabelPair[]): Declaration[] {
  return pairs.map(pair => ({
    fixIds: [...new Set(pair.goals.map(goal => goal.fixId))],
    type: 'set',
    sourceId: null,
    level: { type: 'layer', folder: pair.root.folder },
    path: ['metadata', 'labels', pair.key],
    value: pair.value,
  }));
}
