/** Where a node stands in the file's text, in UTF-16 offsets. `keyStart` is -1 for list items and roots. */
import type { Scalar } from './scalar.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
  readonly keyStart: number;
}

/** Builds the caller's nodes, parents' origins first. */
export interface TreeBuilder<N, O> {
  origin(up: O | null, key: string | number, place: Span, viaAlias: boolean): O;
  /**
   * @param raw the text before it is resolved, and before kustomize folds it anew
   * @param styled whether it stands in quotes or is a block, for kustomize
   */
  scalar(value: Scalar, raw: string, styled: boolean, origin: O): N;
  /** @param twice a key that is there twice, where the reader lets that pass */
  map(entries: Map<string, N>, origin: O, twice?: string): N;
  list(items: N[], origin: O): N;
}
