/** `fix --commits`: one commit per transform, each of which is planned, proven and builds on its own. */
import { apply } from '../../index.ts';
import type { Plan } from '../../plan/model/result.ts';
import { count, oneLine } from '../../report/words.ts';
import type { Git } from '../../workspace/git.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import { commit, refuseFiltered } from '../process/git.ts';
import type { Io } from '../process/io.ts';
import type { WriteFlags } from '../session/flags.ts';
import {
  openSession,
  planSession,
  type Session,
  sayIfIncomplete,
  TRANSFORMS,
  withinPlan,
} from '../session/session.ts';
import { recoverFirst } from '../session/unfinished.ts';
import { refuseDirty } from './apply.ts';
import { judge, objectTo, warn } from './prove.ts';

/** What the transforms in their order leave to be done together: fixes that need those of others. */
const MAX_PASSES = 3;

export function fixByCommits(io: Io, paths: readonly string[], flags: WriteFlags): ExitCode {
  recoverFirst(io, paths, flags);
  const session = openSession(io, paths, flags);
  const { git } = session.workspace;
  if (git === undefined) throw new UsageError('--commits needs a git work tree');
  const plan = planSession(session);
  if (!flags.allowDirty) refuseDirty(session, plan);
  refuseFiltered(
    git,
    plan.changes.map(change => change.path),
  );
  const planned = new Set(plan.fixes.filter(fix => fix.status === 'planned').map(fix => fix.transform));
  const start = git('rev-parse', '--short', 'HEAD').trim();
  let commits = 0;
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
  if (!flags.quiet) {
    io.note(`${count(commits, 'commit')}; undo: git -C ${session.workspace.root} reset --keep ${start}\n`);
  }
  return sayIfIncomplete(io, session, plan) ?? EXIT.ok;
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
  apply(session.workspace, plan);
  const messages = plan.fixes
    .filter(fix => fix.status === 'planned')
    .map(fix => `- ${oneLine(`${fix.subject.kind}/${fix.subject.name}: ${fix.message}`)}`);
  const files = plan.changes.map(change => change.path);
  commit(git, files, io.secrets().mask(`${title}\n\n${[...new Set(messages)].join('\n')}\n`));
  if (!flags.quiet) io.note(`committed: ${title} (${count(files.length, 'file')})\n`);
  return EXIT.ok;
}
