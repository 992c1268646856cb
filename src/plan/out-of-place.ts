/** Whether what waits for `--unsafe` has a place at all: nobody is sent for what would not be written then. */

import type { Finding } from './find/found/finding.ts';
import { type Goal, goalsOf } from './find/goals.ts';
import type { Lessons } from './model/lessons.ts';
import { placeGoal } from './place/place.ts';
import type { PlacementContext } from './place/types.ts';
import { withdrawalsOf } from './round.ts';
import { takeLabelPairs } from './write/labels-entry.ts';

/**
 * Places the fixes that need a look, as if they had been asked for, and writes none of them.
 *
 * @param contextFor the goals that they come to
 * @returns by fix or finding why it has no place
 */
export function outOfPlace(
  findings: readonly Finding[],
  contextFor: (goals: readonly Goal[]) => PlacementContext,
): Lessons['withdrawn'] {
  const waiting = findings.filter(({ status }) => status === 'unsafe');
  if (waiting.length === 0) return new Map();
  const goals = goalsOf(waiting.map(finding => finding.as('candidate', undefined)));
  const context = contextFor(goals);
  const { rest } = takeLabelPairs(goals, context);
  return new Map(
    rest.flatMap(goal => {
      const { unplaced } = placeGoal(goal, context);
      return unplaced ? withdrawalsOf(unplaced) : [];
    }),
  );
}
