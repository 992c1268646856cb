/** Which versions a tag may stand for, and whether all of them lie within bounds. */

/** Versions from one to another, the second not included; an end that is not stated is open. */
export interface VersionBounds {
  readonly since?: string;
  readonly before?: string;
}

/**
 * Whether every version that a tag may stand for lies within bounds. `3` is any 3.x, so that it is not within `since: '3.7'`.
 * What names no version (`latest`, a channel, a variable, no tag at all) is within open bounds only.
 */
export function isWithinBounds(tag: string | undefined, { since, before }: VersionBounds): boolean {
  if (since === undefined && before === undefined) return true;
  const lowest = versionIn(tag);
  if (lowest === undefined) return false;
  if (since !== undefined && compare(lowest, numbersIn(since)) < 0) return false;
  const next = [...lowest.slice(0, -1), lowest.at(-1)! + 1];
  return before === undefined || compare(next, numbersIn(before)) <= 0;
}

/** The version that a tag begins with: `[16, 2]` of `16.2-alpine` and of `v16.2`. */
function versionIn(tag: string | undefined): readonly number[] | undefined {
  const found = /^v?(\d+(?:\.\d+)*)(?=$|[-_+.])/.exec(tag ?? '')?.[1];
  return found === undefined ? undefined : numbersIn(found);
}

function numbersIn(version: string): readonly number[] {
  return version.split('.').map(Number);
}

/** Missing parts count as zero. */
function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
