/** Steps as patches in a folder, numbered, for `git am`: each is judged as a commit would be. */
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { VERSION } from '../../library/version.ts';
import { stagesOf, type Task, type Way } from '../../migration/stages.ts';
import { bodyOf } from '../../report/migration/body.ts';
import { mailName, mailOf, type Sender } from '../../report/migration/mail.ts';
import { shellWord } from '../../report/words/shell.ts';
import { count } from '../../report/words/words.ts';
import { type Git, GitError } from '../../workspace/git.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Io } from '../process/io.ts';
import type { Session } from '../session/session.ts';
import { writeNamed } from './named-file.ts';
import { judge, objectTo, warn } from './prove.ts';
import { type Series, TOGETHER } from './series.ts';

interface Wanted {
  readonly steps: readonly Task[];
  readonly isWhole: boolean;
  readonly folder: string;
  readonly flags: Series['flags'];
}

/** All of them or none: what the witness objects to in the last one is found before the first is written. */
export function writePatches(
  io: Io,
  session: Session,
  way: Way,
  { steps, isWhole, folder, flags }: Wanted,
): ExitCode {
  refuseUsed(io.cwd, folder);
  const stages = [];
  const said = new Set<string>();
  for (const stage of stagesOf(steps, way, isWhole)) {
    const judgement = judge(session, stage.plan, flags.verify);
    if (judgement.objections.length > 0) return objectTo(io, judgement);
    if (!flags.quiet) warn(io, judgement, said);
    stages.push(stage);
  }
  if (stages.length > 0) mkdirSync(resolve(io.cwd, folder), { recursive: true });
  const sender = senderOf(session);
  for (const [index, { task, plan }] of stages.entries()) {
    const letter = {
      number: index + 1,
      of: stages.length,
      title: io.secrets().mask(task?.title ?? TOGETHER),
      lines: bodyOf(plan, io.secrets().mask),
      changes: plan.changes,
    };
    writeNamed(io.cwd, session.workspace.root, join(folder, mailName(letter)), mailOf(letter, sender), 0o600);
  }
  if (!flags.quiet) {
    const changes = stages.flatMap(({ plan }) => plan.changes);
    // Without it git takes the end off every line that ends as on Windows.
    const keep = changes.some(({ before, after }) => /\r\n/.test(`${before}${after}`)) ? ' --keep-cr' : '';
    const apply = stages.length === 0 ? '' : `; git am${keep} ${shellWord(folder)}/*.patch takes them`;
    io.note(`${count(stages.length, 'patch', 'patches')} written${apply}\n`);
  }
  return EXIT.ok;
}

/** What an earlier run has left would be applied with the others. */
function refuseUsed(cwd: string, folder: string): void {
  const path = resolve(cwd, folder);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) throw new UsageError(`--patches: ${folder} is no folder`);
  if (readdirSync(path).some(name => name.endsWith('.patch')))
    throw new UsageError(`--patches: there are patches in ${folder} already`);
}

/** Whoever would commit it. */
function senderOf({ workspace: { git } }: Session): Sender {
  const ident = git === undefined ? undefined : identOf(git);
  const [, author = NOBODY, seconds] = /^(.* <[^>]*>) (\d+) [-+]\d{4}$/.exec(ident ?? '') ?? [];
  return {
    author,
    at: seconds === undefined ? new Date() : new Date(Number(seconds) * 1000),
    version: VERSION,
  };
}

const NOBODY = 'kustomend <kustomend@localhost>';

function identOf(git: Git): string | undefined {
  try {
    return git('var', 'GIT_AUTHOR_IDENT').trim();
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return undefined;
  }
}
