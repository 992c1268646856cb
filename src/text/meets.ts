/** Whether collections have something in common. */

/** A set, or the keys of a map. */
interface Keys<K> {
  readonly size: number;
  has(key: K): boolean;
  keys(): Iterable<K>;
}

/** Whether a key is in both. The smaller one is gone through: what is asked of each of many things meets what is asked of all. */
export function meets<K>(a: Keys<K>, b: Keys<K>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  for (const key of small.keys()) if (large.has(key)) return true;
  return false;
}
