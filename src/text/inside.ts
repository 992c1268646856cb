/** Paths that stay inside of a root. */
import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** A path leads out of the root, by itself or by a symbolic link. */
export class OutsideRootError extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`${path} leads out of the root`);
    this.path = path;
  }
}

const MAX_LINKS = 40;

/**
 * The absolute file that a path means, symbolic links followed; it need not exist.
 * @throws OutsideRootError
 */
export function targetInside(root: string, path: string): string {
  const realRoot = realpathSync(root);
  if (isAbsolute(path)) throw new OutsideRootError(path);
  let target = resolve(realRoot, path);
  if (!isBelow(realRoot, target)) throw new OutsideRootError(path);
  for (let links = 0; links < MAX_LINKS; links++) {
    target = join(realParent(dirname(target)), target.slice(dirname(target).length));
    if (!isBelow(realRoot, target)) throw new OutsideRootError(path);
    const link = linkAt(target);
    if (link === null) return target;
    target = resolve(dirname(target), link);
  }
  throw new OutsideRootError(path);
}

/** A directory with its links resolved as far as it exists. */
function realParent(dir: string): string {
  try {
    return realpathSync(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    // A dangling link must not become a directory somewhere else.
    if (linkAt(dir) !== null) throw new OutsideRootError(dir);
    return join(realParent(dirname(dir)), dir.slice(dirname(dir).length));
  }
}

function linkAt(path: string): string | null {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : null;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

function isBelow(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
