/** Writes a plan: all files or none, and never over work that git could not bring back. */
import { apply } from '../../library/apply.ts';
import type { Plan } from '../../plan/model/result.ts';
import { type Changed, printDiff } from '../../report/diff/diff.ts';
import type { OwnRecord } from '../../text/journal.ts';
import { UsageError } from '../process/errors.ts';
import { dirtyFiles } from '../process/git.ts';
import type { Io } from '../process/io.ts';
import { uninterrupted } from '../process/signals.ts';
import type { Session } from '../session/session.ts';
import { isUndo, undoWith } from '../session/undo.ts';
import { dropOldUndos, hashOf, lastWrite, recordsOf } from './kept-runs.ts';
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

/**
 * Writes the changes, and keeps in the git directory what was written, for the next run to go on from, and the patch that
 * undoes it.
 *
 * @returns a line that says how it is taken back; warnings are said
 */
export function writeChanges(io: Io, { workspace }: Place, plan: Changed, isQuiet = false): string {
  const records = applyChanges(io, { workspace }, plan, isQuiet, () => recordsOf(workspace, plan));
  if (workspace.gitDir === undefined)
    return 'to be able to undo it where there is no git, take --output FILE and apply that\n';
  if (!records.some(isUndo)) return 'no patch is kept that would undo it\n';
  dropOldUndos(io, workspace.journalDir);
  return undoWith(io.cwd, workspace.root);
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
