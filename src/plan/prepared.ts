/** What is known of a workspace before anything is looked for: its roots, what they render, and which of them are in doubt. */
import { createEvaluator, type Evaluator } from '../kustomize/build/evaluate.ts';
import { isDoubtful } from '../kustomize/build/verdict.ts';
import { parsedFilesOf } from '../kustomize/tree/parse.ts';
import type { PlanInput } from './model/input.ts';
import type { FileChange } from './model/result.ts';
import { type PlainRoots, plainRoots, virtualFiles } from './repository/plain-folders.ts';
import { type Repository, readRepository } from './repository/repository.ts';

/** Plans of the same files and the same roots have it in common. */
export interface Prepared {
  /** The workspace as it is planned: with a kustomization for each plain folder. */
  readonly input: PlanInput;
  readonly plain: PlainRoots;
  readonly repository: Repository;
  /** Of the files on disk. */
  readonly evaluator: Evaluator;
}

/** Roots that kustomize would have to be asked about, and what it has to be given besides the files on disk. */
export interface Doubts {
  readonly folders: readonly string[];
  readonly virtual: readonly Pick<FileChange, 'path' | 'before'>[];
}

/** Reads a workspace and renders its roots. */
export function prepare(given: PlanInput): Prepared {
  if (given.files.before) parsedFilesOf(given.files, given.files.before.files);
  const plain = plainRoots({ ...given, selected: given.selection.paths });
  const input = { ...given, files: plain.files, paths: plain.paths };
  const evaluator = renderedBefore(given, plain);
  const repository = readRepository(input, evaluator);
  for (const [index, { folder }] of repository.choices.entries()) {
    input.progress?.('evaluating', index, repository.choices.length);
    evaluator.evaluate(folder);
  }
  return { input, plain, repository, evaluator };
}

/** What another plan of the same files and roots is made of. */
export function preparedFor(given: PlanInput, { plain, repository, evaluator }: Prepared): Prepared {
  const input = { ...given, files: plain.files, paths: plain.paths };
  return { input, plain, repository, evaluator: evaluator.told(given.verdicts ?? new Map()) };
}

export function doubtsOf({ plain, repository: { choices }, evaluator }: Prepared): Doubts {
  const folders = choices.map(({ folder }) => folder);
  return {
    folders: folders.filter(folder => isDoubtful(evaluator.evaluate(folder))),
    virtual: virtualFiles(plain),
  };
}

/** The renders of the last plan, as far as they hold. */
function renderedBefore(input: PlanInput, plain: PlainRoots): Evaluator {
  const { renders, files, rendered, verdicts = new Map() } = input;
  if (renders === undefined || (rendered?.size ?? 0) > 0) return newEvaluator(input, plain);
  const virtual = JSON.stringify([...plain.virtual.keys()].map(file => [file, plain.files.read(file)]));
  const last = renders.last?.virtual === virtual ? renders.last : undefined;
  if (last?.files === files) return last.evaluator.told(verdicts);
  const evaluator =
    last && last.files === files.before?.files
      ? last.evaluator.later(plain.files, files.before.changed)
      : newEvaluator({ ...input, verdicts: undefined }, plain);
  renders.last = { files, virtual, evaluator };
  return evaluator.told(verdicts);
}

function newEvaluator({ loadRestrictor, rendered, verdicts }: PlanInput, { files }: PlainRoots): Evaluator {
  return createEvaluator(files, { loadRestrictor, rendered, verdicts });
}
