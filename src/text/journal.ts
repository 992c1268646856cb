/** The journal of a write: what recover() needs to know of it. */
import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { durableWrite, syncDir } from './durable.ts';

export interface JournalFile {
  /** Relative to the root, as the change names it. */
  readonly path: string;
  /** Absolute, symbolic links resolved. */
  readonly target: string;
  readonly temporary: string;
  /** Permission bits to keep; null for a new file. */
  readonly mode: number | null;
  /** Hash of what the file shall hold; null: it goes away. */
  readonly after: string | null;
}

export interface Journal {
  /** From here on a cut write is completed, before it is undone. */
  readonly committed: boolean;
  /** Directories that the write creates, parents first. */
  readonly dirs: readonly string[];
  readonly files: readonly JournalFile[];
}

export function journalPath(journalDir: string): string {
  return join(journalDir, 'kustomend-journal.json');
}

/** Replaces the journal as one step: a reader sees the old one or the new one. */
export function writeJournal(journalDir: string, journal: Journal): void {
  const path = journalPath(journalDir);
  durableWrite(`${path}.tmp`, Buffer.from(JSON.stringify(journal)), 0o600);
  renameSync(`${path}.tmp`, path);
  syncDir(journalDir);
}

export function readJournal(journalDir: string): Journal | null {
  try {
    return JSON.parse(readFileSync(journalPath(journalDir), 'utf8')) as Journal;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
