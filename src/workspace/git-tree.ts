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

/** Git does not answer where a repository is: nobody knows then which files hold work that is in no commit. */
export interface GitRefusal {
  /** In git's words. */
  readonly refusal: string;
}

/**
 * @param env of this process; undefined where the caller does not know it
 * @returns undefined where there is no repository
 */
export function workTreeAround(
  folder: string,
  env: ProcessEnvironment | undefined,
): WorkTree | GitRefusal | undefined {
  const near = ordinary(folder, env);
  const found = near && listed(near, env);
  if (found && !isRefusal(found)) return found;
  const said = asked(folder, env);
  return said === undefined || isRefusal(said) ? said : listed(said, env);
}

export function isRefusal(found: object): found is GitRefusal {
  return 'refusal' in found;
}

type GitFolder = Omit<WorkTree, 'files'>;

function listed({ top, gitDir }: GitFolder, env: ProcessEnvironment | undefined): WorkTree | GitRefusal {
  const files = git(top, ['ls-files', '-co', '--exclude-standard', '-z'], env);
  return typeof files === 'string'
    ? { top, gitDir, files: files.split('\0').filter(file => file !== '') }
    : files;
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

/** Git's own answer; undefined where it sees no repository. */
function asked(start: string, env: ProcessEnvironment | undefined): GitFolder | GitRefusal | undefined {
  const said = git(start, ['rev-parse', '--show-toplevel', '--absolute-git-dir'], env);
  if (typeof said !== 'string') return isRepositoryAround(start, said) ? said : undefined;
  const lines = said.split('\n');
  // A path may hold a line break: then each is asked for alone.
  if (lines.length === 3) return { top: lines[0]!, gitDir: lines[1]! };
  const top = git(start, ['rev-parse', '--show-toplevel'], env);
  const gitDir = git(start, ['rev-parse', '--absolute-git-dir'], env);
  if (typeof top !== 'string') return top;
  if (typeof gitDir !== 'string') return gitDir;
  return { top: top.replace(/\n$/, ''), gitDir: gitDir.replace(/\n$/, '') };
}

/** Git itself may say that there is none; else the folders do. */
function isRepositoryAround(start: string, { refusal }: GitRefusal): boolean {
  if (/not a git repository/i.test(refusal)) return false;
  for (let folder = realpathSync(start); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return true;
    if (folder === dirname(folder)) return false;
  }
}

const NO_GIT = 'there is a repository, and no git on PATH';

function git(cwd: string, args: readonly string[], env: ProcessEnvironment | undefined): string | GitRefusal {
  try {
    return execFileSync('git', args, {
      cwd,
      // Its words are read: they have to be the English ones.
      ...(env && { env: { ...env, LC_ALL: 'C' } }),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
    });
  } catch (error) {
    const { code, stderr } = error as { readonly code?: string; readonly stderr?: string };
    if (code === 'ENOENT') return { refusal: NO_GIT };
    return { refusal: stderr?.trim() || (error as Error).message };
  }
}
