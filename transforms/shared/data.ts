/** Reading plain data. */

import type { Json, JsonObject } from '../../src/transform.ts';

/** True for maps: neither null nor a list. */
export function isMap(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The map under a key; anything else is an empty one. */
export function mapAt(map: JsonObject, key: string): JsonObject {
  const value = map[key];
  return isMap(value) ? value : {};
}

/** The maps of a list; anything else has none. */
export function mapsIn(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

/** The strings of a list; anything else has none. */
export function stringsIn(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
}

/** Deep equality; the order of keys does not count. */
export function sameData(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item: Json, i) => sameData(item, b[i]));
  }
  if (!isMap(a) || !isMap(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => Object.hasOwn(b, key) && sameData(a[key], b[key]))
  );
}

/** All of them, or none where one is missing: the rest would settle nothing. */
export function allKnown<T>(items: readonly (T | undefined)[]): readonly T[] {
  const known = items.filter(each => each !== undefined);
  return known.length === items.length ? known : [];
}
