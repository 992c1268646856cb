/** Names that somebody may have meant by another. */

import { editDistance } from '../../src/text/edit-distance.ts';

/** The name of several that is nearest: the same with one word more or less at its end, or with a letter or two otherwise. */
export function nearName(name: string, others: readonly string[]): string | undefined {
  const candidates = others.filter(each => each !== name);
  return (
    candidates.find(each => each.startsWith(`${name}-`) || name.startsWith(`${each}-`)) ??
    candidates.find(each => each.endsWith(`-${name}`) || name.endsWith(`-${each}`)) ??
    candidates.find(each => isTypo(name, each))
  );
}

/** Shorter names differ by a letter because they are different. */
const SHORTEST = 5;

/** A letter left out, added, exchanged, or two swapped. */
export function isTypo(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < SHORTEST || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  // A number tells namesakes apart: web-1 is no web-2.
  return !/\d/.test(`${a[start] ?? ''}${b[start] ?? ''}`) && editDistance(a, b) === 1;
}
