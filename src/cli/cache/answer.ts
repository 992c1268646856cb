/** What a run has printed and how it has ended, and what that rests on: while it holds, a run like it says the same. */
import type { Facts, Standpoint } from './facts.ts';

export interface Answer {
  readonly facts: Facts;
  /** In the order in which it was printed. */
  readonly said: readonly Said[];
  readonly code: number;
}

/** Byte for byte: secrets are hidden, colours are in it. */
export type Said = readonly [stream: 'stdout' | 'stderr', text: string];

/** Keeps the answer of a run; undefined: there is none that may be repeated. */
export interface Keeper {
  keep(answerOf: (standpoint: Standpoint) => Answer | undefined): void;
}
