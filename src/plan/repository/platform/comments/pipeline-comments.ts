/** Comments by which a pipeline writes a value anew whenever it deploys. */

import type { Files } from '../../../../kustomize/files/files.ts';
import { commentAt } from './value-comments.ts';

/** @param at `file:line` of the value */
export type ByPipeline = (at: string) => string | undefined;

const WHO = String.raw`(?:the )?(?:ci|cd|ci\/cd|pipelines?|workflows?|github actions?|gitlab(?: ci)?|jenkins|deploy(?:ment)? (?:script|job|workflow|pipeline)|release (?:script|job|workflow|pipeline)|make(?:file)?)`;
/** `Image tag is overridden by CI`, `set from the pipeline` */
const PASSIVE = new RegExp(
  String.raw`\b(?:overridden|overwritten|set|replaced|substituted|updated|bumped|patched|rewritten|changed|injected|filled in) (?:automatically )?(?:by|in|from|at|during) ${WHO}\b`,
  'i',
);
/** `CI bumps this` */
const ACTIVE = new RegExp(
  String.raw`\b${WHO} (?:overrides|overwrites|sets|replaces|substitutes|updates|bumps|patches|rewrites|changes|injects|fills in)\b`,
  'i',
);
const COMMAND = /\bkubectl set image\b|\bkustomize edit set image\b/;
/** What is denied, asked or still to be done is no statement. */
const OPEN = /\b(?:not|never|no longer|should|todo|instead)\b|n't\b|\?/i;

export function byPipeline(files: Files): ByPipeline {
  return at => {
    const said = commentAt(files, at);
    const isSaid = PASSIVE.test(said) || ACTIVE.test(said) || COMMAND.test(said);
    return isSaid && !OPEN.test(said) ? said : undefined;
  };
}
