/** Whether what waits for `--unsafe` has a place at all: nobody is sent for what would not be written then. */
import type { Finding } from './find/found/finding.ts';
import { type Goal, goalsOf } from './find/goals.ts';
import type { Lessons } from './model/lessons.ts';
import { placeGoal } from './place/place.ts';
import type { PlacementContext } from './place/types.ts';
import { withdrawalsOf } from './round.ts';
import { provenStep, type Step, type StepGoal, type StepWay } from './steps/proven-step.ts';
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
  const waiting = asAsked(findings);
  if (waiting.length === 0) return new Map();
  const goals = goalsOf(waiting);
  const context = contextFor(goals);
  const { rest } = takeLabelPairs(goals, context);
  return new Map(
    rest.flatMap(goal => {
      const { unplaced } = placeGoal(goal, context);
      return unplaced ? withdrawalsOf(unplaced) : [];
    }),
  );
}

/** Why a step would leave out what waits for a look, by finding: it is written and proven, and dropped. */
export function refusedBy<Goal extends StepGoal>(
  goals: readonly Goal[],
  way: StepWay<Goal>,
  step: Step,
): (readonly [string, string])[] {
  const refused: (readonly [string, string])[] = [];
  for (let rest = goals; rest.length > 0; ) {
    const made = provenStep(rest, way, step);
    if ('draft' in made) break;
    refused.push(...made.refused);
    // Without them the others are asked again, as in a run.
    const known = new Set(refused.map(([finding]) => finding));
    rest = rest.filter(({ findings }) => !findings.some(each => known.has(each)));
  }
  return refused;
}

/** What waits for a look, as if it had been asked for. */
export function asAsked(findings: readonly Finding[]): readonly Finding[] {
  return findings
    .filter(({ status }) => status === 'unsafe')
    .map(finding => finding.as('candidate', undefined));
}
