/** Writes a plan: all files or none, and never over work that git could not bring back. */
import { createHash } from 'node:crypto';
import { readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../plan/model/result.ts';
import { type Changed, printDiff } from '../../report/diff/diff.ts';
import { count } from '../../report/words/words.ts';
import { makeOwnFolder, readOwn, replaceOwn } from '../../text/own-file.ts';
import { UsageError } from '../process/errors.ts';
import { dirtyFiles } from '../process/git.ts';
import type { Io } from '../process/io.ts';
import type { Session } from '../session/session.ts';
import { writeNamed } from './named-file.ts';

/** Where is written, and where what is remembered of it lies. */
type Written = Pick<Session, 'workspace' | 'journalDir'>;

/**
 * Files that are as the last run left them hold nobody else's work.
 *
 * @param advice what helps
 * @throws UsageError when a file that would change has uncommitted changes, or git cannot say so
 */
export function refuseDirty(
  { workspace, journalDir }: Written,
  plan: Pick<Plan, 'changes'>,
  advice = 'commit them first, or say --allow-dirty',
): void {
  if (plan.changes.length > 0 && workspace.gitRefusal !== undefined) {
    throw new UsageError(
      `git cannot say what is uncommitted (${workspace.gitRefusal}): mend that, or say --allow-dirty`,
    );
  }
  if (workspace.git === undefined) return;
  const own = lastWrite(journalDir);
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

/** Remembers what was written, in the git directory: the next run may go on from there. */
export function rememberWrite({ workspace, journalDir }: Written, plan: Pick<Plan, 'changes'>): void {
  if (workspace.gitDir === undefined || plan.changes.length === 0) return;
  const written = plan.changes.map(change => [change.path, hashOf(Buffer.from(change.after))]);
  makeOwnFolder(journalDir);
  const all = { ...lastWrite(journalDir), ...Object.fromEntries(written) };
  replaceOwn(join(journalDir, LAST_WRITE), Buffer.from(JSON.stringify(all)), 0o600);
}

function hashOf(bytes: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');
}

/** Keeps the patch in the git directory. @returns how it is taken back */
export function keepUndo({ workspace, journalDir }: Written, plan: Changed): string {
  const written = `written: ${count(plan.changes.length, 'file')}\n`;
  if (workspace.gitDir === undefined)
    return `${written}to be able to undo it where there is no git, take --output FILE and apply that\n`;
  makeOwnFolder(journalDir);
  const file = nextUndo(journalDir);
  replaceOwn(file, Buffer.from(printDiff(plan, { secrets: 'show' })), 0o600);
  return `${written}undo: git -C ${quoted(workspace.root)} apply -R ${quoted(file)}\n`;
}

const MOST_UNDOS = 10;

/** A file of its own for each run: one that goes on from what the last has left does not take its undo away. */
function nextUndo(journalDir: string): string {
  const numbers = readdirSync(journalDir)
    .flatMap(name => /^undo-(\d+)\.patch$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
  const path = (number: number) => join(journalDir, `undo-${number}.patch`);
  for (const old of numbers.slice(MOST_UNDOS - 1)) unlinkSync(path(old));
  return path((numbers[0] ?? 0) + 1);
}

/** A path as a shell takes it. */
export function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
