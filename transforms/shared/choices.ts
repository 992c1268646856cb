/** Answers to decisions that only have to be taken. */

import type { ExemptChoice, Json, StatedChoice } from '../../src/transform.ts';

/** An option of a transform has the answer. @param says what it means, in a few words */
export function saying(says: string, id: string, option: string, value: Json): StatedChoice {
  return { says, states: { path: ['transforms', id, option], value } };
}

/** What was found is meant to be so. @param reason as an exemption gives it: it is read without the question */
export function staying(says: string, reason: string): ExemptChoice {
  return { says, exempt: reason };
}
