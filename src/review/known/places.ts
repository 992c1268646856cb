/** Where fixes stand, as far as a review compares it. */
import { folderOf } from '../../kustomize/files/files.ts';
import type { Fix } from '../../plan/model/result.ts';

/** Files by id of a fix, one set for each way in which it was shown. */
export type ShownPlaces = ReadonlyMap<string, readonly (readonly string[])[]>;

/** What it writes to, sorted. */
export function filesOf({ places }: Fix): readonly string[] {
  return [...new Set(places.map(({ file }) => file))].sort();
}

/** Whether somebody below the roots says it, or the text of an object that a root could patch. */
export function isBelowRoots({ places, roots }: Fix): boolean {
  return places.some(({ file, kind }) => kind === 'source' || !roots.includes(folderOf(file)));
}
