/** plan(): what would change, where, why, and the proof of it. Pure: same inputs, same plan. */
import { createEvaluator, type Evaluator } from '../kustomize/build/evaluate.ts';
import { filesBelow } from '../kustomize/file/files-below.ts';
import { planProven } from './attempts.ts';
import type { PlanInput } from './model/input.ts';
import type { Plan } from './model/result.ts';
import { assemble } from './outcome.ts';
import { editableRule } from './repository/editable.ts';
import { hideVirtual, NO_KUSTOMIZATION, plainRoots } from './repository/plain-folders.ts';
import { type Repository, readRepository } from './repository/repository.ts';
import type { Planning } from './rounds.ts';

/**
 * Plans the fixes of a workspace.
 *
 * @returns every finding with what becomes of it, the changed texts, and the expected renders
 * @throws when the planner cannot agree with itself after many attempts (a bug, never a repository's fault)
 */
export function plan(input: PlanInput): Plan {
  const plain = plainRoots({ ...input, selected: input.selection.paths });
  const planning = planningOf({ ...input, files: plain.files, paths: plain.paths }, plain.virtual);
  return hideVirtual(assemble(planning, planProven(planning)), plain);
}

/** @param virtual kustomizations that are in memory only */
export function planningOf(input: PlanInput, virtual: ReadonlyMap<string, string>): Planning {
  const repository = readRepository(input);
  const evaluator = createEvaluator(input.files, {
    loadRestrictor: input.loadRestrictor,
    rendered: input.rendered,
    verdicts: input.verdicts,
  });
  const blocked = filesOutOfSight(repository, evaluator, input);
  const rules = { config: input.config.config, nested: input.nested };
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
  for (const [index, { folder }] of repository.choices.entries()) {
    input.progress?.('evaluating', index, repository.choices.length);
    const outcome = evaluator.evaluate(folder);
    if (outcome.state !== 'out-of-scope') continue;
    const reason = `is read by ${folder || '.'}, which cannot be evaluated (${outcome.reason.message})`;
    for (const file of filesBelow(repository.graph, input.files, folder)) blocked.set(file, reason);
  }
  return blocked;
}
