/** Files that the user names for a result. */
import { closeSync, constants, openSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { isInside, targetInside } from '../../text/inside.ts';
import { replaceOwn } from '../../text/own-file.ts';
import { UsageError } from '../process/errors.ts';

/**
 * Writes a result where the user wants it. A name in the repository may not lead out of it: whoever has committed a link
 * of that name does not say where a run writes.
 *
 * @param root of the workspace
 * @param mode null leaves the permissions to the umask
 */
export function writeNamed(cwd: string, root: string, name: string, text: string, mode: number | null): void {
  const path = placeOf(resolve(cwd, name), root, name);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) throw new UsageError(`${name} is a folder`);
  // Into a terminal or a pipe it is written as it is.
  if (stat !== undefined && !stat.isFile()) writeThrough(path, name, text);
  else replaceOwn(stat === undefined ? path : realpathSync(path), Buffer.from(text), mode);
}

/** A pipe that nobody reads from would hold the run for ever. */
function writeThrough(path: string, name: string, text: string): void {
  let probe: number;
  try {
    probe = openSync(path, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
    throw new UsageError(`${name} is a pipe that nobody reads from, or a socket`);
  }
  try {
    writeFileSync(path, text);
  } finally {
    closeSync(probe);
  }
}

function placeOf(path: string, root: string, name: string): string {
  const parent = statSync(dirname(path), { throwIfNoEntry: false });
  if (!parent?.isDirectory()) throw new UsageError(`${name}: there is no folder for it`);
  // As it is named, and as it is meant: a link on the way to the repository is not one of the repository.
  const real = join(realpathSync(dirname(path)), basename(path));
  const inside = [path, real].find(each => isInside(root, each));
  return inside === undefined ? path : targetInside(root, relative(root, inside), name);
}
