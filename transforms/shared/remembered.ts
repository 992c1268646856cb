/** What is worked out once for a root or a container, however many ask. */

/** @param make pure: its answer for a view never changes */
export function remembered<K extends object, T>(make: (key: K) => T): (key: K) => T {
  const known = new WeakMap<K, { readonly made: T }>();
  return key => {
    let found = known.get(key);
    if (found === undefined) known.set(key, (found = { made: make(key) }));
    return found.made;
  };
}
