import type { LoadedConfig } from '../../config/load.ts';
import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import type { RenderedOpaque } from '../../kustomize/build/opaque.ts';
import type { LoadRestrictor } from '../../kustomize/build/run.ts';
import type { Files } from '../../kustomize/files/files.ts';
import type { Verdict } from '../../kustomize/files/problem.ts';
import type { Observed, Root, Severity, SubjectOf, Transform } from '../../transform.ts';

/** Is told what is being worked on, how much of it is done, and of how much; has no say in anything. */
export type Progress = (doing: string, done: number, total: number) => void;

/** A transform, whatever it is about and whichever options it has. */
export type AnyTransform = { [Each in keyof SubjectOf]: Transform<string, Each, never> }[keyof SubjectOf];

/** What a plan is made of. Same inputs, same bytes. */
export interface PlanInput {
  readonly files: Files;
  /** Every file of the workspace that may be read or edited (git-ignored ones are absent). */
  readonly paths: readonly string[];
  /** Folders that hold repositories of their own. */
  readonly nested: readonly string[];
  readonly config: LoadedConfig;
  readonly transforms: readonly AnyTransform[];
  readonly selection: Selection;
  readonly decisions: Decisions;
  readonly loadRestrictor: LoadRestrictor;
  /** `YYYY-MM-DD`: for the `until` of exemptions. */
  readonly today: string;
  readonly lock: Root['repository']['lock'];
  /** What tools have seen of images and of what runs; nothing, unless stated. */
  readonly observed?: Observed | undefined;
  /** What the user's own kustomize has made of remote bases and charts: data, gathered before. */
  readonly rendered?: RenderedOpaque | undefined;
  /** What it says of roots that we do not build, by folder. */
  readonly verdicts?: ReadonlyMap<string, Verdict> | undefined;
  /** Roots that our evaluation cannot render but a witness will prove: their files may be edited. */
  readonly witnessed?: boolean;
  readonly progress?: Progress | undefined;
  /** For who plans again as files change: the plan is the same without it, and slower. */
  readonly renders?: RenderMemory | undefined;
}

/** What the last plan has rendered. */
export interface RenderMemory {
  last?: {
    /** As they are on disk. */
    readonly files: Files;
    /** Kustomizations that are in memory only, as text. */
    readonly virtual: string;
    readonly evaluator: Evaluator;
  };
}

export interface Selection {
  /** Folders or files named by the user: roots in or below them are remediated. Empty: all. */
  readonly paths: readonly string[];
  /** Where it is stated, only roots that are made from one of these files are remediated. */
  readonly changed?: readonly string[] | undefined;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly environments: readonly string[];
  readonly severity: Severity | undefined;
  readonly preset: 'recommended' | 'complete';
  readonly unsafe: boolean;
  readonly noRestart: boolean;
  readonly foreignIgnores: boolean;
  /** Where it is stated, ids of the only fixes that are planned, besides those that they need. */
  readonly fixes?: ReadonlySet<string> | undefined;
  /** `overlay`: fragments in overlays and components only. */
  readonly placement: 'anywhere' | 'overlay';
}

/** What a person decided, by fix id. */
export interface Decisions {
  readonly rejected: ReadonlySet<string>;
  readonly accepted: ReadonlySet<string>;
  /** Wanted in the overlays, whatever place they could have further down. */
  readonly raised: ReadonlySet<string>;
}
