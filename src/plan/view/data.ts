/** Reading plain data by field path. */

import { indexOfElement } from '../../kubernetes/merge-keys.ts';
import type { FieldPath, Json, JsonObject } from '../../transform.ts';

/** True for maps: neither null nor a list. */
export function isMap(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path; undefined when a step leads nowhere. A map step selects a list element by its keys. */
export function valueAt(object: JsonObject, path: FieldPath): Json | undefined {
  let value: Json | undefined = object;
  for (let i = 0; i < path.length; i++) {
    const step = path[i]!;
    if (typeof step === 'string') {
      if (!isMap(value) || !Object.hasOwn(value, step)) return undefined;
      value = value[step];
      continue;
    }
    if (!Array.isArray(value)) return undefined;
    value = value[indexOfElement(value, step)];
  }
  return value;
}

/** A map of strings such as labels; entries of other types (which the API server refuses) are left out. */
export function stringsAt(object: JsonObject, path: FieldPath): Readonly<Record<string, string>> {
  const value = valueAt(object, path);
  const strings: Record<string, string> = {};
  if (!isMap(value)) return strings;
  for (const key of Object.keys(value)) {
    const each = value[key];
    if (typeof each === 'string') strings[key] = each;
  }
  return strings;
}
