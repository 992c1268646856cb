/** A write that was cut short is taken back; what others have written since stays. */
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DISK, type Disk, isAbsent, removeDirs, syncDirs } from './durable.ts';
import { errorWords, isSystemError } from './file-errors.ts';
import { OutsideRootError, targetInside } from './inside.ts';
import { JOURNAL, type Journal, journalPath, readJournal, removeJournal } from './journal.ts';
import { alone, UnfinishedWriteError, underWay, writersIn } from './lock.ts';
import { FLEETING, replaceOwn } from './own-file.ts';
import { held, type Place, placesOf, stateOf, takeFileBack } from './place.ts';
import { isRunning, thisWriter, type Writer } from './writer.ts';

/** Some files hold what was to be written, and cannot be brought back; the message is whole. */
export class NotTakenBackError extends Error {}

export interface Recovery {
  /** back: the files are as before the write that was cut short; forward: it had been completed. */
  readonly direction: 'back' | 'forward';
  readonly files: readonly string[];
  /** Files that somebody has changed since: they are left alone. */
  readonly kept: readonly string[];
  /** Names of what is kept of the write, where it had been completed. */
  readonly records: readonly string[];
  /** What could not be kept, in sentences. */
  readonly warnings: readonly string[];
}

/** What a run that only reads says of a write by another. */
export type Unfinished =
  | { readonly state: 'under way'; readonly writer: Writer; readonly path: string }
  | { readonly state: 'cut short' }
  | { readonly state: 'foreign'; readonly path: string };

/** Looks, and touches nothing. */
export function unfinishedWrite(journalDir: string, disk: Disk = DISK): Unfinished | null {
  const path = journalPath(journalDir);
  const journal = readJournal(disk, journalDir);
  if (journal === 'foreign') return { state: 'foreign', path };
  if (journal === 'none') return null;
  const others = writersIn(disk, journalDir).map(({ writer }) => writer);
  const writer = [journal.writer, ...others].find(isRunning);
  return writer === undefined ? { state: 'cut short' } : { state: 'under way', writer, path };
}

/**
 * Takes back a write that was cut short, or lets go of one that was complete; null when there was none.
 *
 * @throws UnfinishedWriteError, NotTakenBackError
 */
export function recover(
  root: string,
  journalDir: string,
  disk: Disk = DISK,
  writer: Writer = thisWriter(),
): Recovery | null {
  return hasLeftovers(disk, journalDir)
    ? alone(disk, journalDir, writer, () => recoverAlone(root, journalDir, disk))
    : null;
}

function hasLeftovers(disk: Disk, journalDir: string): boolean {
  const stat = disk.lstatSync(journalDir, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  return !stat.isDirectory() || disk.readdirSync(journalDir).some(isLeftover);
}

function isLeftover(name: string): boolean {
  return name === JOURNAL || name.startsWith(FLEETING);
}

function recoverAlone(root: string, journalDir: string, disk: Disk): Recovery | null {
  const journal = readJournal(disk, journalDir);
  const path = journalPath(journalDir);
  if (journal === 'none') return null;
  if (journal === 'foreign')
    throw new UnfinishedWriteError(`${path} is no journal of a write here: move it away`);
  // Its lock has been removed by hand.
  if (isRunning(journal.writer)) throw underWay(journal.writer, path);
  const files = journal.files.map(file => file.path);
  const places = placesOf(root, journal);
  const states = places.map(place => (place === null ? 'changed' : stateOf(disk, place)));
  const isComplete =
    !states.includes('old') && places.every(place => place !== null && isSettled(disk, place));
  if (!isComplete) {
    const kept = takeBack(disk, root, journalDir, journal);
    return { direction: 'back', files, kept, records: [], warnings: [] };
  }
  const kept = files.filter((_, index) => states[index] === 'changed');
  const { records, warnings } = keepRecords(disk, journalDir, journal);
  removeJournal(disk, journalDir);
  return { direction: 'forward', files, kept, records, warnings };
}

function isSettled(disk: Disk, { temporary }: Place): boolean {
  return disk.lstatSync(temporary, { throwIfNoEntry: false }) === undefined;
}

/** Puts what is kept of a complete write in its place. What fails here undoes nothing: all files are written. */
export function keepRecords(
  disk: Disk,
  journalDir: string,
  { writer, records }: Journal,
): Pick<Recovery, 'records' | 'warnings'> {
  const kept: string[] = [];
  const warnings: string[] = [];
  for (const { name, bytes } of records) {
    try {
      replaceOwn(join(journalDir, name), bytes, 0o600, disk, writer);
      kept.push(name);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      warnings.push(`${join(journalDir, name)} is not kept: ${errorWords(error)}`);
    }
  }
  return { records: kept, warnings };
}

/**
 * Brings every file back that holds what the write has put there, and lets go of the journal.
 *
 * @returns files that hold something else by now
 * @throws NotTakenBackError
 */
export function takeBack(disk: Disk, root: string, journalDir: string, journal: Journal): string[] {
  const failures: string[] = [];
  const kept: string[] = [];
  const realRoot = realpathSync(root);
  const places = placesOf(root, journal);
  for (const [index, place] of places.entries()) {
    const { path } = journal.files[index]!;
    try {
      if (place !== null) backInPlace(disk, realRoot, place);
      if (place === null || stateOf(disk, place) === 'changed') kept.push(path);
    } catch (error) {
      failures.push(`${path}: ${errorWords(error)}`);
    }
  }
  // The others are as they were; this one is told, and tried again by the next run.
  if (failures.length > 0)
    throw new NotTakenBackError(
      `a write that was cut short cannot be taken back in ${failures.join('; ')}: mend that and run kustomend fix again, or delete ${journalPath(journalDir)} to leave the files as they are`,
    );
  const dirs = journal.dirs.flatMap(dir => dirInside(root, dir));
  removeDirs(disk, dirs);
  const changed = [...places.flatMap(place => place?.target ?? []), ...dirs].map(dirname);
  syncDirs(
    disk,
    changed.filter(dir => disk.lstatSync(dir, { throwIfNoEntry: false })),
  );
  removeJournal(disk, journalDir);
  return kept;
}

/** Nothing where a link leads elsewhere by now. */
function dirInside(root: string, dir: string): string[] {
  try {
    return [targetInside(root, dir)];
  } catch (error) {
    if (error instanceof OutsideRootError) return [];
    throw error;
  }
}

function backInPlace(disk: Disk, root: string, place: Place): void {
  try {
    held(disk, root, place, at => takeFileBack(disk, at));
  } catch (error) {
    // With the folder all that was written into it has gone.
    if (!isAbsent(error)) throw error;
  }
}
