/** Reading plain data. */

import type { LabelSelector } from '../kubernetes/selectors.ts';
import type { Json, JsonObject } from '../transform.ts';
import { isJsonList, isJsonMap } from '../yaml/read/data.ts';

/** The value as a map; anything else has no fields. */
export function mapOf(value: Json | undefined): JsonObject {
  return isJsonMap(value) ? value : {};
}

/** The maps of a list; anything else has none. */
export function mapsIn(value: Json | undefined): readonly JsonObject[] {
  return isJsonList(value) ? value.filter(isJsonMap) : [];
}

/** A map of texts, such as labels. */
export function textsOf(value: Json | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(mapOf(value)).map(([key, each]) => [key, String(each)]));
}

/** A label selector as it is written; undefined where there is none. */
export function selectorIn(value: Json | undefined): LabelSelector | undefined {
  // The API server refuses whatever has other fields.
  return isJsonMap(value) ? (value as LabelSelector) : undefined;
}
