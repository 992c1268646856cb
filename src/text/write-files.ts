/** Writes many files, all or none, and survives being killed at any moment. */
import { randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import { createFile, DISK, type Disk, missingDirs, readIfThere, syncDirs } from './durable.ts';
import { errorSentence, errorWords, isSystemError } from './file-errors.ts';
import { inFolder } from './held-folder.ts';
import { OutsideRootError, targetInside } from './inside.ts';
import {
  createJournal,
  type Journal,
  journalPath,
  type OwnRecord,
  readJournal,
  removeJournal,
} from './journal.ts';
import { alone, UnfinishedWriteError } from './lock.ts';
import { exchange, held, placesOf } from './place.ts';
import { keepRecords, takeBack } from './recover.ts';
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
  /** What is kept beside the journal once all is written: asked while nobody else writes, and kept by a recovery, too. */
  readonly records?: () => readonly OwnRecord[];
}

export interface Written {
  /** Files that had other names: those keep the old text. */
  readonly unlinked: readonly string[];
  /** Names of what is kept of the write. */
  readonly records: readonly string[];
  /** What went wrong when all files were written, in sentences. */
  readonly warnings: readonly string[];
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

/** A write that is taken back, but for files that somebody has changed when they were written already; the message is whole. */
export class PartlyTakenBackError extends Error {
  constructor(cause: Error, kept: readonly string[]) {
    super(
      `${errorSentence(cause)}; nothing has been written but in ${kept.join(', ')}: changed meanwhile, left alone, and with the lines of kustomend`,
      { cause },
    );
  }
}

/**
 * Makes all changes or none.
 *
 * @throws ChangedOnDiskError, OutsideRootError, ReadOnlyError, UnfinishedWriteError: nothing is changed then;
 * PartlyTakenBackError, NotTakenBackError: the message says what is
 */
export function writeFiles(request: WriteRequest, disk: Disk = DISK, writer: Writer = thisWriter()): Written {
  const run = () => writeAlone(request, disk, writer);
  return alone(disk, request.journalDir, writer, run, otherTops(request));
}

/**
 * Without git a lock lies at the top of what a run is about, and another run may be about more, or less: for what both
 * write its top is a folder above the file.
 */
function otherTops({ root, journalDir, changes }: WriteRequest): readonly string[] {
  if (journalDir !== root) return [];
  const own = realpathSync(root);
  const tops = new Set<string>();
  for (const { path } of changes)
    for (let at = dirname(targetInside(root, path)); !tops.has(at); at = dirname(at)) tops.add(at);
  tops.delete(own);
  return [...tops];
}

function writeAlone(
  { root, journalDir, changes, records }: WriteRequest,
  disk: Disk,
  writer: Writer,
): Written {
  if (readJournal(disk, journalDir) !== 'none') throw unfinished(journalDir);
  const realRoot = realpathSync(root);
  const targets = changes.map(({ path }) => targetInside(root, path));
  if (new Set(targets).size < targets.length) throw new Error('two changes of one file');
  const stats = targets.map(target => disk.lstatSync(target, { throwIfNoEntry: false }));
  const files = changes.map(({ path, before, after }, index) => {
    if (!isSame(readIfThere(disk, targets[index]!), before)) throw new ChangedOnDiskError(path);
    const mode = stats[index] === undefined ? null : stats[index].mode & 0o777;
    if (mode !== null && (mode & 0o222) === 0) throw new ReadOnlyError(path);
    return { path, mode, before, after };
  });
  const dirs = missingDirs(disk, targets.map(dirname));
  const journal: Journal = {
    writer,
    id: randomUUID(),
    dirs: dirs.map(dir => relative(realRoot, dir)),
    files,
    records: records?.() ?? [],
  };
  if (!createJournal(disk, journalDir, journal)) throw unfinished(journalDir);
  const written: string[] = [];
  try {
    for (const dir of dirs) makeDir(disk, realRoot, dir);
    putInPlace(disk, realRoot, journal, written);
    // A new folder is an entry of its parent.
    syncDirs(disk, [...targets, ...dirs].map(dirname));
  } catch (error) {
    const kept = takeBack(disk, root, journalDir, journal).filter(path => written.includes(path));
    if (kept.length > 0) throw new PartlyTakenBackError(error as Error, kept);
    throw error;
  }
  const { records: left, warnings } = keepRecords(disk, journalDir, journal);
  return {
    unlinked: changes.map(({ path }) => path).filter((_, index) => (stats[index]?.nlink ?? 1) > 1),
    records: left,
    warnings: [...warnings, ...letGo(disk, journalDir)],
  };
}

function unfinished(journalDir: string): UnfinishedWriteError {
  return new UnfinishedWriteError(
    `another write was cut short meanwhile (${journalPath(journalDir)}): run kustomend fix again`,
  );
}

/** Somebody else may have made it meanwhile. */
function makeDir(disk: Disk, root: string, dir: string): void {
  try {
    inFolder(disk, root, dirname(dir), at => disk.mkdirSync(at(basename(dir))));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** @param written gets the path of each file that holds its new text */
function putInPlace(disk: Disk, root: string, journal: Journal, written: string[]): void {
  const places = placesOf(root, journal).map((place, index) => {
    if (place === null) throw new OutsideRootError(journal.files[index]!.path);
    return place;
  });
  // Everything that can fail for want of space or rights happens here, beside the targets.
  for (const place of places)
    held(disk, root, place, ({ temporary, after, mode }) => createFile(disk, temporary, after, mode));
  for (const place of places) {
    if (!held(disk, root, place, at => exchange(disk, at, place.before)))
      throw new ChangedOnDiskError(place.path);
    written.push(place.path);
  }
}

/** All is written: a journal that stays is found complete by the next run. */
function letGo(disk: Disk, journalDir: string): string[] {
  try {
    removeJournal(disk, journalDir);
    return [];
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return [`${journalPath(journalDir)} stays until the next kustomend fix: ${errorWords(error)}`];
  }
}

function isSame(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}
