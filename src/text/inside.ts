/** Paths that stay inside of a root. */
import { readlinkSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { OBSTACLES } from './obstacle.ts';

/** A path leads out of the root, by itself or by a symbolic link. */
export class OutsideRootError extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`${path} ${OBSTACLES.outside}`);
    this.path = path;
  }
}

const MAX_LINKS = 40;

/**
 * The absolute file that a path means, symbolic links followed; it need not exist. The directory of git is outside: what
 * is written there may be run.
 *
 * @param name what the user calls it
 * @throws OutsideRootError
 */
export function targetInside(root: string, path: string, name: string = path): string {
  const realRoot = realpathSync.native(root);
  if (isAbsolute(path)) throw new OutsideRootError(name);
  let target = resolve(realRoot, path);
  if (!isBelow(realRoot, target)) throw new OutsideRootError(name);
  for (let links = 0; links < MAX_LINKS; links++) {
    target = join(realParent(dirname(target), name), target.slice(dirname(target).length));
    if (!isBelow(realRoot, target)) throw new OutsideRootError(name);
    const link = linkAt(target);
    if (link === null) return target;
    target = resolve(dirname(target), link);
  }
  throw new OutsideRootError(name);
}

/** A directory with its links resolved as far as it exists. */
function realParent(dir: string, name: string): string {
  try {
    return realpathSync.native(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    // A dangling link must not become a directory somewhere else.
    if (linkAt(dir) !== null) throw new OutsideRootError(name);
    return join(realParent(dirname(dir), name), dir.slice(dirname(dir).length));
  }
}

function linkAt(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch (error) {
    // Nothing, or something else than a link: the system says so with EINVAL.
    if (['EINVAL', 'ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

function isBelow(root: string, path: string): boolean {
  const way = relative(root, path);
  const isInGit = way.toLowerCase().split(sep).includes('.git');
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way) && !isInGit;
}

export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
