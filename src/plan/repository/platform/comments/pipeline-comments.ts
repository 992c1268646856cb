/** Comments by which a pipeline writes a value anew whenever it deploys. */

import type { Files } from '../../../../kustomize/files/files.ts';
import { isDenied } from '../../../../text/denied.ts';
import { isPutOff } from './put-off.ts';
import { commentAt, entryComments, headingAt } from './value-comments.ts';

/** @param at `file:line` of the value */
export type ByPipeline = (at: string) => string | undefined;

const WHO = String.raw`(?:the )?(?:ci|cd|ci\/cd|pipelines?|workflows?|github actions?|gitlab(?: ci)?|jenkins|deploy(?:ment)? (?:script|job|workflow|pipeline)|release (?:script|job|workflow|pipeline)|make(?:file)?)`;
/** `Image tag is overridden by CI`, `set from the pipeline` */
const PASSIVE = new RegExp(
  String.raw`\b(?:overridden|overwritten|set|replaced|substituted|updated|bumped|patched|rewritten|written|managed|maintained|changed|injected|filled in) (?:automatically )?(?:by|in|from|at|during) ${WHO}\b`,
  'i',
);
/** `CI bumps this` */
const ACTIVE = new RegExp(
  String.raw`\b${WHO} (?:overrides|overwrites|sets|replaces|substitutes|updates|bumps|patches|rewrites|writes|changes|injects|fills in)\b`,
  'i',
);
const COMMAND = /\bkubectl set image\b|\bkustomize edit set image\b/;
const IN_KUSTOMIZATION = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization):\d+$/;
/** What is wished for is no statement. */
const WISHED = /\b(?:should|instead)\b/i;

export function byPipeline(files: Files): ByPipeline {
  return at => {
    const own = [commentAt(files, at), ...(IN_KUSTOMIZATION.test(at) ? entryComments(files, at) : [])];
    const said = own.find(isSaidBy);
    if (said !== undefined) return said;
    // Above a list of images it speaks of all of them.
    const heading = IN_KUSTOMIZATION.test(at) ? headingAt(files, at, 'images') : '';
    return isSaidBy(heading) ? heading : undefined;
  };
}

function isSaidBy(said: string): boolean {
  return (
    (PASSIVE.test(said) || ACTIVE.test(said) || COMMAND.test(said)) &&
    !isDenied(said) &&
    !isPutOff(said) &&
    !WISHED.test(said)
  );
}
