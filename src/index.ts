/**
 * kustomend as a library.
 *
 * ```ts
 * import { cwd, env } from 'node:process';
 * import { apply, inputFor, openWorkspace, plan, transforms } from 'kustomend';
 *
 * const workspace = openWorkspace(cwd(), ['.'], env);
 * const result = plan(inputFor(workspace, { transforms }));
 * apply(workspace, result);
 * ```
 *
 * @packageDocumentation
 */
import { createEvaluator, type LoadRestrictor, type Outcome } from './kustomize/build/evaluate.ts';
import { type Json as RenderedJson, toJson } from './kustomize/tree/node.ts';
import type { AnyTransform, PlanInput, Selection } from './plan/model/input.ts';
import type { FileChange, Plan } from './plan/model/result.ts';
import type { OwnRecord } from './text/journal.ts';
import { type Written, writeFiles } from './text/write-files.ts';
import type { OpenWorkspace } from './workspace/open.ts';

export { transforms } from '../transforms/index.ts';
export type { LoadedConfig } from './config/load.ts';
export type { Config } from './config/schema.ts';
export type { LoadRestrictor } from './kustomize/build/evaluate.ts';
export type { Files } from './kustomize/files/files.ts';
export type { AnyTransform, Decisions, PlanInput, Selection } from './plan/model/input.ts';
export type { FileChange, Fix, FixStatus, Plan, RootReport } from './plan/model/result.ts';
export { plan } from './plan/plan.ts';
export { type DiffOptions, printDiff } from './report/diff/diff.ts';
export type { OwnRecord } from './text/journal.ts';
export type { Written } from './text/write-files.ts';
export * from './transform.ts';
export { type OpenWorkspace, openWorkspace } from './workspace/open.ts';

/** What an input may say besides the workspace. */
export interface InputOptions {
  readonly transforms: readonly AnyTransform[];
  readonly selection?: Partial<Selection>;
  /** `YYYY-MM-DD`: the day by which exemptions end. */
  readonly today?: string;
  readonly lock?: PlanInput['lock'];
  readonly loadRestrictor?: LoadRestrictor;
}

/** The input of {@link plan} for a workspace: everything else as the command has it by default. */
export function inputFor(workspace: OpenWorkspace, options: InputOptions): PlanInput {
  return {
    files: workspace.files,
    paths: workspace.paths,
    config: workspace.config,
    transforms: options.transforms,
    selection: { ...DEFAULT_SELECTION, paths: workspace.selected, ...options.selection },
    decisions: { rejected: new Set(), accepted: new Set() },
    loadRestrictor: options.loadRestrictor ?? 'LoadRestrictionsRootOnly',
    today: options.today ?? new Date().toISOString().slice(0, 10),
    lock: options.lock ?? new Map(),
  };
}

const DEFAULT_SELECTION: Omit<Selection, 'paths'> = {
  only: [],
  skip: [],
  environments: [],
  severity: undefined,
  preset: 'recommended',
  unsafe: false,
  noRestart: false,
  foreignIgnores: true,
  placement: 'anywhere',
};

/** A file whose text does not stand for its bytes: writing the text back would change others. */
export class NotUtf8Error extends Error {
  constructor(path: string) {
    super(`${path} is not UTF-8`);
  }
}

/**
 * Writes the changes of a plan: all files or none.
 *
 * @param records what is kept beside the journal once all is written
 * @returns what a person should know of it
 * @throws when a file has changed since it was read, or is not UTF-8: nothing is written then, or the message says what is
 */
export function apply(
  workspace: OpenWorkspace,
  { changes }: Pick<Plan, 'changes'>,
  records: () => readonly OwnRecord[] = () => [],
): Written {
  return writeFiles({
    root: workspace.root,
    journalDir: workspace.journalDir,
    records,
    changes: changes.map(change => ({
      path: change.path,
      before: bytesBefore(workspace.files.bytes(change.path), change),
      after: Buffer.from(change.after),
    })),
  });
}

function bytesBefore(bytes: Uint8Array | undefined, { path, before }: FileChange): Buffer | null {
  if (bytes === undefined || before === null) return null;
  const buffer = Buffer.from(bytes);
  if (!buffer.equals(Buffer.from(before))) throw new NotUtf8Error(path);
  return buffer;
}

/** What {@link render} finds. */
export type Rendered =
  | {
      readonly state: 'evaluated';
      /** The objects of `kustomize build`, in its order. */
      readonly objects: readonly RenderedJson[];
      /** Inputs that only kustomize can render: their objects are missing. */
      readonly missing: readonly string[];
    }
  | { readonly state: 'failed' | 'out-of-scope'; readonly reason: string };

/** Renders a kustomization of a workspace in memory. `folder` is relative to the top; '' is the top. */
export function render(
  workspace: Pick<OpenWorkspace, 'files'>,
  folder: string,
  loadRestrictor: LoadRestrictor = 'LoadRestrictionsRootOnly',
): Rendered {
  return renderedOf(createEvaluator(workspace.files, { loadRestrictor }).evaluate(folder));
}

function renderedOf(outcome: Outcome): Rendered {
  if (outcome.state === 'failed') return { state: 'failed', reason: outcome.failure.message };
  if (outcome.state === 'out-of-scope') return { state: 'out-of-scope', reason: outcome.reason.message };
  return {
    state: 'evaluated',
    objects: outcome.resources.map(({ node }) => toJson(node)),
    missing: outcome.opaque.map(({ reason }) => reason),
  };
}
