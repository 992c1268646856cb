/** A transformer or generator as build metadata names it. */

export interface TransformerStep {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** File that configures it. */
  readonly file: string;
}
