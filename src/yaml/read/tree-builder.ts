/** Where a node stands in the file's text, in UTF-16 offsets. `keyStart` is -1 for list items and roots. */
import type { Scalar } from './scalar.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
  readonly keyStart: number;
}

/** Keys of a map that may be merged into another, but not be printed. */
export interface KeyFlaws {
  /** One that is there twice. */
  readonly twice: string | undefined;
  /** Those without quotes that are no texts. */
  readonly bare: ReadonlySet<string>;
}

/** Builds the caller's nodes, parents' origins first. */
export interface TreeBuilder<N, O> {
  origin(up: O | null, key: string | number, place: Span, viaAlias: boolean): O;
  /**
   * @param raw the text before it is resolved, and before kustomize folds it anew
   * @param styled whether it stands in quotes or is a block, for kustomize
   */
  scalar(value: Scalar, raw: string, styled: boolean, origin: O): N;
  /** @param flaws keys that kustomize does not print, where the reader lets them pass */
  map(entries: Map<string, N>, origin: O, flaws?: KeyFlaws): N;
  list(items: N[], origin: O): N;
}
