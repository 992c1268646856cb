/** The numbers of a plan in a sentence. */
import type { Tally } from './tally.ts';
import { count } from './words.ts';

/** `30 findings: 12 fixable, 10 need --unsafe, 8 need an answer, 3 need a digest` */
export function totals(tally: Tally): string {
  return `${count(tally.found, 'finding')}: ${outcomesText(tally)}`;
}

/** `12 findings known by the baseline, none new` */
export function knownText(known: number, added: number): string {
  return `${count(known, 'finding')} known by the baseline, ${added === 0 ? 'none' : added} new`;
}

/** `12 fixable, 10 need --unsafe`; where unsafe ones are written too, how many of those that can be fixed they are. */
export function outcomesText(tally: Tally): string {
  const { fixable, risky, unsafe, answer, digest, reported, left } = tally;
  const needs = (many: number, what: string) => `${many} ${many === 1 ? 'needs' : 'need'} ${what}`;
  return [
    `${fixable} fixable${risky === 0 ? '' : ` (${risky} unsafe)`}`,
    ...(risky > 0 && unsafe === 0 ? [] : [needs(unsafe, '--unsafe')]),
    needs(answer, 'an answer'),
    ...(digest > 0 ? [needs(digest, 'a digest')] : []),
    ...(reported > 0 ? [`${reported} reported only`] : []),
    ...(left > 0 ? [`${left} left out`] : []),
  ].join(', ');
}
