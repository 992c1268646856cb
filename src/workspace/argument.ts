/** Where a path that the user names leads to. */
import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, parse, relative, resolve, sep } from 'node:path';
import { CONFIG_FILE } from '../config/file-name.ts';
import { isInside } from '../text/inside.ts';
import { topAround } from './git-tree.ts';

/** A path does not name what can be worked on. */
export class WorkspaceError extends Error {}

/**
 * The real path of an argument. A link that a repository holds may not lead out of it: whoever names a folder of a
 * repository does not mean another place.
 *
 * @throws WorkspaceError
 */
export function realArgument(cwd: string, argument: string): string {
  const path = resolve(cwd, argument);
  const { root } = parse(path);
  let at = root;
  for (const name of relative(root, path).split(sep)) {
    if (name === '') continue;
    const next = join(at, name);
    if (!lstatSync(next, { throwIfNoEntry: false })?.isSymbolicLink()) {
      at = next;
      continue;
    }
    const target = realpathSync(next);
    const bounds = boundsAround(at, cwd);
    if (bounds !== undefined && !isInside(bounds, target))
      throw new WorkspaceError(`${argument} is a link out of ${bounds}: name the folder that it leads to`);
    at = target;
  }
  if (relative(root, at).split(sep).includes('.git'))
    throw new WorkspaceError(`${argument} lies in the directory of git`);
  return at;
}

/** What a folder belongs to: a repository, what a configuration is for, or what the user stands in. */
function boundsAround(folder: string, cwd: string): string | undefined {
  const own = topAround(folder) ?? configuredTop(folder);
  if (own !== undefined) return own;
  const here = realpathSync(cwd);
  return isInside(here, folder) ? here : undefined;
}

/** The folder of the nearest configuration above. */
export function configuredTop(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (lstatSync(join(folder, CONFIG_FILE), { throwIfNoEntry: false }) !== undefined) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
