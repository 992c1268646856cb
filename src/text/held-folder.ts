/**
 * A folder that stays the one that was looked at: what is put in its place meanwhile, a link that leads out for instance,
 * is not entered. Node opens files by whole paths only; where there is /proc, the path of an open folder stands for it.
 */
import { closeSync, constants, openSync, readFileSync, readlinkSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Disk } from './durable.ts';
import { OutsideRootError } from './inside.ts';

const AS_FOLDER = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0);

/**
 * @param root no folder that lies elsewhere by now is entered
 * @param run gets the path of a file in the folder, by its name
 * @throws OutsideRootError
 */
export function inFolder<T>(
  disk: Disk,
  root: string,
  folder: string,
  run: (at: (name: string) => string) => T,
): T {
  if (process.platform !== 'linux') return run(name => join(folder, name));
  const file = disk.openSync(folder, AS_FOLDER);
  try {
    if (placeOf(file) === undefined) return run(name => join(folder, name));
    if (!isOpenBelow(root, file)) throw new OutsideRootError(folder);
    return run(name => `/proc/self/fd/${file}/${name}`);
  } finally {
    disk.closeSync(file);
  }
}

/** A file that is swapped for a link or a pipe meanwhile neither leads away nor blocks. */
const AS_IT_IS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The bytes of a file; undefined where a folder above has become a link that leads out since it was looked at. */
export function readBelow(root: string, path: string): Buffer | undefined {
  const file = openSync(path, AS_IT_IS);
  try {
    return isOpenBelow(root, file) ? readFileSync(file) : undefined;
  } finally {
    closeSync(file);
  }
}

/** Whether what is open lies at or below a folder; true where the system does not say. */
function isOpenBelow(root: string, file: number): boolean {
  const place = placeOf(file);
  return (
    place === undefined || place === root || place.startsWith(root.endsWith(sep) ? root : `${root}${sep}`)
  );
}

function placeOf(file: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return readlinkSync(`/proc/self/fd/${file}`);
  } catch {
    // No /proc, or not of this process.
    return undefined;
  }
}
