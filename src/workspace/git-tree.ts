/** The git work tree around a folder, and the files that git knows there or does not ignore. */
import { existsSync, lstatSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileErrorWords } from '../text/file-errors.ts';
import { readOwn } from '../text/own-file.ts';
import { type Git, GitError, GitTimeout, gitIn } from './git.ts';
import type { ProcessEnvironment } from './programs.ts';

export interface WorkTree {
  readonly top: string;
  /** Where git keeps its own files. */
  readonly gitDir: string;
  /** Relative to the top. */
  readonly files: readonly string[];
  /** Folders that hold repositories of their own: submodules, checked out or not, and whatever was cloned there. */
  readonly nested: readonly string[];
  /** So many files are in the index and, by a sparse checkout, not in the work tree. */
  readonly unchecked: number;
  readonly git: Git;
}

/** Git does not answer where a repository is: nobody knows then which files hold work that is in no commit. */
export interface GitRefusal {
  /** In git's words. */
  readonly refusal: string;
}

/**
 * The work tree of the nearest `.git` above. A bare repository is none, whatever its configuration says: any folder of
 * a repository can be made to look like one, and git would run what it names.
 *
 * @returns undefined where there is no repository
 * @throws GitError where git would wait for ever
 */
export function workTreeAround(folder: string, env: ProcessEnvironment): WorkTree | GitRefusal | undefined {
  const top = topAround(folder);
  if (top === undefined) return undefined;
  const git = gitIn(top, env);
  refusePipes(top);
  try {
    const gitDir = ordinaryGitDir(top) ?? askedGitDir(top, git);
    const listed = git('ls-files', '-co', '--exclude-standard', '-z', '-s', '-t').split('\0');
    return { top, gitDir, ...sorted(top, listed), git };
  } catch (error) {
    if (error instanceof GitTimeout) throw error;
    if (error instanceof GitError) return { refusal: error.message };
    throw error;
  }
}

/** What git opens and reads to its end, in whatever it is asked here. */
const READ_BY_GIT = ['HEAD', 'config', 'index', 'packed-refs', 'info/exclude', 'info/attributes'];

/**
 * Git waits for ever for what somebody may write into a pipe.
 *
 * @throws GitError
 */
function refusePipes(top: string): void {
  const own = ['.git', '.gitignore', '.gitattributes', ...READ_BY_GIT.map(name => `.git/${name}`)];
  const pipe = own.find(name => lookAt(join(top, name), statSync)?.isFIFO());
  if (pipe !== undefined) throw new GitError(`${pipe} is a pipe, and no file`);
}

/** What this user may not look at is nothing here: git has its own word for it. */
export function lookAt(path: string, stat: typeof lstatSync | typeof statSync): Stats | undefined {
  try {
    return stat(path, { throwIfNoEntry: false });
  } catch (error) {
    if (fileErrorWords(error) === undefined) throw error;
    return undefined;
  }
}

/** `H 100644 <object> 0<tab>path` of what is in the index, `? path` of what is not, where a nested repository ends in `/`. */
const LISTED = /^(?:(?<tag>[A-Z]) (?<mode>\d+) [0-9a-f]+ \d\t|\? )(?<path>.+)$/is;

const GITLINK = '160000';

function sorted(top: string, listed: readonly string[]): Pick<WorkTree, 'files' | 'nested' | 'unchecked'> {
  const files: string[] = [];
  const nested: string[] = [];
  let unchecked = 0;
  for (const line of listed) {
    const { tag, mode, path } = LISTED.exec(line)?.groups ?? {};
    if (path === undefined) continue;
    if (mode === GITLINK || path.endsWith('/')) nested.push(path.replace(/\/$/, ''));
    else if (tag?.toUpperCase() === 'S' && !existsSync(join(top, path))) unchecked++;
    else files.push(path);
  }
  return { files, nested, unchecked };
}

export function isRefusal(found: object): found is GitRefusal {
  return 'refusal' in found;
}

/** The nearest folder above that holds a repository in `.git`; undefined inside of such a `.git`, too. */
export function topAround(start: string): string | undefined {
  for (let folder = realpathSync(start); ; folder = dirname(folder)) {
    if (basename(folder) === '.git') return undefined;
    if (isRepository(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * Where files of our own lie in the directory of git: found without git, which does not answer everybody at all times. A
 * second work tree and a submodule have a file that says where theirs is.
 *
 * @returns undefined where that file says nothing of the kind
 */
export function ownFolderOf(top: string): string | undefined {
  const path = join(top, '.git');
  const gitDir = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : ledTo(path);
  return gitDir === undefined ? undefined : join(realpathSync(gitDir), 'kustomend');
}

function ledTo(path: string): string | undefined {
  const led = /^gitdir: (.+?)\n*$/.exec(readOwn(path) ?? '')?.[1];
  if (led === undefined) return undefined;
  const gitDir = resolve(dirname(path), led);
  return existsSync(join(gitDir, 'HEAD')) ? gitDir : undefined;
}

/** A file leads to the repository; a folder without a HEAD is none to git either. */
export function isRepository(gitDir: string): boolean {
  const stat = lookAt(gitDir, lstatSync);
  return stat !== undefined && (!stat.isDirectory() || existsSync(join(gitDir, 'HEAD')));
}

/**
 * An ordinary `.git` as gitrepository-layout describes it. To start git for the question takes longer than to read a
 * small repository: it is asked where anything is out of the ordinary.
 */
function ordinaryGitDir(top: string): string | undefined {
  const gitDir = join(top, '.git');
  if (!['HEAD', 'objects', 'refs'].every(name => existsSync(join(gitDir, name)))) return undefined;
  try {
    return /worktree|include/i.test(readFileSync(join(gitDir, 'config'), 'utf8')) ? undefined : gitDir;
  } catch {
    // What cannot be read is for git to judge.
    return undefined;
  }
}

/** @throws GitError also where the files would be those of another folder */
function askedGitDir(top: string, git: Git): string {
  const [gitDir, workTree] = ['--absolute-git-dir', '--show-toplevel'].map(what =>
    git('rev-parse', what).replace(/\n$/, ''),
  );
  if (realpathSync(workTree!) !== top) throw new GitError('its configuration puts the work tree elsewhere');
  return gitDir!;
}
