/** plan(): what would change, where, why, and the proof of it. Pure: same inputs, same plan. */
import { createEvaluator, type Evaluator } from '../kustomize/build/evaluate.ts';
import { filesBelow } from '../kustomize/file/files-below.ts';
import { planProven } from './attempts.ts';
import type { PlanInput } from './model/input.ts';
import type { Plan } from './model/result.ts';
import { assemble } from './outcome.ts';
import { type Prepared, prepare, preparedFor } from './prepared.ts';
import { editableRule } from './repository/others/editable.ts';
import { hideVirtual, NO_KUSTOMIZATION } from './repository/plain-folders.ts';
import { type Repository, readRepository } from './repository/repository.ts';
import type { Planning } from './rounds.ts';
import { planTexts } from './texts/plan-texts.ts';

/**
 * Plans the fixes of a workspace.
 *
 * @param known what an earlier look at the same files and roots has found
 * @returns every finding with what becomes of it, the changed texts, and the expected renders
 * @throws when the planner cannot agree with itself after many attempts (a bug, never a repository's fault)
 */
export function plan(given: PlanInput, known?: Prepared): Plan {
  const { input, plain, repository, evaluator } = known ? preparedFor(given, known) : prepare(given);
  const planning = planningOf(input, plain.virtual, evaluator, repository);
  const proven = planProven(planning);
  const texts = planTexts({ ...planning, changed: new Set(proven.rounds.changed.keys()) });
  return hideVirtual(assemble(planning, proven, texts), plain);
}

/** @param virtual kustomizations that are in memory only */
export function planningOf(
  input: PlanInput,
  virtual: ReadonlyMap<string, string>,
  evaluator: Evaluator = createEvaluator(input.files, input),
  repository: Repository = readRepository(input, evaluator),
): Planning {
  const blocked = filesOutOfSight(repository, evaluator, input);
  const rules = { config: input.config.config, nested: input.nested, ownerOf: repository.ownerOf };
  const notEditable = editableRule(input.files, new Set(input.paths), rules, file =>
    virtual.has(file) ? NO_KUSTOMIZATION : (blocked.get(file) ?? null),
  );
  return { input, repository, evaluator, notEditable };
}

/** Files of roots that kustomize may build and we do not: an edit there could not be proven. */
function filesOutOfSight(
  repository: Repository,
  evaluator: Evaluator,
  input: PlanInput,
): Map<string, string> {
  const blocked = new Map<string, string>();
  if (input.witnessed) return blocked;
  for (const { folder } of repository.choices) {
    const outcome = evaluator.evaluate(folder);
    if (outcome.state !== 'out-of-scope') continue;
    const reason = `is read by ${folder || '.'}, which cannot be evaluated (${outcome.reason.message})`;
    for (const file of filesBelow(repository.graph, input.files, folder)) blocked.set(file, reason);
  }
  return blocked;
}
