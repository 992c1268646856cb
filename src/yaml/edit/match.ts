/** Which elements of two lists are the same. */
import { diffArrays } from 'diff';

/** A comparison of more steps takes more than the blink of an eye. */
const MAX_STEPS = 4_000_000;

/**
 * Index pairs of equal elements, in order, as many as there can be. Lists that are long and have little in common are
 * matched only at their ends.
 */
export function matchItems<T>(
  a: readonly T[],
  b: readonly T[],
  equal: (a: T, b: T) => boolean,
): (readonly [number, number])[] {
  let head = 0;
  while (head < a.length && head < b.length && equal(a[head]!, b[head]!)) head++;
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    equal(a[a.length - 1 - tail]!, b[b.length - 1 - tail]!)
  )
    tail++;

  const pairs: (readonly [number, number])[] = [];
  for (let i = 0; i < head; i++) pairs.push([i, i]);
  const middle = matchMiddle(a.slice(head, a.length - tail), b.slice(head, b.length - tail), equal);
  for (const [i, j] of middle) pairs.push([head + i, head + j]);
  for (let i = tail; i > 0; i--) pairs.push([a.length - i, b.length - i]);
  return pairs;
}

function matchMiddle<T>(a: T[], b: T[], equal: (a: T, b: T) => boolean): (readonly [number, number])[] {
  if (a.length === 0 || b.length === 0) return [];
  // Each further edit costs a step for each element of the shorter list, at most.
  const maxEditLength = Math.ceil(MAX_STEPS / Math.min(a.length, b.length));
  const changes = diffArrays(a, b, { comparator: equal, maxEditLength }) ?? [];
  const pairs: (readonly [number, number])[] = [];
  let i = 0;
  let j = 0;
  for (const { added, removed, count } of changes) {
    if (!added && !removed) for (let k = 0; k < count; k++) pairs.push([i + k, j + k]);
    if (!added) i += count;
    if (!removed) j += count;
  }
  return pairs;
}
