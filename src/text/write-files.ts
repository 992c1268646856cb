/** Writes many files, all or none, and survives being killed at any moment. */
import { randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import {
  createFile,
  DISK,
  type Disk,
  makeDirs,
  missingDirs,
  openIfThere,
  readAll,
  readIfThere,
  syncDirs,
} from './durable.ts';
import { targetInside } from './inside.ts';
import { createJournal, type Journal, readJournal, removeJournal } from './journal.ts';
import { type Place, placesOf, takeBack, UnfinishedWriteError, underWay } from './recover.ts';
import { thisWriter, type Writer } from './writer.ts';

export interface FileWrite {
  /** Relative to the root. */
  readonly path: string;
  /** What the file held when it was read; null: it was not there. */
  readonly before: Buffer | null;
  /** What it shall hold. */
  readonly after: Buffer;
}

export interface WriteRequest {
  readonly root: string;
  /** Where the journal lies while files are written; on any file system. */
  readonly journalDir: string;
  readonly changes: readonly FileWrite[];
}

export interface Written {
  /** Files that had other names: those keep the old text. */
  readonly unlinked: readonly string[];
}

/** A file is not as it was when it was read; nothing has been written. */
export class ChangedOnDiskError extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`${path} has changed on disk since it was read`);
    this.path = path;
  }
}

/** Nobody may write a file, as its permissions say; nothing has been written. */
export class ReadOnlyError extends Error {
  constructor(path: string) {
    super(`${path} is read-only`);
  }
}

/**
 * Makes all changes or none.
 *
 * @throws ChangedOnDiskError, OutsideRootError, ReadOnlyError, UnfinishedWriteError: nothing is changed then
 */
export function writeFiles(
  { root, journalDir, changes }: WriteRequest,
  disk: Disk = DISK,
  writer: Writer = thisWriter(),
): Written {
  refuseOtherWrites(disk, journalDir);
  const realRoot = realpathSync(root);
  const targets = changes.map(({ path }) => targetInside(root, path));
  if (new Set(targets).size < targets.length) throw new Error('two changes of one file');
  const stats = targets.map(target => disk.lstatSync(target, { throwIfNoEntry: false }));
  const files = changes.map(({ path, before, after }, index) => {
    if (!isSame(readIfThere(disk, targets[index]!), before)) throw new ChangedOnDiskError(path);
    const mode = stats[index] === undefined ? null : stats[index].mode & 0o7777;
    if (mode !== null && (mode & 0o222) === 0) throw new ReadOnlyError(path);
    return { path, mode, before, after };
  });
  const dirs = missingDirs(disk, targets.map(dirname));
  const journal: Journal = {
    writer,
    id: randomUUID(),
    dirs: dirs.map(dir => relative(realRoot, dir)),
    files,
  };
  makeDirs(disk, [journalDir]);
  begin(disk, journalDir, journal);
  const places = placesOf(root, journal);
  try {
    makeDirs(disk, dirs);
    // Everything that can fail for want of space or rights happens here, beside the targets.
    for (const { temporary, after, mode } of places) createFile(disk, temporary, after, mode);
    for (const place of places) replace(disk, place);
    syncDirs(disk, targets.map(dirname));
  } catch (error) {
    takeBack(disk, root, journalDir, journal);
    throw error;
  }
  removeJournal(disk, journalDir);
  return { unlinked: changes.map(({ path }) => path).filter((_, index) => (stats[index]?.nlink ?? 1) > 1) };
}

function refuseOtherWrites(disk: Disk, journalDir: string): void {
  const other = readJournal(disk, journalDir);
  if (other === 'none') return;
  throw typeof other === 'object'
    ? underWay(other.writer)
    : new UnfinishedWriteError(`another write is in ${journalDir}`);
}

/** Two that begin at once: the file system decides. */
function begin(disk: Disk, journalDir: string, journal: Journal): void {
  try {
    createJournal(disk, journalDir, journal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new UnfinishedWriteError('another write has just begun');
    throw error;
  }
}

/**
 * Puts the new text in the place of the old one. It is looked at once more right before; and what an editor has
 * written into the old file while its name was given away is put back.
 */
function replace(disk: Disk, { path, target, temporary, before }: Place): void {
  const open = openIfThere(disk, target);
  try {
    if (!isSame(open?.bytes ?? null, before)) throw new ChangedOnDiskError(path);
    disk.renameSync(temporary, target);
    if (open === null) return;
    const now = readAll(disk, open.file);
    if (isSame(now, before)) return;
    createFile(disk, temporary, now, disk.fstatSync(open.file).mode & 0o7777);
    disk.renameSync(temporary, target);
    throw new ChangedOnDiskError(path);
  } finally {
    if (open !== null) disk.closeSync(open.file);
  }
}

function isSame(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}
