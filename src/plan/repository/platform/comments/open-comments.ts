/** Comments by which a value stands there and what follows from it is not decided. */

import type { Files } from '../../../../kustomize/files/files.ts';
import { commentAt } from './value-comments.ts';

/** The comment on a line, or in the lines right above it. @param at `file:line` */
export type LeftOpen = (at: string) => string | undefined;

const OPEN =
  /\b(?:is|are|still|remains?|left) (?:\w+ )?open\b|\bundecided\b|\b(?:to be|not(?: yet)?|yet to be) (?:decided|agreed|settled)\b|\bTBD\b/i;

export function leftOpen(files: Files): LeftOpen {
  return at => {
    const said = commentAt(files, at);
    return OPEN.test(said) ? said : undefined;
  };
}
