/** Objects that are called after another one. Layers put prefixes and suffixes around the names of both. */

import type { Resource } from '../../src/transform.ts';

type Named = Pick<Resource, 'name' | 'formerNames'>;

/** The name that is rendered, and those that it had in layers below. */
export function allNames({ name, formerNames }: Named): readonly string[] {
  return [name, ...formerNames];
}

/** Whether it has the name of the other with a suffix, in whichever layer that was put on. */
export function isCalledAfter(object: Named, other: Named, suffix: string): boolean {
  const names = allNames(object);
  return allNames(other).some(each => names.includes(`${each}${suffix}`));
}

/** What an object with the suffix will be called that stands in the manifest of the other. */
export function nameAfter({ name, formerNames: [own = name] }: Named, suffix: string): string {
  const at = name.lastIndexOf(own);
  // A layer that has renamed it leaves nothing to put the suffix behind.
  const end = at < 0 ? name.length : at + own.length;
  return `${name.slice(0, end)}${suffix}${name.slice(end)}`;
}
