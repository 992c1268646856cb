/** Things that belong together. */

/** A list that is never empty. */
export type Group<T> = readonly [T, ...T[]];

/** Groups in order of first appearance. (`Map.groupBy` needs node 21.) */
export function groupedBy<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, Group<T>> {
  const groups = new Map<K, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
