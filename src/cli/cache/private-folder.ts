/**
 * A folder for compiled code, which is run as it is, or for a key: nobody but the user may have put anything there. A cache that lies
 * in a work tree (`XDG_CACHE_HOME` below a project, as in many a CI job) holds whatever was committed.
 */
import { lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** What the top of somebody's files holds. */
const MARKS = ['.git', 'kustomend.yaml'];

/**
 * Makes the folder if need be.
 *
 * @param named paths of the command line: nothing below them counts as the user's own
 * @returns undefined where there is no such folder
 */
export function privateFolder(wanted: string, named: readonly string[]): string | undefined {
  try {
    const bases = ['.', ...named].map(path => resolve(path));
    if (isAmongFiles(wanted, bases)) return undefined;
    mkdirSync(wanted, { recursive: true, mode: 0o700 });
    const real = realpathSync(wanted);
    if (real !== wanted && isAmongFiles(real, bases)) return undefined;
    return isPrivate(real) && isPrivate(dirname(real), 0o022) ? real : undefined;
  } catch {
    // Without a folder to keep it in the program is compiled anew, which is never a reason to fail.
    return undefined;
  }
}

/** Whether something belongs to the user, and nobody else has one of the rights. */
export function isPrivate(path: string, rights = 0o077): boolean {
  const { uid, mode } = statSync(path);
  return process.getuid === undefined || (uid === process.getuid() && (mode & rights) === 0);
}

/** Whether a folder lies in a work tree, or in what this run is about. */
function isAmongFiles(folder: string, bases: readonly string[]): boolean {
  if (bases.some(base => isAtOrBelow(base, folder) || isAtOrBelow(realOf(base), folder))) return true;
  for (let at = folder; ; at = dirname(at)) {
    if (MARKS.some(mark => lstatSync(join(at, mark), { throwIfNoEntry: false }) !== undefined)) return true;
    if (at === dirname(at)) return false;
  }
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // A word of the command line that is no path.
    return path;
  }
}

function isAtOrBelow(base: string, path: string): boolean {
  const way = relative(base, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
