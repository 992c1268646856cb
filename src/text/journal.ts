/**
 * The journal of a write: who writes, what each file holds before and after, and what is kept of it afterwards. It gets its
 * name when it is whole, and it names its own number in the file system: one that is torn, copied or committed is none.
 */
import { join } from 'node:path';
import { type Disk, putNew, syncDirs, unlinkIfThere } from './durable.ts';
import { about } from './file-errors.ts';
import { isPrintable } from './obstacle.ts';
import { createStamped, ownTemporary, readStamped } from './own-file.ts';
import { isWriter, type Writer } from './writer.ts';

export interface JournalFile {
  /** Relative to the root, as the change names it. */
  readonly path: string;
  /** Permission bits to keep; null for a new file. */
  readonly mode: number | null;
  /** Null: there is none. */
  readonly before: Buffer | null;
  readonly after: Buffer;
}

/** What is kept of a write beside the journal, once all files are written. */
export interface OwnRecord {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface Journal {
  readonly writer: Writer;
  /** Part of the names of its temporary files. */
  readonly id: string;
  /** Directories that the write creates, relative to the root, parents first. */
  readonly dirs: readonly string[];
  readonly files: readonly JournalFile[];
  readonly records: readonly OwnRecord[];
}

/** `foreign`: it is something else. */
export type JournalState = Journal | 'none' | 'foreign';

/** Name of the file. */
export const JOURNAL = 'kustomend-journal.json';
const MARK = '{"kustomend":"journal of a write"';
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const RECORD = /^(?!kustomend-)[a-z][a-z0-9-]*\.(?:json|patch)$/;
/** Who may read and write a file; bits that say as whom it runs are not ours to set. */
const MOST_RIGHTS = 0o777;

export function journalPath(journalDir: string): string {
  return join(journalDir, JOURNAL);
}

/** @returns false when there is one */
export function createJournal(disk: Disk, journalDir: string, journal: Journal): boolean {
  const { writer, id, dirs, files, records } = journal;
  const encoded = {
    writer,
    id,
    dirs,
    files: files.map(({ before, after, ...rest }) => ({
      ...rest,
      before: before?.toString('base64') ?? null,
      after: after.toString('base64'),
    })),
    records: records.map(({ name, bytes }) => ({ name, bytes: bytes.toString('base64') })),
  };
  const temporary = join(journalDir, ownTemporary(writer));
  about(journalPath(journalDir), () => createStamped(disk, temporary, MARK, encoded));
  const isNew = putNew(disk, temporary, journalPath(journalDir));
  if (!isNew) unlinkIfThere(disk, temporary);
  syncDirs(disk, [journalDir]);
  return isNew;
}

export function removeJournal(disk: Disk, journalDir: string): void {
  unlinkIfThere(disk, journalPath(journalDir));
  syncDirs(disk, [journalDir]);
}

/** @throws when it is no file that this user may read */
export function readJournal(disk: Disk, journalDir: string): JournalState {
  const stat = disk.lstatSync(journalDir, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return 'none';
  const data = readStamped(disk, journalPath(journalDir), MARK);
  return typeof data === 'string' ? data : (journalIn(data) ?? 'foreign');
}

function journalIn({ writer, id, dirs, files, records }: Record<string, unknown>): Journal | null {
  if (!isWriter(writer) || typeof id !== 'string' || !ID.test(id)) return null;
  if (!Array.isArray(dirs) || !dirs.every(isPath)) return null;
  const read = listOf(files, fileIn);
  const kept = listOf(records, recordIn);
  if (read === null || kept === null) return null;
  if (new Set(read.map(({ path }) => path)).size < read.length) return null;
  return { writer, id, dirs, files: read, records: kept };
}

/** Null unless each entry is one. */
function listOf<T>(data: unknown, read: (entry: unknown) => T | null): T[] | null {
  if (!Array.isArray(data)) return null;
  const entries = data.map(read);
  return entries.every(entry => entry !== null) ? entries : null;
}

function fileIn(data: unknown): JournalFile | null {
  const { path, mode, before, after } = (data ?? {}) as Record<string, unknown>;
  if (!isPath(path)) return null;
  if (mode !== null && !(Number.isInteger(mode) && (mode as number) >= 0 && (mode as number) <= MOST_RIGHTS))
    return null;
  const [old, text] = [bytesIn(before), bytesIn(after)];
  if (text === null || (old === null && before !== null)) return null;
  return { path, mode: mode as number | null, before: old, after: text };
}

function recordIn(data: unknown): OwnRecord | null {
  const { name, bytes } = (data ?? {}) as Record<string, unknown>;
  const kept = bytesIn(bytes);
  return typeof name === 'string' && RECORD.test(name) && kept !== null ? { name, bytes: kept } : null;
}

function isPath(data: unknown): data is string {
  return typeof data === 'string' && data !== '' && isPrintable(data);
}

function bytesIn(data: unknown): Buffer | null {
  if (typeof data !== 'string') return null;
  const bytes = Buffer.from(data, 'base64');
  return bytes.toString('base64') === data ? bytes : null;
}
