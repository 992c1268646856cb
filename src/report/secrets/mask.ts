/** Hides known secrets in texts that are to be printed. */

import { inUrls, secretsByForm } from '../../credentials/forms.ts';
import { isDistinct } from '../../credentials/values.ts';
import { type Find, newFinder, type Span } from './finder.ts';
import { LONGEST_PIECE, piecesOf } from './value-forms.ts';

/** Stands where a secret stood. */
export const MASK = '***';

export type Mask = (text: string) => string;

/** @param values what was found in a repository */
export function finderOf(values: Iterable<string>): Find {
  return newFinder(piecesOf(values), LONGEST_PIECE);
}

/** All of them look at the text as it is: a part that one hides would keep another from knowing the rest. */
export function newMask(...finders: readonly Find[]): Mask {
  const all = [...finders, shapes];
  return text =>
    cut(
      text,
      all.flatMap(find => find(text)),
    );
}

/** Secrets that show by themselves, in a text of which nothing is known. */
const shapes: Find = text =>
  secretsByForm(text)
    .filter(({ value }) => value !== MASK && isDistinct(value))
    .map(({ start, value }) => [start, start + value.length]);

/** A text of a repository, as a message may quote it. */
export function withoutCredentials(text: string): string {
  return cut(
    text,
    [...inUrls(text)].map(({ start, value }) => [start, start + value.length]),
  );
}

function cut(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const parts: string[] = [];
  let done = 0;
  for (const [start, end] of [...spans].sort(([a], [b]) => a - b)) {
    // One that lies in the one before, or goes on from it, is hidden with it.
    if (start > done || parts.length === 0) parts.push(text.slice(done, start), MASK);
    done = Math.max(done, end);
  }
  return parts.join('') + text.slice(done);
}
