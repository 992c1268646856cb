/** `kustomend undo [path]`: takes the last run that has written back, where its files are as it left them. */
import type { Command } from 'commander';
import { shellWord } from '../../report/words/shell.ts';
import { count, enumerated, wrapped } from '../../report/words/words.ts';
import { type Git, withoutFilters } from '../../workspace/git.ts';
import { configFlag } from '../arguments/flags.ts';
import { GROUPS, withExamples } from '../arguments/help.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import { dirtyFiles } from '../process/git.ts';
import type { Cli, Io } from '../process/io.ts';
import { uninterrupted } from '../process/signals.ts';
import { gitOf, openWorkspaceFor } from '../session/session.ts';
import { recoverFirst } from '../session/unfinished.ts';
import { hashOf, type KeptRun, keptRuns, restoreLastWrite } from '../write/kept-runs.ts';

interface UndoFlags {
  readonly config?: string;
  /** Also what is committed by now: in the work tree alone. */
  readonly force?: boolean;
}

export function addUndo(program: Command, cli: Cli): void {
  const command = program
    .command('undo')
    .description('take back what the last run has written, then what the one before it has')
    .argument('[path]', 'repository, or a folder of it');
  withExamples(command, [
    ['kustomend undo', 'after kustomend fix, or a review'],
    ['kustomend undo services/shop', 'of the repository of a folder'],
    ['kustomend undo && kustomend undo', 'the last two runs'],
  ]);
  configFlag(command)
    .optionsGroup(GROUPS.safety)
    .option('--force', 'also a run that is committed: in the work tree alone')
    .action((path: string | undefined, flags: UndoFlags) =>
      cli.exit(undo(cli.io, path === undefined ? [] : [path], flags)),
    );
}

function undo(io: Io, paths: readonly string[], flags: UndoFlags): ExitCode {
  recoverFirst(io, paths, flags);
  const workspace = openWorkspaceFor(io, paths, flags);
  const git = gitOf(workspace, 'undo');
  const hashes = (path: string) => {
    const bytes = workspace.files.bytes(path);
    return bytes === undefined ? null : hashOf(bytes);
  };
  const runs = [...keptRuns(workspace)];
  // Somebody has taken them back already, with git.
  while (runs[0] !== undefined && isAsBefore(runs[0], hashes)) runs.shift()!.forget(io);
  const [last, ...earlier] = runs;
  if (last === undefined)
    throw new UsageError('there is no run to undo: commits of fix --commits are undone by git');
  refuseChanged(last, workspace.root, hashes);
  refuseCommitted(io, last, git, { bytes: workspace.files.bytes, isForced: flags.force ?? false });
  uninterrupted(() => {
    withoutFilters(git)('apply', '-R', '--whitespace=nowarn', last.patch);
    restoreLastWrite(workspace.journalDir, last);
    last.forget(io);
  });
  const files = Object.keys(last.files);
  io.note(`undone: ${nameOf(last)}, ${count(files.length, 'file')}\n`);
  for (const run of earlier.slice(0, 1)) io.note(`kustomend undo takes back ${nameOf(run)} next\n`);
  return EXIT.ok;
}

type Hashes = (path: string) => string | null;

function isAsBefore({ files }: KeptRun, hashOfFile: Hashes): boolean {
  const all = Object.entries(files);
  return all.length > 0 && all.every(([path, { before }]) => hashOfFile(path) === before);
}

const MOST_NAMED = 3;

/** @throws UsageError where a file is not as the run left it: what came after is somebody's work, and goes first */
function refuseChanged({ files, patch, ...run }: KeptRun, root: string, hashOfFile: Hashes): void {
  const changed = Object.keys(files).filter(path => hashOfFile(path) !== files[path]!.after);
  if (changed.length === 0) return;
  const rest = changed.length - MOST_NAMED;
  const names = enumerated([...changed.slice(0, MOST_NAMED), ...(rest > 0 ? [`${rest} more`] : [])]);
  throw new UsageError(
    `${names} ${changed.length === 1 ? 'has' : 'have'} changed since ${nameOf(run)}: nothing is undone. Take that back first, or what fits of the patch: git -C ${shellWord(root)} apply -R --reject ${shellWord(patch)}`,
  );
}

/**
 * Of what git has as the run left it a commit stays, and what is undone is an uncommitted change in the way of the next run.
 *
 * @throws UsageError unless that is wanted
 */
function refuseCommitted(
  io: Io,
  { files, ...run }: KeptRun,
  git: Git,
  {
    bytes,
    isForced,
  }: { readonly bytes: (path: string) => Uint8Array | undefined; readonly isForced: boolean },
): void {
  const paths = Object.keys(files);
  if (paths.length === 0) return;
  const dirty = new Set(dirtyFiles(git, paths, bytes));
  const tracked = git('ls-files', '-z', '--', ...paths)
    .split('\0')
    .filter(Boolean);
  const committed = tracked.filter(path => !dirty.has(path));
  if (committed.length === 0) return;
  const commit = git('log', '-1', '--format=%H', '--', ...committed).trim();
  if (!isForced)
    throw new UsageError(
      `${nameOf(run)} is committed, with whatever else is in that commit: git revert ${commit} takes it back. --force undoes it in the work tree alone`,
    );
  const says = `warning: ${nameOf(run)} is committed (${commit}), and undone in the work tree alone: commit that before the next fix`;
  io.note(`${wrapped(says).join('\n')}\n`);
}

/** `the run of 2026-11-29 19:04` */
function nameOf({ at }: Pick<KeptRun, 'at'>): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `the run of ${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
