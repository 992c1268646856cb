/** Commits one behind the other: each is judged, written and committed whole, and one git command takes all of them back. */

import { withChanges } from '../../kustomize/files/files.ts';
import type { Stage, Task } from '../../migration/stages.ts';
import type { Plan } from '../../plan/model/result.ts';
import { bodyOf } from '../../report/migration/body.ts';
import { shellWord } from '../../report/words/shell.ts';
import { count } from '../../report/words/words.ts';
import { type Git, GitError } from '../../workspace/git.ts';
import type { WriteFlags } from '../arguments/flags.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import { commit, refuseFiltered } from '../process/git.ts';
import type { Io } from '../process/io.ts';
import { Interrupted, uninterrupted } from '../process/signals.ts';
import { gitOf, type Session } from '../session/session.ts';
import { applyChanges, refuseDirty } from './apply.ts';
import { judge, objectTo, warn } from './prove.ts';

export interface Series {
  readonly flags: Pick<WriteFlags, 'verify' | 'quiet'>;
  /** Warnings of earlier commits. */
  readonly said: Set<string>;
  readonly git: Git;
  /** Titles of the commits. */
  readonly made: string[];
}

/** Commits on their way: it yields where it can end. */
export type Commits = Generator<void, ExitCode>;

/** Runs what makes commits, and says how many there are in the end, however it comes. */
export function* inSeries(
  io: Io,
  { workspace }: Session,
  flags: Series['flags'],
  run: (series: Series) => Commits,
): Commits {
  const git = gitOf(workspace, '--commits');
  const start = headOf(git);
  const series: Series = { flags, git, said: new Set(), made: [] };
  const sayMade = () => {
    const many = series.made.length;
    if (!flags.quiet) io.note(`${count(many, 'commit')}${undoOf(many, workspace.root, start)}\n`);
  };
  try {
    const code = yield* run(series);
    sayMade();
    return code;
  } catch (error) {
    if (error instanceof Interrupted) {
      const { length: many } = series.made;
      const made = many === 1 ? '1 commit is made' : `${many === 0 ? 'no' : many} commits are made`;
      io.note(`interrupted: ${made}${undoOf(many, workspace.root, start)}\n`);
      return EXIT.interrupted;
    }
    // What is committed by then stays.
    if (series.made.length > 0) sayMade();
    throw error;
  }
}

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

/** Whatever the flags say: what somebody has not committed would go into our commit, and away with its undoing. */
export function refuseUncommittable(session: Session, { changes }: Pick<Plan, 'changes'>, git: Git): void {
  refuseDirty(session, { changes }, 'commit them first');
  refuseFiltered(
    git,
    changes.map(change => change.path),
  );
}

/** What is left when every task is done. */
export const TOGETHER = 'kustomend: fixes that need each other';

/** Up to the first that the witness objects to: its commit and those behind it are not made. */
export function* commitStages(
  io: Io,
  session: Session,
  stages: Iterable<Stage<Task>>,
  series: Series,
): Commits {
  const { flags, said } = series;
  const stands = new Map<string, string>();
  for (const { task, plan } of stages) {
    yield;
    const judgement = judge(session, plan, flags.verify);
    // Before it is heard: an interrupt has ended kustomize, too.
    yield;
    if (judgement.objections.length > 0) return objectTo(io, judgement);
    if (!flags.quiet) warn(io, judgement, said);
    const workspace = {
      ...session.workspace,
      files: { ...session.workspace.files, ...withChanges(session.workspace.files, stands) },
    };
    const lines = bodyOf(plan, io.secrets().mask);
    commitChanges(io, { workspace }, plan, { title: task?.title ?? TOGETHER, lines }, series);
    for (const { path, after } of plan.changes) stands.set(path, after);
  }
  return EXIT.ok;
}

interface Message {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Written and committed, whatever signal arrives in between: half of a step would be nobody's. */
export function commitChanges(
  io: Io,
  place: Pick<Session, 'workspace'>,
  changed: Pick<Plan, 'changes'>,
  { title, lines }: Message,
  { flags, git, made }: Series,
): void {
  const files = changed.changes.map(change => change.path);
  const text = io.secrets().mask(`${title}\n\n${lines.join('\n')}\n`);
  const back = `git -C ${shellWord(place.workspace.root)} restore --staged --worktree ${files.map(shellWord).join(' ')}`;
  uninterrupted(() => {
    applyChanges(io, place, changed, flags.quiet);
    commit(git, files, text, back);
  });
  made.push(title);
  if (!flags.quiet) io.note(`committed: ${title} (${count(files.length, 'file')})\n`);
}
