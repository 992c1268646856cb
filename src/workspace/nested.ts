/** What lies in repositories inside of the repository: it is other people's, whoever lists it. */
import { join } from 'node:path';
import { folderOf, isWithin } from '../kustomize/files/files.ts';
import { isRepository, type WorkTree } from './git-tree.ts';

/** What is listed of a workspace. */
export type Listed = Pick<WorkTree, 'files' | 'nested'>;

/** Without what lies in somebody else's repository: git lists it too, where the outer index holds its files. */
export function ownOf(root: string, listed: Listed): Listed {
  const inner = nestedIn(root, listed.files);
  if (inner.length === 0) return listed;
  return {
    files: listed.files.filter(file => !inner.some(folder => isWithin(folder, file))),
    nested: [...listed.nested, ...inner],
  };
}

/** The topmost folders with a repository of their own. */
function nestedIn(root: string, files: readonly string[]): string[] {
  const seen = new Map<string, boolean>([['', false]]);
  const isNested = (folder: string): boolean => {
    let known = seen.get(folder);
    if (known === undefined) {
      known = isNested(folderOf(folder)) || isRepository(join(root, folder, '.git'));
      seen.set(folder, known);
    }
    return known;
  };
  for (const file of files) isNested(folderOf(file));
  const inner = [...seen].flatMap(([folder, is]) => (is ? [folder] : []));
  return inner.filter(folder => seen.get(folderOf(folder)) === false);
}
