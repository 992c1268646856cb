/** Longest common subsequence. */

/** Above this many comparisons only what two lists share at their ends is matched. */
const MAX_COMPARISONS = 4_000_000;

/** Index pairs of equal elements, in order, as many as there can be. */
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
  pairs.push(...matchMiddle(a, b, equal, head, a.length - tail, b.length - tail));
  for (let i = tail; i > 0; i--) pairs.push([a.length - i, b.length - i]);
  return pairs;
}

function matchMiddle<T>(
  a: readonly T[],
  b: readonly T[],
  equal: (a: T, b: T) => boolean,
  from: number,
  aEnd: number,
  bEnd: number,
): (readonly [number, number])[] {
  const height = aEnd - from;
  const width = bEnd - from;
  if (height === 0 || width === 0 || height * width > MAX_COMPARISONS) return [];
  // lengths[i][j]: the longest match of what follows i and j.
  const lengths = Array.from({ length: height + 1 }, () => new Uint32Array(width + 1));
  for (let i = height - 1; i >= 0; i--) {
    for (let j = width - 1; j >= 0; j--) {
      const same = equal(a[from + i]!, b[from + j]!);
      lengths[i]![j] = same
        ? lengths[i + 1]![j + 1]! + 1
        : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < height && j < width; ) {
    if (equal(a[from + i]!, b[from + j]!)) pairs.push([from + i++, from + j++]);
    else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i++;
    else j++;
  }
  return pairs;
}
