/** What the tables of versions are made of. */
import type { Json, JsonObject } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';

/** A version of an API that goes or is gone, and the one that says the same. */
export interface Move {
  readonly from: string;
  readonly kinds: readonly string[];
  readonly to: string;
  /** The release that no longer serves the old one (`Kubernetes 1.22`); undefined as long as all do. */
  readonly goneIn?: string;
  /** The release that serves the new one first, where clusters of today may be older. */
  readonly newSince?: string;
  /** Fields as the new version has them; left out where they are the same. */
  fields?(part: JsonObject, isWhole: boolean): JsonObject;
  /** What somebody has to look at: a default that is another one now. */
  doubts?(object: JsonObject): readonly string[];
  /** What has to be said otherwise first: no rule tells how. */
  byHand?(object: JsonObject): string | undefined;
  /** What only a person knows. */
  blocked?(object: JsonObject): string | undefined;
}

/** A map with one of its fields replaced by what is made of it; as it is where it has no such field. */
export function withField(map: JsonObject, key: string, make: (value: Json) => Json): JsonObject {
  const value = map[key];
  if (value === undefined) return map;
  return Object.fromEntries(Object.entries(map).map(([name, old]) => [name, name === key ? make(old) : old]));
}

/** Each map of a list as something makes it; what is no list of maps stays. */
export function each(make: (item: JsonObject) => JsonObject): (list: Json) => Json {
  return list => (Array.isArray(list) ? list.map((item: Json) => (isMap(item) ? make(item) : item)) : list);
}

/** A map as something makes it; what is none stays. */
export function inMap(make: (map: JsonObject) => JsonObject): (value: Json) => Json {
  return value => (isMap(value) ? make(value) : value);
}

/** A map without some fields. */
export function without(map: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}

/** What stands at a path of keys. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((found, key) => (isMap(found) ? found[key] : undefined), value);
}
