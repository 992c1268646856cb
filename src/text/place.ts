/** The files of a journal on disk, and how the text of one is exchanged. */
import { basename, dirname, join } from 'node:path';
import {
  createFile,
  type Disk,
  NoFileError,
  openIfThere,
  putNew,
  readAll,
  readIfThere,
  unlinkIfThere,
} from './durable.ts';
import { about } from './file-errors.ts';
import { inFolder } from './held-folder.ts';
import { OutsideRootError, targetInside } from './inside.ts';
import type { Journal, JournalFile } from './journal.ts';

/** Recomputed, so that no journal can name another place. */
export interface Place extends JournalFile {
  /** Absolute, symbolic links resolved. */
  readonly target: string;
  readonly temporary: string;
}

/** Of files that lead nowhere now there is no place: somebody has put a link there. */
export function placesOf(root: string, { id, files }: Journal): (Place | null)[] {
  return files.map((file, index) => {
    try {
      const target = targetInside(root, file.path);
      return { ...file, target, temporary: join(dirname(target), `.kustomend-${id}-${index}.tmp`) };
    } catch (error) {
      if (error instanceof OutsideRootError) return null;
      throw error;
    }
  });
}

/** `changed`: somebody has written it since. What is the same before and after needs nothing. */
export function stateOf(disk: Disk, { target, before, after }: Place): 'old' | 'new' | 'changed' {
  try {
    const bytes = readIfThere(disk, target);
    if (before === null ? bytes === null : bytes?.equals(before)) return 'old';
    return bytes?.equals(after) ? 'new' : 'changed';
  } catch (error) {
    // A folder, a pipe or a link by now.
    if (error instanceof NoFileError || (error as NodeJS.ErrnoException).code === 'ELOOP') return 'changed';
    throw error;
  }
}

/**
 * Works on a file in a folder that cannot be exchanged meanwhile. What the system says of a temporary file is said of the
 * one that it stands for.
 *
 * @throws OutsideRootError where the folder lies elsewhere by now
 */
export function held<T>(disk: Disk, root: string, place: Place, run: (place: Place) => T): T {
  const { path, target, temporary } = place;
  try {
    return about(path, () =>
      inFolder(disk, root, dirname(target), at =>
        run({ ...place, target: at(basename(target)), temporary: at(basename(temporary)) }),
      ),
    );
  } catch (error) {
    if (error instanceof NoFileError) throw new NoFileError(path);
    if (error instanceof OutsideRootError) throw new OutsideRootError(path);
    throw error;
  }
}

/**
 * Puts the text of the temporary file in the place of the one that is there. It is looked at once more right before; and what
 * an editor has written into the old file while its name was given away is put back.
 *
 * @param from what should be there; null: nothing
 * @returns false when something else is: it stays
 */
export function exchange(disk: Disk, { target, temporary }: Place, from: Buffer | null): boolean {
  if (from === null) return putNew(disk, temporary, target);
  const open = openIfThere(disk, target);
  if (open === null) return false;
  try {
    if (!open.bytes.equals(from)) return false;
    disk.renameSync(temporary, target);
    const now = readAll(disk, open.file);
    if (now.equals(from)) return true;
    createFile(disk, temporary, now, disk.fstatSync(open.file).mode & 0o777);
    disk.renameSync(temporary, target);
    return false;
  } finally {
    disk.closeSync(open.file);
  }
}

/** Brings back what was there, unless somebody has written it since. */
export function takeFileBack(disk: Disk, place: Place): void {
  const { target, temporary, before, after, mode } = place;
  dropTemporary(disk, place);
  if (stateOf(disk, place) !== 'new') return;
  if (before === null) {
    unlinkIfThere(disk, target);
    return;
  }
  createFile(disk, temporary, before, mode);
  if (!exchange(disk, place, after)) dropTemporary(disk, place);
}

/** Only what the journal says was to be written there, or a beginning of it, is ours to remove. */
function dropTemporary(disk: Disk, { temporary, before, after }: Place): void {
  const bytes = readIfThere(disk, temporary);
  if (bytes === null) return;
  const isOurs = [before, after].some(text => text?.subarray(0, bytes.length).equals(bytes));
  if (isOurs) unlinkIfThere(disk, temporary);
}
