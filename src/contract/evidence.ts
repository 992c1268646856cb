/** What speaks for a fix and what against it. */

/** Why a fix may be believed: a checked reference, not prose. */
export interface Evidence {
  readonly kind:
    | 'config'
    | 'registry'
    | 'family'
    | 'manifest'
    /** What an image says of itself, as somebody has found it outside of its registry. */
    | 'inspect'
    /** Numbers that were measured. */
    | 'usage'
    /** What a container was seen to do, or to be. */
    | 'observed';
  /** `file:line`, a digest, or the id of an image family. */
  readonly at: string;
  readonly says: string;
}

/**
 * What speaks against a fix, for a person to weigh: the end of a sentence, without a capital and a full stop ("whether web
 * writes to its disk is not known").
 */
export type Doubt = string;

/** One fact about an image with what speaks for it. Only `verified` facts are evidence for a safe fix. */
export interface Fact<T> {
  readonly value: T;
  readonly evidence: Evidence;
  readonly verified: boolean;
}
