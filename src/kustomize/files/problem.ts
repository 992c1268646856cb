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
  | 'empty'
  | 'limit';

export interface Location {
  readonly file: string;
  /** Offset in the file's text, when known. */
  readonly offset?: number;
}

/** kustomize fails on this too. */
export class BuildFailure extends Error {
  readonly failure: FailureClass;
  readonly location: Location;
  constructor(failure: FailureClass, message: string, location: Location) {
    super(message);
    this.failure = failure;
    this.location = location;
  }
}

/** kustomize may build it; we do not (yet, or by decision). */
export class OutOfScope extends Error {
  readonly location: Location;
  /** True where only something is missing that has to be fetched or rendered elsewhere: a remote base, a chart. */
  readonly isOutOfSight: boolean;
  constructor(message: string, location: Location, isOutOfSight = false) {
    super(message);
    this.location = location;
    this.isOutOfSight = isOutOfSight;
  }
}
