import type { Evaluator } from '../../../kustomize/build/evaluate.ts';
import type { JsonObject } from '../../../transform.ts';
import type { CreateGoal } from '../../find/goals.ts';
import type { PlacementContext } from '../../place/types.ts';
import type { Habits } from '../../repository/habits/habits.ts';
import { type Draft, EditRefused } from './draft.ts';

export interface EmitContext {
  readonly evaluator: Evaluator;
  readonly habits: Habits;
  readonly draft: Draft;
  readonly placement: PlacementContext;
}

/** The kustomization of a layer, without which nothing is placed there. @throws EditRefused */
export function kustomizationOf(folder: string, { placement }: Pick<EmitContext, 'placement'>): string {
  const file = placement.kustomizationFile(folder);
  if (file === undefined) throw new EditRefused(folder, 'there is no kustomization');
  return file;
}

/** A new object and the file that holds it. */
export interface Created {
  readonly goal: CreateGoal;
  readonly folder: string;
  readonly file: string;
  /** Which document of it. */
  readonly doc: number;
  readonly manifest: JsonObject;
}
