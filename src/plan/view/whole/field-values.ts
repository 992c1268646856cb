/** Reading plain data by field path. */

import { indexOfElement } from '../../../kubernetes/merge-keys.ts';
import type { FieldPath, Json, JsonObject } from '../../../transform.ts';
import { isJsonMap } from '../../../yaml/read/data.ts';

/** The value at a path; undefined when a step leads nowhere. A map step selects a list element by its keys. */
export function valueAt(object: JsonObject, path: FieldPath): Json | undefined {
  let value: Json | undefined = object;
  for (const step of path) {
    if (typeof step === 'string') {
      if (!isJsonMap(value) || !Object.hasOwn(value, step)) return undefined;
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
  if (!isJsonMap(value)) return strings;
  for (const key of Object.keys(value)) {
    const each = value[key];
    if (typeof each === 'string') strings[key] = each;
  }
  return strings;
}
