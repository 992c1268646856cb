/** plan(): what would change, where, why, and the proof of it. Pure: same inputs, same plan. */
import { createEvaluator, type Evaluator } from '../kustomize/build/evaluate.ts';
import { filesBelow } from '../kustomize/file/files-below.ts';
import { parsedFilesOf } from '../kustomize/tree/parse.ts';
import { planProven } from './attempts.ts';
import type { PlanInput } from './model/input.ts';
import type { Plan } from './model/result.ts';
import { assemble } from './outcome.ts';
import { editableRule } from './repository/others/editable.ts';
import { hideVirtual, NO_KUSTOMIZATION, type PlainRoots, plainRoots } from './repository/plain-folders.ts';
import { type Repository, readRepository } from './repository/repository.ts';
import type { Planning } from './rounds.ts';
import { planTexts } from './texts/plan-texts.ts';

/**
 * Plans the fixes of a workspace.
 *
 * @returns every finding with what becomes of it, the changed texts, and the expected renders
 * @throws when the planner cannot agree with itself after many attempts (a bug, never a repository's fault)
 */
export function plan(input: PlanInput): Plan {
  if (input.files.before) parsedFilesOf(input.files, input.files.before.files);
  const plain = plainRoots({ ...input, selected: input.selection.paths });
  const evaluator = renderedBefore(input, plain);
  const planning = planningOf({ ...input, files: plain.files, paths: plain.paths }, plain.virtual, evaluator);
  const proven = planProven(planning);
  const texts = planTexts({ ...planning, changed: new Set(proven.rounds.changed.keys()) });
  return hideVirtual(assemble(planning, proven, texts), plain);
}

/** @param virtual kustomizations that are in memory only */
export function planningOf(
  input: PlanInput,
  virtual: ReadonlyMap<string, string>,
  evaluator: Evaluator = newEvaluator(input),
): Planning {
  const repository = readRepository(input);
  const blocked = filesOutOfSight(repository, evaluator, input);
  const rules = { config: input.config.config, nested: input.nested, ownerOf: repository.ownerOf };
  const notEditable = editableRule(input.files, new Set(input.paths), rules, file =>
    virtual.has(file) ? NO_KUSTOMIZATION : (blocked.get(file) ?? null),
  );
  return { input, repository, evaluator, notEditable };
}

function newEvaluator({ files, loadRestrictor, rendered, verdicts }: PlanInput): Evaluator {
  return createEvaluator(files, { loadRestrictor, rendered, verdicts });
}

/** The renders of the last plan, as far as they hold; what kustomize has said of some is said anew. */
function renderedBefore(input: PlanInput, plain: PlainRoots): Evaluator | undefined {
  const { renders, files, rendered, verdicts } = input;
  if (renders === undefined || verdicts !== undefined || (rendered?.size ?? 0) > 0) return undefined;
  const virtual = JSON.stringify([...plain.virtual.keys()].map(file => [file, plain.files.read(file)]));
  const last = renders.last?.virtual === virtual ? renders.last : undefined;
  if (last?.files === files) return last.evaluator;
  const evaluator =
    last && last.files === files.before?.files
      ? last.evaluator.later(plain.files, files.before.changed)
      : newEvaluator({ ...input, files: plain.files });
  renders.last = { files, virtual, evaluator };
  return evaluator;
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
