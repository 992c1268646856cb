/** Images that a repository names alike (`shop-api`, `shop-web`): who knows one of them usually knows it of all. */

import type { Ask, ImageFactPath } from '../../transform.ts';

/** Fewer may be as different as a shop, its worker and its tool for backups: they are asked about one by one. */
const FEWEST = 5;

/**
 * By image, as the configuration names it: the pattern over the first word that its name shares with four others of its
 * publisher (`team/shop*`). What a Dockerfile of the repository makes is asked about by itself, and counts for none of them:
 * where it says something, what is said of the pattern yields to that (src/images/configured.ts).
 *
 * @param keyOf the name that an image has in the configuration
 */
export function namedAlike(
  asks: readonly Ask[],
  keyOf: (image: string) => string,
): ReadonlyMap<string, string> {
  const alike = new Map<string, Set<string>>();
  for (const ask of asks) {
    if (ask.type !== 'image' || ask.isBuiltHere) continue;
    const key = keyOf(ask.image);
    const pattern = patternOver(key);
    alike.set(pattern, (alike.get(pattern) ?? new Set()).add(key));
  }
  const patterns = new Map<string, string>();
  for (const [pattern, keys] of alike) {
    if (keys.size < FEWEST) continue;
    for (const key of keys) patterns.set(key, pattern);
  }
  return patterns;
}

/** `team/shop*` of `team/shop-api` and of `team/shop`. */
function patternOver(key: string): string {
  const start = key.lastIndexOf('/') + 1;
  const [first = ''] = key.slice(start).split(/[-_.]/);
  return `${key.slice(0, start)}${first}*`;
}

/** What holds for images of one repository alike. What a program answers, and where, is its own. */
const SHARED: readonly ImageFactPath[] = ['user', 'group', 'writes', 'seccomp', 'apiToken'];

/** The question about an image in its two parts: what its likes share, and what is its own. */
export function partsOf(ask: Ask): readonly Ask[] {
  if (ask.type !== 'image') return [ask];
  const shared = ask.facts.filter(fact => SHARED.includes(fact));
  const own = ask.facts.filter(fact => !SHARED.includes(fact));
  return [shared, own].filter(facts => facts.length > 0).map(facts => ({ ...ask, facts }));
}

/** Whether all that is asked is what likes share. */
export function isShared({ facts }: { readonly facts: readonly ImageFactPath[] }): boolean {
  return facts.every(fact => SHARED.includes(fact));
}
