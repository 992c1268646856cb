/** Namespaces whose owner is asked for at once: that of several clusters, and that which environments name each in their way. */

import type { Ask } from '../../transform.ts';

export interface AskedNamespace {
  /** As the configuration names it: a pattern (`shop-*`) where it stands for several. */
  readonly namespace: string;
  readonly claimants: readonly string[];
}

/** By the namespace that is asked about: what is asked in its place. */
export function ownedAmong(asks: readonly Ask[]): ReadonlyMap<string, AskedNamespace> {
  const byName = new Map<string, Set<string>>();
  for (const ask of asks) {
    if (ask.type !== 'namespace') continue;
    const claimants = byName.get(ask.namespace) ?? new Set();
    byName.set(ask.namespace, claimants);
    for (const folder of ask.claimants) claimants.add(folder);
  }
  const byPattern = new Map<string, AskedNamespace[]>();
  for (const [namespace, folders] of byName) {
    const each = { namespace, claimants: [...folders] };
    const pattern = patternOf(each);
    byPattern.set(pattern, [...(byPattern.get(pattern) ?? []), each]);
  }
  const found = new Map<string, AskedNamespace>();
  for (const [pattern, same] of byPattern) {
    const asked =
      same.length === 1
        ? same[0]!
        : { namespace: pattern, claimants: [...new Set(same.flatMap(({ claimants }) => claimants))] };
    for (const { namespace } of same) found.set(namespace, asked);
  }
  return found;
}

/** `shop-dev` of folders that all have the word `dev` is `shop-*`. */
function patternOf({ namespace, claimants }: AskedNamespace): string {
  const words = namespace.split('-');
  const isShared = (word: string) => claimants.every(folder => folder.split(/[/-]/).includes(word));
  const at = words.findLastIndex(isShared);
  // A glob of nothing but a star would be about every namespace.
  return at < 0 || words.length < 2 ? namespace : words.with(at, '*').join('-');
}
