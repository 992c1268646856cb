/** The order in which go-yaml prints the keys of a map: letters behind everything else, numbers by their value. */

const LETTER = /^\p{L}$/u;
const DIGIT = /^\p{Nd}$/u;

/** For `sort`: below 0 where `a` comes first. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((rune, index) => index < right.length && rune !== right[index]);
  if (at < 0) return left.length - right.length;
  const [l, r] = [left[at]!, right[at]!];
  const [isLetter, isOtherLetter] = [LETTER.test(l), LETTER.test(r)];
  if (isLetter && isOtherLetter) return codeOf(l) - codeOf(r);
  if (isLetter || isOtherLetter) return isOtherLetter ? -1 : 1;
  return compareNumbers(left, right, at);
}

function compareNumbers(left: readonly string[], right: readonly string[], at: number): number {
  // A zero counts inside of a number and not in front of it.
  const isInside = (left[at] === '0' || right[at] === '0') && hasNumberBefore(left, at);
  const [a, b] = [numberAt(left, at, isInside), numberAt(right, at, isInside)];
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  if (a.end !== b.end) return a.end - b.end;
  return codeOf(left[at]!) - codeOf(right[at]!);
}

function hasNumberBefore(runes: readonly string[], at: number): boolean {
  for (let i = at - 1; i >= 0 && DIGIT.test(runes[i]!); i--) if (runes[i] !== '0') return true;
  return false;
}

function numberAt(runes: readonly string[], at: number, isInside: boolean): { value: bigint; end: number } {
  let value = isInside ? 1n : 0n;
  let end = at;
  for (; end < runes.length && DIGIT.test(runes[end]!); end++) {
    // As 64 bits overflow.
    value = BigInt.asIntN(64, value * 10n + BigInt(codeOf(runes[end]!) - 48));
  }
  return { value, end };
}

function codeOf(rune: string): number {
  return rune.codePointAt(0)!;
}
