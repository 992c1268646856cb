/** All texts of an object, wherever they stand. */
import type { Json, Resource, Root } from '../../src/transform.ts';
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

/** Whether no other object of the root says its name as a value. */
export function isNamedByNobody({ key, name }: Resource, root: Root): boolean {
  return !root.resources.some(
    each => each.key !== key && [...leavesOf(each.object)].some(({ text }) => text === name),
  );
}
