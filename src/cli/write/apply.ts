/** Writes a plan: all files or none, and never over work that git could not bring back. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plan } from '../../plan/model/result.ts';
import { printDiff } from '../../report/diff.ts';
import { count } from '../../report/words.ts';
import { UsageError } from '../process/errors.ts';
import { dirtyFiles } from '../process/git.ts';
import type { Io } from '../process/io.ts';
import type { Session } from '../session/session.ts';

/** @throws UsageError when a file that would change has uncommitted changes */
export function refuseDirty({ workspace }: Session, plan: Plan): void {
  if (workspace.gitDir === undefined) return;
  const dirty = dirtyFiles(
    workspace.root,
    plan.changes.map(change => change.path),
  );
  if (dirty.length === 0) return;
  const names = dirty.slice(0, 5).join(', ') + (dirty.length > 5 ? ', ...' : '');
  throw new UsageError(`uncommitted changes in ${names}: commit them first, or say --allow-dirty`);
}

/** Readable by its owner only: it holds the true bytes, secrets included. */
export function writePatchFile(io: Io, file: string, plan: Plan): void {
  writeFileSync(resolve(io.cwd, file), printDiff(plan, { secrets: 'show' }), { mode: 0o600 });
}

/** Keeps the patch in the git directory, and says how it is taken back. */
export function sayHowToUndo(io: Io, { workspace, journalDir }: Session, plan: Plan): void {
  io.note(`written: ${count(plan.changes.length, 'file')}\n`);
  if (workspace.gitDir === undefined) {
    io.note('to be able to undo it where there is no git, take --output FILE and apply that\n');
    return;
  }
  const file = join(journalDir, 'last.patch');
  mkdirSync(journalDir, { recursive: true });
  writeFileSync(file, printDiff(plan, { secrets: 'show' }), { mode: 0o600 });
  io.note(`undo: git -C ${quoted(workspace.root)} apply -R ${quoted(file)}\n`);
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
