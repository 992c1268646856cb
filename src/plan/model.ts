/** The data of a plan: what was found, what will change, and why the rest does not. */

import type { LoadedConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import type { LoadRestrictor } from '../kustomize/evaluate.ts';
import type { Files } from '../kustomize/files.ts';
import type { RenderedOpaque } from '../kustomize/opaque.ts';
import type {
  Environment,
  Evidence,
  FieldPath,
  Json,
  Root,
  Safety,
  Severity,
  Transform,
} from '../transform.ts';

export type AnyTransform = Transform<string, never, never> | Transform;

/** What a plan is made of. Same inputs, same bytes. */
export interface PlanInput {
  readonly files: Files;
  /** Every file of the workspace that may be read or edited (git-ignored ones are absent). */
  readonly paths: readonly string[];
  readonly config: LoadedConfig;
  readonly transforms: readonly AnyTransform[];
  readonly selection: Selection;
  readonly decisions: Decisions;
  readonly loadRestrictor: LoadRestrictor;
  /** `YYYY-MM-DD`: for the `until` of exemptions. */
  readonly today: string;
  readonly lock: Root['repository']['lock'];
  /** What the user's own kustomize has made of remote bases and charts: data, gathered before. */
  readonly rendered?: RenderedOpaque | undefined;
  /** Roots that our evaluation cannot render but a witness will prove: their files may be edited. */
  readonly witnessed?: boolean;
}

export interface Selection {
  /** Folders or files named by the user: roots in or below them are remediated. Empty: all. */
  readonly paths: readonly string[];
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly environments: readonly string[];
  readonly severity: Severity | undefined;
  readonly preset: 'recommended' | 'complete';
  readonly unsafe: boolean;
  readonly noRestart: boolean;
  readonly foreignIgnores: boolean;
  /** `overlay`: fragments in overlays and components only. */
  readonly placement: 'anywhere' | 'overlay';
}

/** What a person decided, by fix id. */
export interface Decisions {
  readonly rejected: ReadonlySet<string>;
  readonly accepted: ReadonlySet<string>;
}

export type FixStatus =
  /** Written and proven. */
  | 'planned'
  /** Waits for `--unsafe` or a review. */
  | 'unsafe'
  /** A person decides: `reason` says what. */
  | 'person'
  /** Exempt: `reason` says by what. */
  | 'ignored'
  /** Rejected in review. */
  | 'rejected'
  /** Left out by `--no-restart`. */
  | 'restart'
  /** Waits for another fix. */
  | 'waiting'
  /** Could not be placed or proven. */
  | 'withdrawn';

/** One finding over all roots that have it, and what is done about it. */
export interface Fix {
  readonly id: string;
  readonly transform: string;
  readonly title: string;
  readonly severity: Severity;
  readonly message: string;
  readonly subject: {
    readonly kind: string;
    readonly name: string;
    readonly field: string;
    readonly at: string;
  };
  readonly roots: readonly string[];
  readonly environments: readonly string[];
  readonly status: FixStatus;
  readonly safety: Safety;
  readonly restarts: boolean;
  readonly evidence: readonly Evidence[];
  readonly reason: string | undefined;
  /** Where it is written. */
  readonly places: readonly Place[];
  readonly round: number;
}

export type PlaceKind =
  | 'source'
  | 'in-place'
  | 'extended-patch'
  | 'new-patch'
  | 'new-file'
  | 'entry'
  | 'component';

export interface Place {
  readonly file: string;
  readonly kind: PlaceKind;
  /** The file holds values of a Secret, and nothing in it says so: diffs leave it out. */
  readonly secret?: true;
}

export interface FileChange {
  readonly path: string;
  /** null: the file is new. */
  readonly before: string | null;
  readonly after: string;
}

export type RootState = 'evaluated' | 'opaque' | 'failed' | 'out-of-scope';

export interface RootReport {
  readonly folder: string;
  readonly environment: Environment;
  readonly state: RootState;
  readonly selected: boolean;
  readonly reason: string | undefined;
  readonly at: string | undefined;
  readonly objects: number;
  readonly workloads: number;
  readonly restarts: number;
}

export interface Notice {
  readonly message: string;
  readonly at?: string;
}

export interface Plan {
  readonly fixes: readonly Fix[];
  readonly changes: readonly FileChange[];
  readonly roots: readonly RootReport[];
  readonly notices: readonly Notice[];
  readonly rounds: number;
  /** What the renders become, by kustomization folder: for the witness and for tests. */
  readonly expected: ReadonlyMap<string, ExpectedRender>;
  readonly config: Config;
  /** Kustomizations of plain folders, which are in memory only: what a witness must be given to build them. */
  readonly virtual: readonly FileChange[];
}

export interface ExpectedRender {
  readonly before: readonly Json[];
  readonly after: readonly Json[];
}

/** `spec.template.spec.containers.web.image` */
export function printPath(path: FieldPath): string {
  let text = '';
  // Written out: every change of every finding is printed, to be known again.
  for (let i = 0; i < path.length; i++) {
    const step = path[i]!;
    if (i > 0) text += '.';
    text += typeof step === 'string' ? step : Object.values(step).join('/');
  }
  return text;
}
