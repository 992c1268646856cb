/** The data of a plan: what was found, what will change, and why the rest does not. */

import type { Config } from '../../config/schema.ts';
import type { Ask, Doubt, Environment, Evidence, Json, OpenFact, Safety, Severity } from '../../transform.ts';

export type FixStatus =
  /** Written and proven. */
  | 'planned'
  /** Waits for `--unsafe` or a review. */
  | 'unsafe'
  /** A person decides: `reason` says what. */
  | 'person'
  /** Said, and nobody is asked: there is nothing to write, or the answer belongs to what is written already. */
  | 'reported'
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
  /** The fault in a few words and without its subject: equal ones are counted on one line. */
  readonly brief: string;
  /** Which of the faults of its transform, whatever is said of it and done about it. */
  readonly fault: string;
  /** Why that is a fault, where its transform says so of this message; else what it says of all holds. */
  readonly why?: string;
  /** Among the faults of its transform, the worst of which is 0. */
  readonly rank: number;
  readonly subject: {
    readonly kind: string;
    readonly name: string;
    /** Those that it is rendered in. */
    readonly namespaces: readonly string[];
    /** The container that it is about, where it is about one. */
    readonly container: string | undefined;
    readonly field: string;
    readonly at: string;
    /** Other places that say the same, those of production first; absent where there are none. */
    readonly alsoAt?: readonly string[] | undefined;
  };
  readonly roots: readonly string[];
  readonly environments: readonly string[];
  readonly status: FixStatus;
  readonly safety: Safety;
  readonly restarts: boolean;
  /** Kinds of the objects that it makes; one that is made in several roots is one. */
  readonly creates: readonly string[];
  readonly evidence: readonly Evidence[];
  /** What speaks against it, in any of its roots. */
  readonly doubts: readonly Doubt[];
  readonly reason: string | undefined;
  /** Full references of images whose digest it waits for, which a registry knows. */
  readonly lookups: readonly string[];
  /** What a person is asked for, in any of its roots. */
  readonly asks: readonly Ask[];
  /** Facts that make it safe once the configuration states them, in all of its roots. */
  readonly settledBy: readonly OpenFact[];
  /** Where it is written. */
  readonly places: readonly Place[];
  /** Places below those, which did not take it, the lowest first. */
  readonly passedOver: readonly PassedOver[];
  /** What is said in which roots, where that is not the same in all of them, or not of one place. */
  readonly variants: readonly Variant[];
  /** Who outside of the repository releases the file that it is about, as the end of a sentence; absent where that is its own. */
  readonly upstream?: string;
  /** In which it was found first. */
  readonly round: number;
  /** In which it was found in the last of its roots: behind the first, it follows from other fixes there. */
  readonly lastRound: number;
}

/** The place of what was wanted in the overlays, and is not there. */
export const OVERLAYS = 'the overlays';

/** A fix as some of its roots have it. */
export interface Variant extends Pick<Fix, 'roots' | 'environments' | 'message' | 'doubts'> {
  /** `file:line` of the field in question. */
  readonly at: string;
}

/** A place that would have reached the roots of a fix, and why it was none. */
export interface PassedOver {
  /** A file, or the folder of a kustomization. */
  readonly place: string;
  /** Where names stand beside it, words that go on after them. */
  readonly reason: string;
  /** Environments, or roots without one, that the reason is about. */
  readonly against: readonly string[];
}

export type PlaceKind =
  | 'source'
  | 'in-place'
  | 'extended-patch'
  | 'new-patch'
  | 'new-file'
  | 'new-document'
  | 'entry'
  | 'component';

export interface Place {
  readonly file: string;
  readonly kind: PlaceKind;
  /** What is written with it: kustomizations whose entries lead to a new file, files of patches that a component lists. */
  readonly with?: readonly string[];
  /** The file holds values of a Secret, and nothing in it says so: diffs leave it out. */
  readonly secret?: true;
}

export interface FileChange {
  readonly path: string;
  /** null: the file is new. */
  readonly before: string | null;
  readonly after: string;
}

export type RootState =
  | 'evaluated'
  /** Some of its objects are out of sight. */
  | 'opaque'
  /** All of it is: a remote base or a chart is missing. */
  | 'out-of-sight'
  /** kustomize fails on it too. */
  | 'failed'
  /** kustomize may build it, and we cannot. */
  | 'out-of-scope';

/** What keeps a root from being built, and may be made by whoever wants to look. */
export interface MissingFile {
  readonly file: string;
  /** A file beside it that a copy can be made of; without one an empty file will do. */
  readonly sample: string | undefined;
  /** Where all of a folder is ignored, it is not there either. */
  readonly hasFolder: boolean;
}

export interface RootReport {
  readonly folder: string;
  readonly environment: Environment;
  readonly state: RootState;
  readonly selected: boolean;
  /** kustomize may see it otherwise, and has not been asked. */
  readonly isDoubtful: boolean;
  readonly reason: string | undefined;
  readonly at: string | undefined;
  readonly lacks: MissingFile | undefined;
  readonly objects: number;
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
  /** Ids of the fixes that have made each object of `after`, or changed it; those that follow from another object are nobody's. */
  readonly fixes: readonly (readonly string[])[];
}
