/** A write that was cut short is taken back; what others have written since stays. */
import { dirname, join } from 'node:path';
import { createFile, DISK, type Disk, readIfThere, removeDirs, syncDirs, unlinkIfThere } from './durable.ts';
import { targetInside } from './inside.ts';
import { type Journal, type JournalFile, journalPath, readJournal, removeJournal } from './journal.ts';
import { isRunning, type Writer } from './writer.ts';

/** Another write stands in the way; the message says what to do. */
export class UnfinishedWriteError extends Error {}

export interface Recovery {
  /** back: the files are as before the write that was cut short; forward: it had been completed. */
  readonly direction: 'back' | 'forward';
  readonly files: readonly string[];
  /** Files that somebody has changed since: they are left alone. */
  readonly kept: readonly string[];
}

/** What a run that only reads says of a write by another. */
export type Unfinished =
  | { readonly state: 'under way'; readonly writer: Writer }
  | { readonly state: 'cut short' }
  | { readonly state: 'foreign'; readonly path: string };

/** Looks, and touches nothing. */
export function unfinishedWrite(journalDir: string, disk: Disk = DISK): Unfinished | null {
  const journal = readJournal(disk, journalDir);
  if (journal === 'none') return null;
  if (journal === 'foreign') return { state: 'foreign', path: journalPath(journalDir) };
  if (journal === 'begun') return { state: 'cut short' };
  return isRunning(journal.writer) ? { state: 'under way', writer: journal.writer } : { state: 'cut short' };
}

/** Takes back a write that was cut short, or lets go of one that was complete; null when there was none. */
export function recover(root: string, journalDir: string, disk: Disk = DISK): Recovery | null {
  const journal = settled(disk, journalDir);
  if (journal === 'none') return null;
  if (journal === 'begun') {
    removeJournal(disk, journalDir);
    return { direction: 'back', files: [], kept: [] };
  }
  const places = placesOf(root, journal);
  const states = places.map(place => stateOf(disk, place));
  const files = journal.files.map(file => file.path);
  const kept = files.filter((_, index) => states[index] === 'changed');
  const isComplete =
    !states.includes('old') &&
    places.every(({ temporary }) => !disk.lstatSync(temporary, { throwIfNoEntry: false }));
  if (isComplete) removeJournal(disk, journalDir);
  else takeBack(disk, root, journalDir, journal);
  return { direction: isComplete ? 'forward' : 'back', files, kept };
}

/** A journal that is just being written is given the time for it. */
function settled(disk: Disk, journalDir: string): Journal | 'none' | 'begun' {
  let journal = readJournal(disk, journalDir);
  if (journal === 'begun') {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    journal = readJournal(disk, journalDir);
  }
  if (journal === 'foreign')
    throw new UnfinishedWriteError(`${journalPath(journalDir)} is no journal of a write here: move it away`);
  if (typeof journal === 'object' && isRunning(journal.writer)) throw underWay(journal.writer);
  return journal;
}

export function underWay({ pid, since }: Writer): UnfinishedWriteError {
  return new UnfinishedWriteError(`a write is under way (process ${pid} since ${since})`);
}

/** A file of a journal on disk: recomputed, so that no journal can name another place. */
export interface Place extends JournalFile {
  /** Absolute, symbolic links resolved. */
  readonly target: string;
  readonly temporary: string;
}

/** @throws OutsideRootError */
export function placesOf(root: string, { id, files }: Journal): Place[] {
  return files.map((file, index) => {
    const target = targetInside(root, file.path);
    return { ...file, target, temporary: join(dirname(target), `.kustomend-${id}-${index}.tmp`) };
  });
}

/** Brings every file back that holds what the write has put there, and lets go of the journal. */
export function takeBack(disk: Disk, root: string, journalDir: string, journal: Journal): void {
  const failures: string[] = [];
  const places = placesOf(root, journal);
  for (const place of places) {
    try {
      takeFileBack(disk, place);
    } catch (error) {
      failures.push(`${place.path}: ${(error as Error).message}`);
    }
  }
  // The others are as they were; this one is told, and tried again by the next run.
  if (failures.length > 0)
    throw new UnfinishedWriteError(
      `a write that was cut short cannot be taken back (${failures.join('; ')}): mend that, or delete ${journalPath(journalDir)} to leave the files as they are`,
    );
  removeDirs(
    disk,
    journal.dirs.map(dir => targetInside(root, dir)),
  );
  syncDirs(
    disk,
    places.map(({ target }) => dirname(target)).filter(dir => disk.lstatSync(dir, { throwIfNoEntry: false })),
  );
  removeJournal(disk, journalDir);
}

function takeFileBack(disk: Disk, place: Place): void {
  const { target, temporary, before, mode } = place;
  dropTemporary(disk, place);
  if (stateOf(disk, place) !== 'new') return;
  if (before === null) {
    unlinkIfThere(disk, target);
    return;
  }
  createFile(disk, temporary, before, mode);
  disk.renameSync(temporary, target);
}

/** Only what the journal says was to be written there, or a beginning of it, is ours to remove. */
function dropTemporary(disk: Disk, { temporary, before, after }: Place): void {
  const bytes = readIfThere(disk, temporary);
  if (bytes === null) return;
  const isOurs = [before, after].some(text => text?.subarray(0, bytes.length).equals(bytes));
  if (isOurs) unlinkIfThere(disk, temporary);
}

/** `changed`: somebody has written it since. What is the same before and after needs nothing. */
function stateOf(disk: Disk, { target, before, after }: Place): 'old' | 'new' | 'changed' {
  const bytes = readIfThere(disk, target);
  if (before === null ? bytes === null : bytes?.equals(before)) return 'old';
  return bytes?.equals(after) ? 'new' : 'changed';
}
