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
  const [left, right] = [a, b] as readonly Readonly<Record<string, unknown>>[];
  const keys = definedKeys(left!);
  return (
    keys.length === definedKeys(right!).length &&
    keys.every(key => sameJson(left![key], ownValue(right!, key)))
  );
}

function definedKeys(map: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(map).filter(key => map[key] !== undefined);
}

function ownValue(map: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** JSON with sorted keys; a bigint is told from a number. */
export function canonical(value: unknown): string {
  if (typeof value === 'bigint') return `"${value}n"`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(item => canonical(item) ?? 'null').join(',')}]`;
  const parts: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const text = canonical((value as Record<string, unknown>)[key]);
    if (text !== undefined) parts.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${parts.join(',')}}`;
}

/** A field path as text: every root is asked about the paths of a goal. */
export const pathText = memoized((path: FieldPath): string => canonical(path));
