/** Data compared by what it says. */
import { memoized } from '../../text/memo.ts';
import type { FieldPath } from '../../transform.ts';

/** Equal whatever the order of keys; a key without a value counts as absent. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object')
    return Number.isNaN(a) && Number.isNaN(b);
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, i) => sameJson(item, b[i]))
    );
  }
  const keys = definedKeys(a);
  return (
    keys.length === definedKeys(b).length && keys.every(key => sameJson(ownValue(a, key), ownValue(b, key)))
  );
}

function definedKeys(map: object): string[] {
  return Object.keys(map).filter(key => ownValue(map, key) !== undefined);
}

function ownValue(map: object, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key as keyof typeof map] : undefined;
}

/** JSON with sorted keys; a bigint is told from a number. */
export function canonical(value: unknown): string {
  if (typeof value === 'bigint') return `"${value}n"`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(item => canonical(item) ?? 'null').join(',')}]`;
  const parts: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const text = canonical(value[key as keyof typeof value]);
    if (text !== undefined) parts.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${parts.join(',')}}`;
}

/** A field path as text: every root is asked about the paths of a goal. */
export const pathText = memoized((path: FieldPath): string => canonical(path));
