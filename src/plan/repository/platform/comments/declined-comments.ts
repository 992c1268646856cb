/** Comments by which somebody has decided against a setting of an object. */

import type { Files } from '../../../../kustomize/files/files.ts';
import { documentComments } from './document-comments.ts';
import { isPutOff } from './put-off.ts';

/**
 * The comment by which an object does without a setting.
 *
 * @param at `file:line` of anything in its document
 * @param names by which comments speak of it: `rate limit` also stands for `rate-limits`
 */
export type Declined = (at: string, names: readonly string[]) => string | undefined;

/** What declines something, in front of its name. */
const BEFORE = String.raw`(?:no|not|never|without|rather than|instead of|avoid\w*|disabl\w+|dropp\w+|removed|omit\w*|skip\w*|don't|(?:leave|left|leaves|turn|turned|switched) (?:out|off))`;
/** The same behind it. */
const BEHIND =
  '(?:disabled|removed|dropped|skipped|omitted|off|unset|left out|not (?:set|used|wanted|needed)|breaks?|broke|kills?)';
/** Whoever must not do that has the setting, or keeps within it. */
const KEEPS = String.raw`(?:remov|disabl|dropp?|skipp?|omit|chang|touch|edit|lower|rais|exceed|reach|hit)\w*`;
const FEW = String.raw`(?:(?!${KEEPS}\b)[\w/,]+ ){0,3}?`;
/** The annotation itself, with its value. */
const COMMENTED_OUT = String.raw`^["']?(?:[\w.-]+/)?`;
/** What is not there yet is no decision. */
const OPEN = /\?|\b(?:yet|not sure|for now|until|remember)\b/i;

export function declined(files: Files): Declined {
  return (at, names) => {
    const name = `(?:${names.map(each => each.replace(/[- ]/g, '[- ]?')).join('|')})s?`;
    const forms = [
      new RegExp(String.raw`\b${BEFORE} ${FEW}[\`"']?(?:[\w.-]+/)?${name}\b`, 'i'),
      new RegExp(String.raw`\b${name}\b\S* ${FEW}${BEHIND}\b`, 'i'),
      new RegExp(`${COMMENTED_OUT}${name}["']?:\\s*\\S`, 'i'),
    ];
    return documentComments(files, at).find(
      said => forms.some(form => form.test(said)) && !OPEN.test(said) && !isPutOff(said),
    );
  };
}
