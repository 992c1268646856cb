/** What is kept in the git directory of the last runs: what they have written, and the patches that undo them. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Changed, printDiff } from '../../report/diff/diff.ts';
import { errorWords } from '../../text/file-errors.ts';
import type { OwnRecord } from '../../text/journal.ts';
import { readOwn, replaceOwn } from '../../text/own-file.ts';
import type { OpenWorkspace } from '../../workspace/open.ts';
import type { Io } from '../process/io.ts';
import { undoName, undoNumber, undoRecordName } from '../session/undo.ts';

const LAST_WRITE = 'last-write.json';

/** Hash of each file as the last runs left it, by path. */
export function lastWrite(journalDir: string): Readonly<Record<string, string>> {
  // Of nobody's making: nothing is known of earlier runs then, and every uncommitted change is somebody's work.
  return mapIn(journalDir, LAST_WRITE) as Readonly<Record<string, string>>;
}

function mapIn(journalDir: string, name: string): Readonly<Record<string, unknown>> {
  try {
    const data: unknown = JSON.parse(readOwn(join(journalDir, name)) ?? '{}');
    return typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** A file of a run, by hashes of what it holds. */
interface WrittenFile {
  /** null: the run has made it. */
  readonly before: string | null;
  readonly after: string;
  /** As an earlier run had left it. */
  readonly last: string | null;
}

/** A run that can be taken back. */
export interface KeptRun {
  readonly patch: string;
  readonly at: Date;
  readonly files: Readonly<Record<string, WrittenFile>>;
  /** Ids of what it has written. */
  readonly fixes: readonly string[];
  /** As it is no more, or was never: the next one comes first. */
  forget(io: Io): void;
}

/** The latest first. */
export function keptRuns({ journalDir }: Pick<OpenWorkspace, 'journalDir'>): readonly KeptRun[] {
  return undosIn(journalDir).map(number => {
    const patch = join(journalDir, undoName(number));
    const { files = {}, fixes = [] } = mapIn(journalDir, undoRecordName(number)) as Partial<KeptRun>;
    return {
      patch,
      at: statSync(patch).mtime,
      files,
      fixes,
      forget: io => dropUndo(io, journalDir, number),
    };
  });
}

/** After a run is taken back: its files are those of the runs before again, or nobody's. */
export function restoreLastWrite(journalDir: string, { files }: KeptRun): void {
  const others = Object.entries(lastWrite(journalDir)).filter(([path]) => !Object.hasOwn(files, path));
  const before = Object.entries(files).flatMap(([path, { last }]) => (last === null ? [] : [[path, last]]));
  const bytes = Buffer.from(JSON.stringify(Object.fromEntries([...others, ...before])));
  replaceOwn(join(journalDir, LAST_WRITE), bytes, 0o600);
}

export function recordsOf({ gitDir, journalDir }: OpenWorkspace, plan: Changed): OwnRecord[] {
  if (gitDir === undefined) return [];
  const earlier = lastWrite(journalDir);
  const files: Record<string, WrittenFile> = Object.fromEntries(
    plan.changes.map(({ path, before, after }) => [
      path,
      {
        before: before === null ? null : hashOf(Buffer.from(before)),
        after: hashOf(Buffer.from(after)),
        last: earlier[path] ?? null,
      },
    ]),
  );
  const fixes = plan.fixes.filter(({ status }) => status === 'planned').map(({ id }) => id);
  const written = Object.entries(files).map(([path, { after }]) => [path, after]);
  // A file of its own for each run: one that goes on from what the last has left does not take its undo away.
  const next = (undosIn(journalDir)[0] ?? 0) + 1;
  return [
    { name: LAST_WRITE, bytes: Buffer.from(JSON.stringify({ ...earlier, ...Object.fromEntries(written) })) },
    { name: undoRecordName(next), bytes: Buffer.from(JSON.stringify({ files, fixes })) },
    { name: undoName(next), bytes: Buffer.from(printDiff(plan, { secrets: 'show' })) },
  ];
}

export function hashOf(bytes: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');
}

const MOST_UNDOS = 10;

/** Numbers of patches, the latest first. */
function undosIn(journalDir: string): number[] {
  if (!existsSync(journalDir)) return [];
  return readdirSync(journalDir)
    .flatMap(name => undoNumber(name) ?? [])
    .sort((a, b) => b - a);
}

export function dropOldUndos(io: Io, journalDir: string): void {
  for (const old of undosIn(journalDir).slice(MOST_UNDOS)) dropUndo(io, journalDir, old);
}

/** All is written by now: a patch that cannot go stays. */
function dropUndo(io: Io, journalDir: string, number: number): void {
  for (const name of [undoName(number), undoRecordName(number)]) {
    const path = join(journalDir, name);
    try {
      unlinkSync(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      io.note(`warning: ${path} cannot be removed: ${errorWords(error)}\n`);
    }
  }
}
