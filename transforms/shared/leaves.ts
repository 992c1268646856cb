/** All texts of an object, wherever they stand. */
import type { Json } from '../../src/transform.ts';
import { isMap } from './data.ts';

export interface Leaf {
  /** Keys and indices on the way there. */
  readonly path: readonly (string | number)[];
  readonly text: string;
}

export function* leavesOf(value: Json | undefined, path: Leaf['path'] = []): Generator<Leaf> {
  if (typeof value === 'string') yield { path, text: value };
  else if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* leavesOf(item, [...path, i]);
  else if (isMap(value))
    for (const [key, item] of Object.entries(value)) yield* leavesOf(item, [...path, key]);
}
