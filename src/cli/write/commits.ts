/** `fix --commits`: one commit per transform, each of which is planned, proven and builds on its own. */
import { apply } from '../../index.ts';
import type { FileChange, Plan } from '../../plan/model/result.ts';
import { count, oneLine } from '../../report/words/words.ts';
import { type Git, GitError } from '../../workspace/git.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import { commit, refuseFiltered } from '../process/git.ts';
import type { Io } from '../process/io.ts';
import { uninterrupted } from '../process/signals.ts';
import type { WriteFlags } from '../session/flags.ts';
import {
  gitOf,
  openSession,
  planSession,
  type Session,
  sayIfIncomplete,
  TRANSFORMS,
  withinPlan,
} from '../session/session.ts';
import { quoted } from '../session/undo.ts';
import { recoverFirst } from '../session/unfinished.ts';
import { refuseDirty } from './apply.ts';
import { judge, objectTo, warn } from './prove.ts';

/** What the transforms in their order leave to be done together: fixes that need those of others. */
const MAX_PASSES = 3;

/** What goes into the configuration before anything is planned by it. */
export interface Stated {
  readonly change: FileChange;
  /** A line for each answer. */
  readonly says: readonly string[];
}

export function fixByCommits(
  io: Io,
  paths: readonly string[],
  flags: WriteFlags,
  stated?: Stated | undefined,
): ExitCode {
  recoverFirst(io, paths, flags);
  const before = openSession(io, paths, flags);
  const git = gitOf(before.workspace, '--commits');
  const start = headOf(git);
  if (stated !== undefined) commitStated(io, before, stated, { flags, git });
  const session = stated === undefined ? before : openSession(io, paths, flags);
  const plan = planSession(session);
  // Whatever the flags say: what somebody has not committed would go into our commit, and away with its undoing.
  refuseDirty(session, plan, 'commit them first');
  refuseFiltered(
    git,
    plan.changes.map(change => change.path),
  );
  const planned = new Set(plan.fixes.filter(fix => fix.status === 'planned').map(fix => fix.transform));
  let commits = stated === undefined ? 0 : 1;
  const said = new Set<string>();
  const step = (only: readonly string[] | undefined, title: string): ExitCode => {
    const opened = openSession(io, paths, only === undefined ? flags : { ...flags, only });
    const next = withinPlan(session, plan, opened);
    const part = planSession(next);
    if (part.changes.length === 0) return EXIT.ok;
    const code = writeAndCommit(io, next, part, title, { flags, said, git });
    if (code === EXIT.ok) commits++;
    return code;
  };
  const all = (): ExitCode => {
    for (const { id, title } of TRANSFORMS.filter(transform => planned.has(transform.id))) {
      const code = step([id], `${id}: ${title}`);
      if (code !== EXIT.ok) return code;
    }
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const before = commits;
      const code = step(undefined, 'kustomend: fixes that need each other');
      if (code !== EXIT.ok) return code;
      if (commits === before) break;
    }
    return EXIT.ok;
  };
  const code = all();
  if (!flags.quiet) io.note(`${count(commits, 'commit')}${undoOf(commits, session.workspace.root, start)}\n`);
  if (code !== EXIT.ok) return code;
  return sayIfIncomplete(io, session, plan) ?? EXIT.ok;
}

/** The configuration alone, before the fixes that rest on it. */
function commitStated(
  io: Io,
  session: Session,
  { change, says }: Stated,
  { flags, git }: Pick<Series, 'flags' | 'git'>,
): void {
  refuseDirty(session, { changes: [change] }, 'commit them first');
  refuseFiltered(git, [change.path]);
  applyAndCommit(
    io,
    session,
    { changes: [change] },
    STATED,
    says.map(each => `- ${each}`),
    { flags, git },
  );
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
  return commits === 0 ? '' : `; undo: git -C ${quoted(root)} reset --keep ${start}`;
}

interface Series {
  readonly flags: WriteFlags;
  /** Warnings of earlier commits. */
  readonly said: Set<string>;
  readonly git: Git;
}

function writeAndCommit(
  io: Io,
  session: Session,
  plan: Plan,
  title: string,
  { flags, said, git }: Series,
): ExitCode {
  const judgement = judge(session, plan, flags.verify);
  if (judgement.objections.length > 0) return objectTo(io, judgement);
  if (!flags.quiet) warn(io, judgement, said);
  const messages = plan.fixes
    .filter(fix => fix.status === 'planned')
    .map(fix => `- ${oneLine(`${fix.subject.kind}/${fix.subject.name}: ${fix.message}`)}`);
  applyAndCommit(io, session, plan, title, messages, { flags, git });
  return EXIT.ok;
}

function applyAndCommit(
  io: Io,
  session: Session,
  changed: Pick<Plan, 'changes'>,
  title: string,
  lines: readonly string[],
  { flags, git }: Pick<Series, 'flags' | 'git'>,
): void {
  const { warnings } = uninterrupted(() => apply(session.workspace, changed));
  for (const warning of warnings) io.note(`warning: ${warning}\n`);
  const files = changed.changes.map(change => change.path);
  const text = io.secrets().mask(`${title}\n\n${[...new Set(lines)].join('\n')}\n`);
  const { root } = session.workspace;
  commit(
    git,
    files,
    text,
    `git -C ${quoted(root)} restore --staged --worktree ${files.map(quoted).join(' ')}`,
  );
  if (!flags.quiet) io.note(`committed: ${title} (${count(files.length, 'file')})\n`);
}
