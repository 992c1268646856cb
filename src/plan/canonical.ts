/** Data compared by what it says. */
import type { FieldPath } from '../transform.ts';

export function sameJson(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
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

const pathTexts = new WeakMap<FieldPath, string>();

/** A field path as text, made once: every root is asked about the paths of a goal. */
export function pathText(path: FieldPath): string {
  let text = pathTexts.get(path);
  if (text === undefined) pathTexts.set(path, (text = canonical(path)));
  return text;
}
