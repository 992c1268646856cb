/** Which version a moving tag stands for. */
import { stableVersions } from '../kubernetes/versions.ts';

/** Tags that are looked at, the newest first: what moves is one of them or none. */
const MOST_LOOKS = 10;

/**
 * The newest stable version among tags of the same digest.
 *
 * @param hints versions that the image names itself: they are looked at first
 */
export async function newestSame(
  tags: readonly string[],
  hints: readonly string[],
  isSame: (tag: string) => Promise<boolean>,
): Promise<string | undefined> {
  const newest = stableVersions(tags);
  const numbers = hints.map(withoutV);
  const hinted = newest.filter(tag => numbers.includes(withoutV(tag)));
  for (const tag of new Set([...hinted, ...newest.slice(0, MOST_LOOKS)])) if (await isSame(tag)) return tag;
  return undefined;
}

function withoutV(version: string): string {
  return version.replace(/^v/, '');
}
