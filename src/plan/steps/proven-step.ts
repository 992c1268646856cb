/** A step of a plan that is proven as soon as it is written, while it is known who wrote what. */
import type { Evaluator, Outcome } from '../../kustomize/build/evaluate.ts';
import { withChanges } from '../../kustomize/files/files.ts';
import type { Declaration } from '../model/declaration.ts';
import type { Place } from '../model/result.ts';
import { affectedFolders } from '../prove/affected.ts';
import { prove } from '../prove/prove.ts';
import type { Repository } from '../repository/repository.ts';
import { type Draft, type EditMemory, EditRefused, newDraft } from '../write/draft/draft.ts';

export interface Step {
  readonly repository: Repository;
  /** Why a file must not be edited, or null. */
  notEditable(file: string): string | null;
  /** Of the files before them. */
  readonly evaluator: Evaluator;
  readonly edits: EditMemory;
}

/** What a step is about: one thing that some findings want. */
export interface StepGoal {
  readonly fixIds: readonly string[];
  /** Keys of the findings that say so. */
  readonly findings: readonly string[];
}

/** How goals of a kind are written, and what is declared of them. */
export interface StepWay<Goal extends StepGoal> {
  /** @throws EditRefused */
  write(goal: Goal, draft: Draft, step: Step): readonly Place[];
  declare(goal: Goal): Declaration;
  /** What speaks against renders that come out as declared. */
  wrongIn?(goals: readonly Goal[], before: Evaluated, after: Evaluated): readonly string[];
}

type Evaluated = Outcome & { readonly state: 'evaluated' };

/** What the step has written; or, by finding, why some of it cannot be. */
export type StepResult =
  | {
      readonly draft: Draft;
      readonly declarations: readonly Declaration[];
      /** By fix. */
      readonly places: readonly (readonly [string, readonly Place[]])[];
    }
  | { readonly refused: readonly (readonly [string, string])[] };

/** All together; where that does not come out as declared, each is tried alone, so that the others stay. */
export function provenStep<Goal extends StepGoal>(
  goals: readonly Goal[],
  way: StepWay<Goal>,
  step: Step,
): StepResult {
  const together = tryAll(goals, way, step);
  if ('draft' in together) return together;
  // Those that cannot be written go first: the others are tried together once more, and not each by itself.
  const unwritable = goals.flatMap(each => refusalsOf(each, writeAll([each], way, step)));
  if (unwritable.length > 0) return { refused: unwritable };
  const alone = goals.flatMap(each => refusalsOf(each, tryAll([each], way, step)));
  return { refused: alone.length > 0 ? alone : goals.flatMap(each => refusalsOf(each, together)) };
}

function refusalsOf({ findings }: StepGoal, result: Attempt | Written): (readonly [string, string])[] {
  return 'draft' in result ? [] : findings.map(finding => [finding, result.reason] as const);
}

type Done = Extract<StepResult, { draft: Draft }>;
type Attempt = Done | { readonly reason: string };
type Written = Pick<Done, 'draft' | 'places'> | { readonly reason: string };

function writeAll<Goal extends StepGoal>(goals: readonly Goal[], way: StepWay<Goal>, step: Step): Written {
  const { evaluator, repository, edits } = step;
  const draft = newDraft(evaluator.files, edits, repository.habits.formsFor);
  const places: (readonly [string, readonly Place[]])[] = [];
  try {
    for (const goal of goals) {
      const written = way.write(goal, draft, step);
      for (const id of goal.fixIds) places.push([id, written]);
    }
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error;
    return { reason: `${error.file}: ${error.message}` };
  }
  return { draft, places };
}

function tryAll<Goal extends StepGoal>(goals: readonly Goal[], way: StepWay<Goal>, step: Step): Attempt {
  const { evaluator, repository } = step;
  const written = writeAll(goals, way, step);
  if ('reason' in written) return written;
  const { draft, places } = written;
  const declarations = goals.map(each => way.declare(each));
  const { changed } = draft;
  const after = evaluator.over(withChanges(evaluator.files, changed), new Set(changed.keys()));
  const { violations } = prove({
    before: evaluator,
    injected: evaluator,
    after,
    graph: repository.graph,
    changedFiles: [...changed.keys()],
    declarations,
    deployed: new Set(),
    makers: new Map(),
  });
  const [violation = wrongBehind(goals, way, step, after, [...changed.keys()])] = violations;
  if (violation === undefined) return { draft, declarations, places };
  return { reason: `in ${violation.folder || '.'} it would come out otherwise: ${violation.message}` };
}

function wrongBehind<Goal extends StepGoal>(
  goals: readonly Goal[],
  way: StepWay<Goal>,
  { evaluator, repository }: Step,
  after: Evaluator,
  changed: readonly string[],
): { readonly folder: string; readonly message: string } | undefined {
  for (const folder of way.wrongIn ? affectedFolders(repository.graph, changed) : []) {
    const [was, is] = [evaluator.evaluate(folder), after.evaluate(folder)];
    if (was.state !== 'evaluated' || is.state !== 'evaluated') continue;
    const [message] = way.wrongIn!(goals, was, is);
    if (message !== undefined) return { folder, message };
  }
  return undefined;
}
