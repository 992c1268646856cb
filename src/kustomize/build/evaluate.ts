/**
 * Evaluates kustomizations in memory: what a folder accumulates is shared by all who consume it, and the steps
 * that kustomize takes once at a root run on copies (kustomize.md 1.5).
 */

import { meets } from '../../text/meets.ts';
import { memoized } from '../../text/memo.ts';
import { itemsOf, type Kustomization, looksRemote } from '../file/kustomization.ts';
import { type Files, joinPath } from '../files/files.ts';
import { BuildFailure, OutOfScope, type Verdict } from '../files/problem.ts';
import type { OpaqueInput } from '../layer/layer.ts';
import { refuseWrittenDoubles } from '../object/doubled-annotations.ts';
import type { Resource } from '../object/resource.ts';
import { FieldSpecConflict } from '../specs/field-config.ts';
import { FieldSpecProblem } from '../specs/field-spec.ts';
import { textOf } from '../tree/node.ts';
import { type ParseCache, parsedFilesOf } from '../tree/parse.ts';
import { accumulateRoot, MAX_COMPONENTS } from './accumulate.ts';
import { finalize } from './finalize.ts';
import { kustomizationAt } from './named-files.ts';
import { helmInputs, outOfSight, type RenderableInput, remoteInput } from './opaque.ts';
import type { Outcome } from './outcome.ts';
import {
  type Accumulated,
  builtInSchema,
  type Caches,
  type EvaluatorOptions,
  type Injection,
  type Run,
} from './run.ts';
import { judged } from './verdict.ts';

export type { Outcome } from './outcome.ts';
export type { Accumulated, EvaluatorOptions, Injection, LoadRestrictor } from './run.ts';

export interface Evaluator {
  readonly files: Files;
  readonly options: EvaluatorOptions;
  /** The resource files that were read. */
  readonly parsed: ParseCache;
  /** Evaluates a folder as a root; never throws for what a repository can hold. */
  evaluate(folder: string): Outcome;
  /** What a folder accumulates, before the last steps of a build. Null where it cannot be evaluated so far. */
  accumulate(folder: string): Accumulated | null;
  /**
   * Every object as the transformers of a kustomization meet it: behind its resources, generators and components.
   * Null where it cannot be evaluated so far.
   */
  met(folder: string): readonly Resource[] | null;
  /** The same over changed files: what no change reaches is taken over. */
  over(files: Files, changed: ReadonlySet<string>): Evaluator;
  /** The same over files of a later time: what was before them does not come back. */
  later(files: Files, changed: ReadonlySet<string>): Evaluator;
  /** The same with what kustomize says of roots that it does not build, by folder. */
  told(verdicts: ReadonlyMap<string, Verdict>): Evaluator;
  /** The same with objects added. */
  injected(injection: Injection): Evaluator;
}

export function createEvaluator(files: Files, options: EvaluatorOptions): Evaluator {
  return build(
    files,
    options,
    { parsed: parsedFilesOf(files), kustomizations: new Map(), folders: new Map(), memory: new Map() },
    new Map(),
  );
}

function build(
  files: Files,
  options: EvaluatorOptions,
  caches: Caches,
  injection: Injection,
  outcomes = new Map<string, Outcome>(),
): Evaluator {
  const run: Run = {
    files,
    options,
    caches,
    injection,
    schema: builtInSchema(),
    isOwnSchema: false,
    components: { left: MAX_COMPONENTS },
  };
  return {
    files,
    options,
    parsed: caches.parsed,
    accumulate: folder => orNull(folder, () => accumulateRoot(run, folder)),
    evaluate(folder) {
      let outcome = outcomes.get(folder);
      if (!outcome) {
        outcome = judged(evaluateRoot(run, folder), options.verdicts?.get(folder));
        outcomes.set(folder, outcome);
      }
      return outcome;
    },
    met: folder => orNull(folder, () => accumulateRoot(run, folder))?.met ?? null,
    over: (changedFiles, changed) => build(changedFiles, options, beyond(caches, changed), injection),
    later: (laterFiles, changed) =>
      build(laterFiles, options, { ...beyond(caches, changed), memory: new Map() }, injection),
    told(verdicts) {
      if (verdicts.size === 0) return this;
      const judgedAnew = [...outcomes].map(([folder, outcome]): [string, Outcome] => [
        folder,
        judged(outcome, verdicts.get(folder)),
      ]);
      return build(files, { ...options, verdicts }, caches, injection, new Map(judgedAnew));
    },
    injected(added) {
      const folders = new Map<string, Accumulated | BuildFailure | OutOfScope>();
      for (const [folder, kept] of caches.folders) {
        if ('visits' in kept && !meets(kept.visits, added)) folders.set(folder, kept);
      }
      return build(files, options, { ...caches, folders, memory: null }, added);
    },
  };
}

/** What no change reaches. */
function beyond(caches: Caches, changed: ReadonlySet<string>): Caches {
  const folders = new Map<string, Accumulated | BuildFailure | OutOfScope>();
  for (const [folder, kept] of caches.folders) {
    if ('files' in kept && !meets(kept.files, changed)) folders.set(folder, kept);
  }
  return {
    ...caches,
    parsed: new Map(caches.parsed),
    kustomizations: new Map(caches.kustomizations),
    folders,
  };
}

function orNull<T>(folder: string, read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    // Whoever evaluates the folder as a root is told why.
    asProblem(error, folder);
    return null;
  }
}

function evaluateRoot(run: Run, folder: string): Outcome {
  try {
    const accumulated = accumulateRoot(run, folder);
    return {
      state: 'evaluated',
      folder,
      accumulated,
      ...finalized(accumulated),
      opaque: accumulated.opaque,
    };
  } catch (error) {
    const problem = asProblem(error, folder);
    if (problem instanceof OutOfScope) return { state: 'out-of-scope', folder, reason: problem };
    const opaque = opaqueBelow(run, folder, new Set());
    // What we cannot see may be just what is missing: then the failure is ours, not kustomize's.
    if (opaque && BLAMES_ABSENCE.has(problem.failure)) {
      const reason = outOfSight(opaque);
      return { state: 'out-of-scope', folder, reason };
    }
    return { state: 'failed', folder, failure: problem };
  }
}

/** Evaluators over changed files share what no change reaches, its last steps too. */
const finalized = memoized((accumulated: Accumulated) => {
  for (const resource of accumulated.resources) refuseWrittenDoubles(resource);
  return finalize(accumulated);
});

const BLAMES_ABSENCE = new Set(['patch-target', 'generator', 'replacement', 'transformer', 'variable']);

function asProblem(error: unknown, folder: string): BuildFailure | OutOfScope {
  if (error instanceof BuildFailure || error instanceof OutOfScope) return error;
  if (error instanceof FieldSpecProblem || error instanceof FieldSpecConflict) {
    return new BuildFailure('transformer', error.message, { file: folder });
  }
  if (error instanceof RangeError && /call stack/i.test(error.message)) {
    return new OutOfScope('nested too deeply', { file: folder }, 'limit');
  }
  throw error;
}

/** The first opaque input in what a folder refers to, although its evaluation failed. */
function opaqueBelow(run: Run, folder: string, seen: Set<string>): OpaqueInput | null {
  if (seen.has(folder)) return null;
  seen.add(folder);
  let kustomization: Kustomization;
  try {
    kustomization = kustomizationAt(run, folder);
  } catch (error) {
    if (error instanceof BuildFailure) return null;
    if (error instanceof OutOfScope) return { reason: error.message, location: error.location };
    throw error;
  }
  const missing = (input: RenderableInput) => run.options.rendered?.has(input.key) !== true;
  const own = helmInputs(kustomization).find(missing);
  if (own) return own;
  for (const field of ['resources', 'bases', 'components']) {
    for (const item of itemsOf(kustomization, field)) {
      const path = textOf(item.node) ?? '';
      const joined = joinPath(folder, path);
      if (joined !== undefined && run.files.isFolder(joined)) {
        const below = opaqueBelow(run, joined, seen);
        if (below) return below;
      } else if (looksRemote(path)) {
        const input = remoteInput(path, kustomization, item.node);
        // Of a remote component nothing is rendered apart from who takes it in.
        if (field === 'components' || missing(input)) return input;
      }
    }
  }
  return null;
}
