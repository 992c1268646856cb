/** Images that a repository names alike (`shop-api`, `shop-web`): who knows one of them usually knows it of all. */

import { groupedBy } from '../../plan/rendered/grouped.ts';
import type { Ask, ImageFactPath } from '../../transform.ts';

/** Fewer may be as different as a shop, its worker and its tool for backups: they are asked about one by one. */
const FEWEST = 5;

/**
 * By image, as the configuration names it: the pattern over the first word that its name shares with four others of its
 * publisher (`team/shop*`), else over all of the publisher where those are five (`team/*`). What a Dockerfile of the repository
 * makes is asked about by itself, and counts for none of them: where it says something, what is said of the pattern yields to
 * that (src/images/configured.ts).
 *
 * @param keyOf the name that an image has in the configuration
 */
export function namedAlike(
  asks: readonly Ask[],
  keyOf: (image: string) => string,
): ReadonlyMap<string, string> {
  const asked = asks.flatMap(ask => (ask.type === 'image' && !ask.isBuiltHere ? [keyOf(ask.image)] : []));
  const all = [...new Set(asked)];
  const byWord = sharedBy(all, overFirstWord);
  const rest = all.filter(key => !byWord.has(key) && publisherOf(key) !== '');
  return new Map([...byWord, ...sharedBy(rest, key => `${publisherOf(key)}*`)]);
}

/** The patterns that are over enough of them. */
function sharedBy(
  keys: readonly string[],
  patternOver: (key: string) => string,
): ReadonlyMap<string, string> {
  const groups = [...groupedBy(keys, patternOver)].filter(([, same]) => same.length >= FEWEST);
  return new Map(groups.flatMap(([pattern, same]) => same.map(key => [key, pattern] as const)));
}

/** `team/shop*` of `team/shop-api` and of `team/shop`. */
function overFirstWord(key: string): string {
  const publisher = publisherOf(key);
  const [first = ''] = key.slice(publisher.length).split(/[-_.]/);
  return `${publisher}${first}*`;
}

/** `team/` of `team/shop-api` */
function publisherOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1);
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
