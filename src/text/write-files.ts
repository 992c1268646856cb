/** Writes many files, all or none, and survives being killed at any moment. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync, unlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { durableWrite, makeDirs, missingDirs, removeDirs, renameDurably, unlinkIfThere } from './durable.ts';
import { OutsideRootError, targetInside } from './inside.ts';
import { type Journal, type JournalFile, journalPath, readJournal, writeJournal } from './journal.ts';

export interface FileWrite {
  /** Relative to the root. */
  readonly path: string;
  /** What the file held when it was read; null: it was not there. */
  readonly before: Buffer | null;
  /** What it shall hold; null: it goes away. */
  readonly after: Buffer | null;
}

export interface WriteRequest {
  readonly root: string;
  /** Where the journal lies while files are written; on any file system. */
  readonly journalDir: string;
  readonly changes: readonly FileWrite[];
}

const TEMPORARY = /^\.kustomend-[0-9a-f-]+\.tmp$/;

/** A file is not as it was when it was read; nothing has been written. */
export class ChangedOnDiskError extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`${path} has changed on disk since it was read`);
    this.path = path;
  }
}

/** A write that was cut short is still in the journal; recover() comes first. */
export class UnfinishedWriteError extends Error {}

export interface Recovery {
  /** back: the files are as before the write that was cut short; forward: as after it. */
  readonly direction: 'back' | 'forward';
  readonly files: readonly string[];
}

/**
 * Makes all changes or none.
 * @throws ChangedOnDiskError, OutsideRootError, UnfinishedWriteError before anything is changed
 */
export function writeFiles({ root, journalDir, changes }: WriteRequest): void {
  if (existsSync(journalPath(journalDir)))
    throw new UnfinishedWriteError(`an unfinished write is in ${journalDir}`);
  const targets = changes.map(change => ({ change, target: targetInside(root, change.path) }));
  if (new Set(targets.map(({ target }) => target)).size < targets.length) {
    throw new Error('two changes of one file');
  }
  for (const { change, target } of targets) {
    if (!sameBytes(readIfThere(target), change.before)) throw new ChangedOnDiskError(change.path);
  }

  const id = randomUUID();
  const files = targets.map(({ change, target }, index) => planFile(change, target, `${id}-${index}`));
  const dirs = missingDirs(files.filter(file => file.after !== null).map(file => dirname(file.target)));
  const journal: Journal = { committed: false, dirs, files };
  makeDirs([journalDir]);
  writeJournal(journalDir, journal);
  try {
    stage(
      targets.map(({ change }) => change),
      journal,
    );
    writeJournal(journalDir, { ...journal, committed: true });
  } catch (error) {
    undo(journal);
    unlinkSync(journalPath(journalDir));
    throw error;
  }
  finish(journal);
  unlinkSync(journalPath(journalDir));
}

/** Brings a write that was cut short to one of its two ends; null when there was none. */
export function recover(root: string, journalDir: string): Recovery | null {
  const journal = readJournal(journalDir);
  if (!journal) return null;
  refuseForeign(root, journal);
  if (journal.committed) finish(journal);
  else undo(journal);
  unlinkSync(journalPath(journalDir));
  return { direction: journal.committed ? 'forward' : 'back', files: journal.files.map(file => file.path) };
}

/** Who can write the journal must not be able to name places outside of the root by it. */
function refuseForeign(root: string, journal: Journal): void {
  for (const { path, target, temporary } of journal.files) {
    const honest = targetInside(root, path) === target && dirname(temporary) === dirname(target);
    if (!honest || !TEMPORARY.test(basename(temporary))) throw new OutsideRootError(path);
  }
  for (const dir of journal.dirs) targetInside(root, relative(realpathSync(root), dir));
}

function planFile(change: FileWrite, target: string, id: string): JournalFile {
  return {
    path: change.path,
    target,
    temporary: join(dirname(target), `.kustomend-${id}.tmp`),
    mode: change.before === null ? null : statSync(target).mode & 0o7777,
    after: change.after === null ? null : hashOf(change.after),
  };
}

/** Everything that can fail for want of space or rights happens here, beside the targets. */
function stage(changes: readonly FileWrite[], journal: Journal): void {
  makeDirs(journal.dirs);
  for (const [index, file] of journal.files.entries()) {
    const { after } = changes[index]!;
    if (after !== null) durableWrite(file.temporary, after, file.mode);
  }
}

/** Safe to do again: a file that is there already has no temporary file any more. */
function finish(journal: Journal): void {
  for (const file of journal.files) {
    if (file.after === null) unlinkIfThere(file.target);
    else if (existsSync(file.temporary)) renameDurably(file.temporary, file.target);
    else if (hashOf(readIfThere(file.target)) !== file.after)
      throw new Error(`${file.path} cannot be completed`);
  }
}

/** Before the commit no target has been touched. */
function undo(journal: Journal): void {
  for (const file of journal.files) unlinkIfThere(file.temporary);
  removeDirs(journal.dirs);
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function sameBytes(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}

function hashOf(bytes: Buffer | null): string | null {
  return bytes === null ? null : createHash('sha256').update(bytes).digest('hex');
}
