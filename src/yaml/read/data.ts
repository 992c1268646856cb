/** Plain data as an edit sees it, and what an edit makes of it: the model that the new text must equal. */
import { Refusal } from './refusal.ts';

export type Json = string | number | bigint | boolean | null | readonly Json[] | JsonMap;
export type JsonMap = { readonly [key: string]: Json };

/** True for maps: neither null nor a list. */
export function isJsonMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJsonList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** Concrete keys and list indices inside one document. */
export type YamlPath = readonly (string | number)[];

/** Maps instead of objects: any key is safe, and order is kept. */
export type Data = string | number | bigint | boolean | null | readonly Data[] | DataMap;
export type DataMap = ReadonlyMap<string, Data>;

/** Data from JSON-like values; whole numbers that a double holds become numbers. */
export function toData(value: Json): Data {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(toData);
  if (typeof value !== 'object' || value === null) return value as Data;
  return new Map(Object.entries(value).map(([key, child]) => [key, toData(child)]));
}

export function isDataMap(data: Data | undefined): data is DataMap {
  return data instanceof Map;
}

export function isDataList(data: Data | undefined): data is readonly Data[] {
  return Array.isArray(data);
}

export function isCollection(data: Data): data is readonly Data[] | DataMap {
  return isDataMap(data) || isDataList(data);
}

export function isEmptyCollection(data: Data): boolean {
  return isDataMap(data) ? data.size === 0 : isDataList(data) && data.length === 0;
}

/** Deep equality; the order of map keys does not count. */
export function equalData(a: Data, b: Data): boolean {
  if (a === b) return true;
  if (isDataMap(a)) {
    if (!isDataMap(b) || a.size !== b.size) return false;
    for (const key of a.keys()) {
      const other = b.get(key);
      if (other === undefined || !equalData(a.get(key)!, other)) return false;
    }
    return true;
  }
  if (isDataList(a)) {
    return isDataList(b) && a.length === b.length && a.every((child, index) => equalData(child, b[index]!));
  }
  return typeof a === 'number' && Number.isNaN(a) && typeof b === 'number' && Number.isNaN(b);
}

/** The value at a path, or undefined. */
export function dataAt(data: Data, path: YamlPath): Data | undefined {
  let at: Data | undefined = data;
  for (const step of path) {
    if (isDataMap(at)) at = at.get(String(step));
    else if (isDataList(at) && typeof step === 'number') at = at[step];
    else return undefined;
  }
  return at;
}

/**
 * A map, to be changed. By `forEach`, like every walk that most of a text takes part in: in code that has not run long,
 * and most of a run is such code, taking pairs apart costs three times as much.
 */
export function copyOf<V>(map: ReadonlyMap<string, V>): Map<string, V> {
  const copy = new Map<string, V>();
  map.forEach((value, key) => {
    copy.set(key, value);
  });
  return copy;
}

/** The data with a value set, ancestors created. A null on the way becomes a collection. */
export function withSet(data: Data, path: YamlPath, value: Data): Data {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (data === null) return wrap(path, value);
  if (isDataMap(data)) {
    const key = String(step);
    const child = data.get(key);
    return copyOf(data).set(key, child === undefined ? wrap(rest, value) : withSet(child, rest, value));
  }
  if (!isDataList(data) || typeof step !== 'number' || step > data.length || step < 0) {
    throw new Refusal('no such path');
  }
  const child = data[step];
  return data.toSpliced(step, 1, child === undefined ? wrap(rest, value) : withSet(child, rest, value));
}

/** A value inside the collections that a path names: `['a', 0], 1` gives `{a: [1]}`. */
export function wrap(path: YamlPath, value: Data): Data {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'string') return new Map([[step, wrap(rest, value)]]);
  if (step !== 0) throw new Refusal('no such path');
  return [wrap(rest, value)];
}

/** The data with a list item inserted. */
export function withInserted(data: Data, path: YamlPath, index: number, values: readonly Data[]): Data {
  return withChanged(data, path, list => {
    if (list === null && index === 0) return values;
    if (!isDataList(list) || index < 0 || index > list.length) throw new Refusal('no such path');
    return list.toSpliced(index, 0, ...values);
  });
}

/** The data without the entry or item at a path. */
export function withRemoved(data: Data, path: YamlPath): Data {
  const step = path.at(-1);
  if (step === undefined) throw new Refusal('the root cannot be removed');
  return withChanged(data, path.slice(0, -1), parent => {
    if (isDataMap(parent)) {
      const copy = copyOf(parent);
      if (!copy.delete(String(step))) throw new Refusal('no such path');
      return copy;
    }
    if (!isDataList(parent) || typeof step !== 'number' || step < 0 || step >= parent.length) {
      throw new Refusal('no such path');
    }
    return parent.toSpliced(step, 1);
  });
}

/** The path that goes when `path` is removed and every collection that this empties goes too (never the root). */
export function prunedPath(data: Data, path: YamlPath): YamlPath {
  let pruned = path;
  while (pruned.length > 1) {
    const parent = dataAt(data, pruned.slice(0, -1));
    const size = isDataMap(parent) ? parent.size : isDataList(parent) ? parent.length : 0;
    if (size !== 1) return pruned;
    pruned = pruned.slice(0, -1);
  }
  return pruned;
}

function withChanged(data: Data, path: YamlPath, change: (at: Data) => Data): Data {
  const at = dataAt(data, path);
  if (at === undefined) throw new Refusal('no such path');
  return withSet(data, path, change(at));
}
