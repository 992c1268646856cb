/**
 * The journal of a write: who writes, and what each file holds before and after. It is the lock, too: as long as it is
 * there nobody else writes. It names its own number in the file system, so that one which has been copied or committed
 * is none.
 */
import { join } from 'node:path';
import { createFile, type Disk, openIfThere, syncDirs } from './durable.ts';
import { OutsideRootError } from './inside.ts';
import type { Writer } from './writer.ts';

export interface JournalFile {
  /** Relative to the root, as the change names it. */
  readonly path: string;
  /** Permission bits to keep; null for a new file. */
  readonly mode: number | null;
  /** Null: there is none. */
  readonly before: Buffer | null;
  readonly after: Buffer;
}

export interface Journal {
  readonly writer: Writer;
  /** Part of the names of its temporary files. */
  readonly id: string;
  /** Directories that the write creates, relative to the root, parents first. */
  readonly dirs: readonly string[];
  readonly files: readonly JournalFile[];
}

/** `begun`: it holds nothing yet, and nothing has been written. `foreign`: it is something else. */
export type JournalState = Journal | 'none' | 'begun' | 'foreign';

const NAME = 'kustomend-journal.json';
const MARK = '{"kustomend":"journal of a write"';
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function journalPath(journalDir: string): string {
  return join(journalDir, NAME);
}

/** @throws EEXIST when there is one */
export function createJournal(disk: Disk, journalDir: string, { writer, id, dirs, files }: Journal): void {
  const encoded = files.map(({ before, after, ...rest }) => ({
    ...rest,
    before: before?.toString('base64') ?? null,
    after: after.toString('base64'),
  }));
  const text = (inode: bigint) =>
    `${MARK},${JSON.stringify({ inode: `${inode}`, writer, id, dirs, files: encoded }).slice(1)}\n`;
  createFile(disk, journalPath(journalDir), inode => Buffer.from(text(inode)), 0o600);
  syncDirs(disk, [journalDir]);
}

export function removeJournal(disk: Disk, journalDir: string): void {
  disk.unlinkSync(journalPath(journalDir));
  syncDirs(disk, [journalDir]);
}

/** @throws when it is no file that this user may read */
export function readJournal(disk: Disk, journalDir: string): JournalState {
  const stat = disk.lstatSync(journalDir, { throwIfNoEntry: false });
  if (stat === undefined) return 'none';
  if (!stat.isDirectory()) throw new OutsideRootError(journalDir);
  const path = journalPath(journalDir);
  const entry = disk.lstatSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return 'none';
  if (!entry.isFile()) return 'foreign';
  const open = openIfThere(disk, path);
  if (open === null) return 'none';
  try {
    const { ino } = disk.fstatSync(open.file, { bigint: true });
    return stateOf(open.bytes.toString('utf8'), `${ino}`);
  } finally {
    disk.closeSync(open.file);
  }
}

function stateOf(text: string, inode: string): JournalState {
  // It is written in one piece, and synchronized before anything else is touched.
  if (!text.endsWith('\n')) return text.startsWith(MARK) || MARK.startsWith(text) ? 'begun' : 'foreign';
  if (!text.startsWith(MARK)) return 'foreign';
  let data: Record<string, unknown>;
  try {
    data = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return 'foreign';
  }
  return data.inode === inode ? (journalIn(data) ?? 'foreign') : 'foreign';
}

function journalIn({ writer, id, dirs, files }: Record<string, unknown>): Journal | null {
  if (!isWriter(writer) || typeof id !== 'string' || !ID.test(id)) return null;
  if (!Array.isArray(dirs) || !dirs.every(dir => typeof dir === 'string') || !Array.isArray(files))
    return null;
  const read = files.map(fileIn);
  return read.every(file => file !== null) ? { writer, id, dirs, files: read } : null;
}

function isWriter(data: unknown): data is Writer {
  const { pid, host, since, started } = (data ?? {}) as Partial<Record<keyof Writer, unknown>>;
  return (
    Number.isInteger(pid) &&
    typeof host === 'string' &&
    typeof since === 'string' &&
    (started === null || typeof started === 'string')
  );
}

function fileIn(data: unknown): JournalFile | null {
  const { path, mode, before, after } = (data ?? {}) as Record<string, unknown>;
  if (typeof path !== 'string' || typeof after !== 'string') return null;
  if (before !== null && typeof before !== 'string') return null;
  if (mode !== null && typeof mode !== 'number') return null;
  return {
    path,
    mode,
    before: before === null ? null : Buffer.from(before, 'base64'),
    after: Buffer.from(after, 'base64'),
  };
}
