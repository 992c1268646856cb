/** `fix --commits`: one commit per transform, each of which is planned, proven and builds on its own. */
import type { FileChange, Plan } from '../../plan/model/result.ts';
import { shellWord } from '../../report/words/shell.ts';
import { count, oneLine } from '../../report/words/words.ts';
import { type Git, GitError } from '../../workspace/git.ts';
import type { WriteFlags } from '../arguments/flags.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import { commit, refuseFiltered } from '../process/git.ts';
import type { Io } from '../process/io.ts';
import {
  gitOf,
  openSession,
  planSession,
  type Session,
  sayIfIncomplete,
  withinPlan,
} from '../session/session.ts';
import { recoverFirst } from '../session/unfinished.ts';
import { applyChanges, refuseDirty } from './apply.ts';
import { judge, objectTo, warn } from './prove.ts';

/** What the transforms in their order leave to be done together: fixes that need those of others. */
const MAX_PASSES = 3;

/** What a review has decided. */
export interface Reviewed {
  /** All that it writes, the configuration included. */
  readonly plan: Plan;
  /** What goes into the configuration before anything is planned by it. */
  readonly stated: Stated | undefined;
}

interface Stated {
  readonly change: FileChange;
  /** A line for each answer. */
  readonly says: readonly string[];
}

export function fixByCommits(
  io: Io,
  paths: readonly string[],
  flags: WriteFlags,
  reviewed?: Reviewed | undefined,
): ExitCode {
  recoverFirst(io, paths, flags);
  const session = openSession(io, paths, flags);
  const git = gitOf(session.workspace, '--commits');
  const start = headOf(git);
  const series: Series = { flags, git, said: new Set(), made: [] };
  const sayMade = () => {
    const many = series.made.length;
    if (!flags.quiet) io.note(`${count(many, 'commit')}${undoOf(many, session.workspace.root, start)}\n`);
  };
  try {
    if (reviewed !== undefined) commitStated(io, session, reviewed, series);
    // An empty list is a choice: a filter by it would let everything through.
    const { plan, code } =
      reviewed !== undefined && flags.id?.length === 0
        ? { plan: reviewed.plan, code: EXIT.ok }
        : commitFixes(io, paths, series);
    sayMade();
    return code === EXIT.ok ? (sayIfIncomplete(io, session, plan) ?? EXIT.ok) : code;
  } catch (error) {
    // What is committed by then stays.
    if (series.made.length > 0) sayMade();
    throw error;
  }
}

function commitFixes(
  io: Io,
  paths: readonly string[],
  series: Series,
): { readonly plan: Plan; readonly code: ExitCode } {
  const { flags, git, made } = series;
  const session = openSession(io, paths, flags);
  const plan = planSession(session);
  refuseUncommittable(session, plan, git);
  const planned = new Set(plan.fixes.filter(fix => fix.status === 'planned').map(fix => fix.transform));
  const step = (only: readonly string[] | undefined, title: string): ExitCode => {
    const opened = openSession(io, paths, only === undefined ? flags : { ...flags, only });
    const next = withinPlan(session, plan, opened);
    const part = planSession(next);
    return part.changes.length === 0 ? EXIT.ok : writeAndCommit(io, next, part, title, series);
  };
  for (const { id, title } of io.transforms.filter(transform => planned.has(transform.id))) {
    const code = step([id], `${id}: ${title}`);
    if (code !== EXIT.ok) return { plan, code };
  }
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const before = made.length;
    const code = step(undefined, 'kustomend: fixes that need each other');
    if (code !== EXIT.ok) return { plan, code };
    if (made.length === before) break;
  }
  return { plan, code: EXIT.ok };
}

/** Whatever the flags say: what somebody has not committed would go into our commit, and away with its undoing. */
function refuseUncommittable(session: Session, { changes }: Pick<Plan, 'changes'>, git: Git): void {
  refuseDirty(session, { changes }, 'commit them first');
  refuseFiltered(
    git,
    changes.map(change => change.path),
  );
}

/** The configuration alone, before the fixes that rest on it; nothing where one of those could not follow. */
function commitStated(io: Io, session: Session, { plan, stated }: Reviewed, series: Series): void {
  refuseUncommittable(session, plan, series.git);
  if (stated === undefined) return;
  const lines = stated.says.map(each => `- ${each}`);
  applyAndCommit(io, session, { changes: [stated.change] }, STATED, lines, series);
}

const STATED = 'kustomend: state what the review has answered';

/** @throws UsageError where there is nothing yet that the commits could be undone to */
function headOf(git: Git): string {
  try {
    return git('rev-parse', '--short', '--verify', 'HEAD').trim();
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new UsageError('--commits needs a first commit to begin from');
  }
}

/** Commits are undone by git, which keeps them and what is not committed: no patch of ours would do as much. */
function undoOf(commits: number, root: string, start: string): string {
  return commits === 0 ? '' : `; undo: git -C ${shellWord(root)} reset --keep ${start}`;
}

interface Series {
  readonly flags: WriteFlags;
  /** Warnings of earlier commits. */
  readonly said: Set<string>;
  readonly git: Git;
  /** Titles of the commits. */
  readonly made: string[];
}

function writeAndCommit(io: Io, session: Session, plan: Plan, title: string, series: Series): ExitCode {
  const { flags, said } = series;
  const judgement = judge(session, plan, flags.verify);
  if (judgement.objections.length > 0) return objectTo(io, judgement);
  if (!flags.quiet) warn(io, judgement, said);
  const messages = plan.fixes
    .filter(fix => fix.status === 'planned')
    .map(fix => `- ${oneLine(`${fix.subject.kind}/${fix.subject.name}: ${fix.message}`)}`);
  applyAndCommit(io, session, plan, title, messages, series);
  return EXIT.ok;
}

function applyAndCommit(
  io: Io,
  session: Session,
  changed: Pick<Plan, 'changes'>,
  title: string,
  lines: readonly string[],
  { flags, git, made }: Series,
): void {
  applyChanges(io, session, changed, flags.quiet);
  const files = changed.changes.map(change => change.path);
  const text = io.secrets().mask(`${title}\n\n${[...new Set(lines)].join('\n')}\n`);
  const { root } = session.workspace;
  commit(
    git,
    files,
    text,
    `git -C ${shellWord(root)} restore --staged --worktree ${files.map(shellWord).join(' ')}`,
  );
  made.push(title);
  if (!flags.quiet) io.note(`committed: ${title} (${count(files.length, 'file')})\n`);
}
