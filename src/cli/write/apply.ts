/** Writes a plan: all files or none, and never over work that git could not bring back. */
import { createHash } from 'node:crypto';
import { readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { apply } from '../../library/apply.ts';
import type { Plan } from '../../plan/model/result.ts';
import { type Changed, printDiff } from '../../report/diff/diff.ts';
import { count } from '../../report/words/words.ts';
import { errorWords } from '../../text/file-errors.ts';
import type { OwnRecord } from '../../text/journal.ts';
import { readOwn } from '../../text/own-file.ts';
import type { OpenWorkspace } from '../../workspace/open.ts';
import { UsageError } from '../process/errors.ts';
import { dirtyFiles } from '../process/git.ts';
import type { Io } from '../process/io.ts';
import { uninterrupted } from '../process/signals.ts';
import type { Session } from '../session/session.ts';
import { isUndo, undoName, undoNumber, undoWith } from '../session/undo.ts';
import { writeNamed } from './named-file.ts';

/** Where is written. */
type Place = Pick<Session, 'workspace'>;

/**
 * Files that are as the last run left them hold nobody else's work.
 *
 * @param advice what helps
 * @throws UsageError when a file that would change has uncommitted changes, or git cannot say so
 */
export function refuseDirty(
  { workspace }: Place,
  plan: Pick<Plan, 'changes'>,
  advice = 'commit them first, or say --allow-dirty',
): void {
  if (plan.changes.length > 0 && workspace.gitRefusal !== undefined) {
    throw new UsageError(
      `git cannot say what is uncommitted (${workspace.gitRefusal}): mend that, or say --allow-dirty`,
    );
  }
  if (workspace.git === undefined) return;
  const own = lastWrite(workspace.journalDir);
  const dirty = dirtyFiles(
    workspace.git,
    plan.changes.map(change => change.path),
    workspace.files.bytes,
  ).filter(file => own[file] === undefined || own[file] !== hashOf(workspace.files.bytes(file)));
  if (dirty.length === 0) return;
  const names = dirty.slice(0, 5).join(', ') + (dirty.length > 5 ? ', ...' : '');
  throw new UsageError(`uncommitted changes in ${names}: ${advice}`);
}

/** Readable by its owner only: it holds the true bytes, secrets included. */
export function writePatchFile(
  io: Io,
  { workspace }: Session,
  file: string,
  plan: Plan,
  isVerbose = false,
): void {
  writeNamed(io.cwd, workspace.root, file, printDiff(plan, { secrets: 'show', isVerbose }), 0o600);
}

const LAST_WRITE = 'last-write.json';

/** Hash of each file as the last runs left it, by path. */
function lastWrite(journalDir: string): Readonly<Record<string, string>> {
  try {
    const data: unknown = JSON.parse(readOwn(join(journalDir, LAST_WRITE)) ?? '{}');
    return typeof data === 'object' && data !== null ? (data as Readonly<Record<string, string>>) : {};
  } catch (error) {
    // Of nobody's making: nothing is known of earlier runs then, and every uncommitted change is somebody's work.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/**
 * Writes the changes, and keeps in the git directory what was written, for the next run to go on from, and the patch that
 * undoes it.
 *
 * @returns what was written, and how it is taken back; warnings are said
 */
export function writeChanges(io: Io, { workspace }: Place, plan: Changed, isQuiet = false): string {
  const records = applyChanges(io, { workspace }, plan, isQuiet, () => recordsOf(workspace, plan));
  const written = `written: ${count(plan.changes.length, 'file')}\n`;
  if (workspace.gitDir === undefined)
    return `${written}to be able to undo it where there is no git, take --output FILE and apply that\n`;
  const undo = records.find(isUndo);
  if (undo === undefined) return `${written}no patch is kept that would undo it\n`;
  dropOldUndos(io, workspace.journalDir);
  return `${written}${undoWith(workspace.root, join(workspace.journalDir, undo))}`;
}

/**
 * Writes the changes, whatever signal arrives, and says what a person should know of it.
 *
 * @returns names of the records that are kept
 */
export function applyChanges(
  io: Io,
  { workspace }: Place,
  changed: Pick<Plan, 'changes'>,
  isQuiet = false,
  recordsOf?: () => readonly OwnRecord[],
): readonly string[] {
  const { unlinked, warnings, records } = uninterrupted(() => apply(workspace, changed, recordsOf));
  for (const path of isQuiet ? [] : unlinked)
    io.note(`warning: ${path} had other names (hard links), which keep the old text\n`);
  for (const warning of warnings) io.note(`warning: ${warning}\n`);
  return records;
}

function recordsOf({ gitDir, journalDir }: OpenWorkspace, plan: Changed): OwnRecord[] {
  if (gitDir === undefined) return [];
  const written = plan.changes.map(change => [change.path, hashOf(Buffer.from(change.after))]);
  const all = { ...lastWrite(journalDir), ...Object.fromEntries(written) };
  // A file of its own for each run: one that goes on from what the last has left does not take its undo away.
  const next = (undosIn(journalDir)[0] ?? 0) + 1;
  return [
    { name: LAST_WRITE, bytes: Buffer.from(JSON.stringify(all)) },
    { name: undoName(next), bytes: Buffer.from(printDiff(plan, { secrets: 'show' })) },
  ];
}

function hashOf(bytes: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');
}

const MOST_UNDOS = 10;

/** Numbers of patches, the latest first. */
function undosIn(journalDir: string): number[] {
  return readdirSync(journalDir)
    .flatMap(name => undoNumber(name) ?? [])
    .sort((a, b) => b - a);
}

/** All is written by now: a patch that cannot go stays. */
function dropOldUndos(io: Io, journalDir: string): void {
  for (const old of undosIn(journalDir).slice(MOST_UNDOS)) {
    const path = join(journalDir, undoName(old));
    try {
      unlinkSync(path);
    } catch (error) {
      io.note(`warning: ${path} cannot be removed: ${errorWords(error)}\n`);
    }
  }
}
