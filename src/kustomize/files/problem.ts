/** Why a kustomization cannot be evaluated, and whether kustomize itself fails on it too. */

/** Classes of what kustomize refuses: stable names for tests and reports. */
export type FailureClass =
  | 'missing-file'
  | 'missing-kustomization'
  | 'invalid-kustomization'
  | 'unreadable-yaml'
  | 'not-a-resource'
  | 'cycle'
  | 'load-restriction'
  | 'duplicate-id'
  | 'patch'
  | 'patch-target'
  | 'generator'
  | 'reference'
  | 'replacement'
  | 'variable'
  | 'transformer'
  | 'empty';

export interface Location {
  readonly file: string;
  /** Offset in the file's text, when known. */
  readonly offset?: number;
}

/** What the user's own kustomize says of a root that we do not build. */
export type Verdict =
  | { readonly builds: true }
  /** In its own words. */
  | { readonly builds: false; readonly says: string };

/** kustomize fails on this too. */
export class BuildFailure extends Error {
  readonly failure: FailureClass;
  readonly location: Location;
  /** The path of the file that would have to be there. */
  readonly missing: string | undefined;
  constructor(failure: FailureClass, message: string, location: Location, missing?: string) {
    super(message);
    this.failure = failure;
    this.location = location;
    this.missing = missing;
  }
}

/**
 * construct: what we do not follow, or not without flags that kustomize has to be given.
 * out of sight: only something is missing that has to be fetched or rendered elsewhere, a remote base or a chart.
 * limit: text or layers that end our reading; a plain `kustomize build` says whether it is more able.
 */
export type OutOfScopeKind = 'construct' | 'out of sight' | 'limit';

/** kustomize may build it; we do not (yet, or by decision). */
export class OutOfScope extends Error {
  readonly location: Location;
  readonly kind: OutOfScopeKind;
  constructor(message: string, location: Location, kind: OutOfScopeKind = 'construct') {
    super(message);
    this.location = location;
    this.kind = kind;
  }
}
