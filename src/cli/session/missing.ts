/** Roots that lack a file which nobody commits: what the user types to have them read. */
import { join, relative, sep } from 'node:path';
import type { MissingFile, Plan } from '../../plan/model/result.ts';
import { makeCommand, missingFiles } from '../../report/overview/missing.ts';
import { outOfSight } from '../../report/overview/out-of-sight.ts';
import { oneLine, wrapped } from '../../report/words/words.ts';
import { GitError } from '../../workspace/git.ts';
import type { OpenWorkspace } from '../../workspace/open.ts';
import type { Io } from '../process/io.ts';
import type { Session } from './session.ts';

/** Each cause, and what would bring it back. */
export function sayWhatIsOutOfSight(
  io: Io,
  { workspace }: Pick<Session, 'workspace'>,
  plan: Pick<Plan, 'roots'>,
): void {
  const { mask } = io.secrets();
  for (const { at, says } of outOfSight(plan)) io.note(`${wrapped(mask(`${at}: ${says}`)).join('\n')}\n`);
  const toRead = toReadThem(io.cwd, workspace, plan);
  if (toRead !== undefined) io.note(`${mask(toRead)}\n`);
}

/** `to read what lacks a file: touch overlays/prod/.env (git ignores it)`; undefined where no file is missing that anybody could make. */
export function toReadThem(
  cwd: string,
  { root, git }: Pick<OpenWorkspace, 'root' | 'git'>,
  plan: Pick<Plan, 'roots'>,
): string | undefined {
  const missing = missingFiles(plan);
  if (missing.length === 0) return undefined;
  const command = makeCommand(missing, path => relative(cwd, join(root, path)).split(sep).join('/'));
  const ignored = isIgnored(git, missing) ? ` (git ignores ${missing.length === 1 ? 'it' : 'them'})` : '';
  return oneLine(`to read what lacks a file: ${command}${ignored}`);
}

function isIgnored(git: OpenWorkspace['git'], missing: readonly MissingFile[]): boolean {
  if (git === undefined) return false;
  try {
    // It takes paths, and refuses to be told that they are literal.
    const said = git('--no-literal-pathspecs', 'check-ignore', '--', ...missing.map(({ file }) => file));
    return said.trimEnd().split('\n').length === missing.length;
  } catch (error) {
    // It ignores none of them, or does not answer: both leave nothing to say.
    if (error instanceof GitError) return false;
    throw error;
  }
}
