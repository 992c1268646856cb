/** The git work tree around a folder, and the files that git knows there or does not ignore. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface WorkTree {
  readonly top: string;
  /** Where git keeps its own files. */
  readonly gitDir: string;
  /** Relative to the top. */
  readonly files: readonly string[];
}

/** Variables of a process. */
export type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * @param env of this process; undefined where the caller does not know it
 * @returns undefined where there is no git, or no work tree
 */
export function workTreeAround(folder: string, env: ProcessEnvironment | undefined): WorkTree | undefined {
  return listed(ordinary(folder, env), env) ?? listed(asked(folder, env), env);
}

type GitFolder = Omit<WorkTree, 'files'>;

function listed(place: GitFolder | undefined, env: ProcessEnvironment | undefined): WorkTree | undefined {
  const files = place && git(place.top, ['ls-files', '-co', '--exclude-standard', '-z'], env);
  return files === undefined
    ? undefined
    : { top: place!.top, gitDir: place!.gitDir, files: files.split('\0').filter(file => file !== '') };
}

const STEERS_GIT = /^GIT_(?:DIR|WORK_TREE|COMMON_DIR|CEILING_|DISCOVERY_|CONFIG)/;

/**
 * The nearest folder that holds an ordinary `.git`, as git finds it itself (gitrepository-layout). To start git for
 * the question takes longer than to read a small repository: it is asked where anything is out of the ordinary.
 */
function ordinary(start: string, env: ProcessEnvironment | undefined): GitFolder | undefined {
  if (!env || Object.keys(env).some(name => STEERS_GIT.test(name))) return undefined;
  for (let top = realpathSync(start); ; top = dirname(top)) {
    // A bare repository, or the inside of one.
    if (existsSync(join(top, 'HEAD'))) return undefined;
    const gitDir = join(top, '.git');
    if (existsSync(gitDir)) return isOrdinary(gitDir) ? { top, gitDir } : undefined;
    if (top === dirname(top)) return undefined;
  }
}

function isOrdinary(gitDir: string): boolean {
  if (!['HEAD', 'objects', 'refs'].every(name => existsSync(join(gitDir, name)))) return false;
  try {
    return !/worktree|include/i.test(readFileSync(join(gitDir, 'config'), 'utf8'));
  } catch {
    // What cannot be read is for git to judge.
    return false;
  }
}

/** Git's own answer. */
function asked(start: string, env: ProcessEnvironment | undefined): GitFolder | undefined {
  const said = git(start, ['rev-parse', '--show-toplevel', '--absolute-git-dir'], env);
  if (said === undefined) return undefined;
  const lines = said.split('\n');
  // A path may hold a line break: then each is asked for alone.
  if (lines.length === 3) return { top: lines[0]!, gitDir: lines[1]! };
  const top = git(start, ['rev-parse', '--show-toplevel'], env)?.replace(/\n$/, '');
  const gitDir = git(start, ['rev-parse', '--absolute-git-dir'], env)?.replace(/\n$/, '');
  return top && gitDir ? { top, gitDir } : undefined;
}

function git(cwd: string, args: readonly string[], env: ProcessEnvironment | undefined): string | undefined {
  try {
    return execFileSync('git', args, {
      cwd,
      ...(env && { env }),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1 << 28,
    });
  } catch {
    // No git, or no work tree: both mean the same here.
    return undefined;
  }
}
