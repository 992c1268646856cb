/**
 * Pure functions that work an answer out once. What they keep is no state: it can be made again from what it was made
 * of, and says nothing else.
 */

/** Of an object that nobody changes: its answer is kept as long as the object is. */
export function memoized<K extends object, V extends object | string | boolean>(
  make: (key: K) => V,
): (key: K) => V {
  const known = new WeakMap<K, V>();
  return key => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = make(key)));
    return value;
  };
}

/** Of a text: the answers to the last so many texts are kept. */
export function memoizedText<V extends object | null>(
  most: number,
  make: (text: string) => V,
): (text: string) => V {
  const known = new Map<string, V>();
  return text => {
    let value = known.get(text);
    if (value !== undefined) return value;
    value = make(text);
    for (const oldest of known.keys()) {
      if (known.size < most) break;
      known.delete(oldest);
    }
    known.set(text, value);
    return value;
  };
}

/** Worked out when it is asked for the first time, be the answer that there is none. */
export function once<T>(make: () => T): () => T {
  let answer: { readonly value: T } | undefined;
  return () => (answer ??= { value: make() }).value;
}
