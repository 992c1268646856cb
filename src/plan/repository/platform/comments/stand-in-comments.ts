/** Comments in the document of a Secret that say what it is for: a stand-in, which something else takes the place of. */

import type { Files } from '../../../../kustomize/files/files.ts';
import { documentComments } from './document-comments.ts';
import { isPutOff } from './put-off.ts';

/** @param at `file:line` of anything in the document */
export type StandIn = (at: string) => string | undefined;

/** `dev only`, `for local development only`, `only used in tests` */
const ONLY =
  /\b(?:dev|development|local|demo|tests?|testing|examples?|ci)\b[^.;]{0,30}\bonly\b|\bonly\b[^.;]{0,20}\b(?:dev|development|locally|local|demos?|tests?|testing|examples?|ci)\b/i;
/** `production uses External Secrets`, `replaced by Vault` */
const ELSEWHERE =
  /\b(?:prod\w*|staging|replaced|overridden|managed|real)\b[^.;]{0,60}\b(?:external[- ]?secrets?|eso|vault|sealed[- ]?secrets?|sops|secrets? (?:manager|store))\b/i;
/** What is denied, asked or still to be done is no statement. */
const OPEN = /\b(?:not|never)\b|n't\b|\?/i;

export function standIn(files: Files): StandIn {
  return at =>
    documentComments(files, at).find(
      said => (ONLY.test(said) || ELSEWHERE.test(said)) && !OPEN.test(said) && !isPutOff(said),
    );
}
