/** Comments by which a policy is meant to let in all pods of its namespace. */

import type { Files } from '../../../../kustomize/files/files.ts';
import { isDenied } from '../../../../text/denied.ts';
import { documentComments } from './document-comments.ts';
import { isPutOff } from './put-off.ts';

/** @param at `file:line` of anything in the document */
export type MeantWide = (at: string) => string | undefined;

/** `any pod in this same namespace`, `only reachable from inside the namespace`, `intra-namespace traffic` */
const WIDE =
  /\b(?:any|every|all)(?: other)? (?:pods?|workloads?|services?)\b.{0,40}\bnamespace\b|\b(?:from )?(?:inside|within)(?: of)? (?:the|this|its)(?: same| own)? namespace\b|\b(?:in|intra)-namespace\b|\bsame[- ]namespace\b/i;
/** What is to change is no decision. */
const TO_CHANGE =
  /\b(?:until|later|too (?:wide|broad|open|permissive)|tighten|narrow|restrict (?:this|it|to))\b/i;

export function meantWide(files: Files): MeantWide {
  return at =>
    documentComments(files, at).find(
      said => WIDE.test(said) && !isDenied(said) && !isPutOff(said) && !TO_CHANGE.test(said),
    );
}
