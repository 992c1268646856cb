/** What a program that uses the library has to say before it plans. */
import type { LoadRestrictor } from '../kustomize/build/evaluate.ts';
import type { AnyTransform, PlanInput, Selection } from '../plan/model/input.ts';
import type { OpenWorkspace } from '../workspace/open.ts';

/** What an input may say besides the workspace. */
export interface InputOptions {
  readonly transforms: readonly AnyTransform[];
  readonly selection?: Partial<Selection>;
  /** `YYYY-MM-DD`: the day by which exemptions end. */
  readonly today?: string;
  readonly lock?: PlanInput['lock'];
  readonly observed?: PlanInput['observed'];
  readonly loadRestrictor?: LoadRestrictor;
}

/** The input of `plan` for a workspace: everything else as the command has it by default. */
export function inputFor(workspace: OpenWorkspace, options: InputOptions): PlanInput {
  return {
    files: workspace.files,
    paths: workspace.paths,
    nested: workspace.nested,
    config: workspace.config,
    transforms: options.transforms,
    selection: { ...DEFAULT_SELECTION, paths: workspace.selected, ...options.selection },
    decisions: { rejected: new Set(), accepted: new Set(), raised: new Set() },
    loadRestrictor:
      options.loadRestrictor ?? workspace.config.config.loadRestrictor ?? 'LoadRestrictionsRootOnly',
    today: options.today ?? new Date().toISOString().slice(0, 10),
    lock: options.lock ?? new Map(),
    observed: options.observed,
  };
}

/** What the command selects where nothing is said. */
export const DEFAULT_SELECTION: Omit<Selection, 'paths'> = {
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
