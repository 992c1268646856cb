/** What a list of the configuration does not name of what an image writes. */

import type { Family } from './families/record/family.ts';

/** What a family is known to write, and a list does not name. */
export function leftOut(list: readonly string[], family: Family | null): readonly string[] {
  if (family?.writes === undefined) return [];
  const { emptyDirs, hydrate, data } = family.writes;
  const listed = list.map(onePath);
  const isIn = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);
  const isListed = (path: string) => listed.some(folder => isIn(onePath(path), folder));
  // Data is in one of its folders: versions have moved it.
  const isKept = data.some(path => isListed(path) || listed.some(folder => isIn(folder, onePath(path))));
  return [...new Set([...emptyDirs, ...hydrate, ...(isKept ? [] : data)])].filter(path => !isListed(path));
}

/** `/var/run` is a link to `/run` as a rule. */
function onePath(path: string): string {
  return path.replace(/\/+$/, '').replace(/^\/var(?=\/run(?:\/|$))/, '');
}
