/** Opens a workspace on disk: its top, its files, its configuration and lock. */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import fastGlob from 'fast-glob';
import ignore from 'ignore';
import { matchesGlob } from '../config/glob.ts';
import { type LoadedConfig, loadConfig } from '../config/load.ts';
import type { ConfigProblem } from '../config/problems.ts';
import { diskFiles } from '../kustomize/files/disk.ts';
import type { Files } from '../kustomize/files/files.ts';
import { isRefusal, type ProcessEnvironment, workTreeAround } from './git-tree.ts';
import { topWithoutGit } from './top.ts';

export interface OpenWorkspace {
  /** Absolute path of the top: the git work tree, else the configuration's folder, else what holds all that is used. */
  readonly root: string;
  readonly files: Files;
  /** Files that may be read and edited, relative, sorted; what git ignores is absent. */
  readonly paths: readonly string[];
  readonly config: LoadedConfig;
  /** The arguments relative to the top. */
  readonly selected: readonly string[];
  /** Absolute path of the git directory, when there is one. */
  readonly gitDir: string | undefined;
  /** Why git does not answer although a repository is there, in its words: nothing may be written over its files then. */
  readonly gitRefusal: string | undefined;
}

export class WorkspaceError extends Error {}

export class ConfigErrors extends Error {
  readonly problems: readonly ConfigProblem[];
  constructor(problems: readonly ConfigProblem[]) {
    super('the configuration has errors');
    this.problems = problems;
  }
}

/**
 * @param args folders or files named by the user, relative to `cwd`; none means `cwd`
 * @param env variables of the process: with them an ordinary work tree is found without starting git for it
 * @throws WorkspaceError for paths that are absent or lie in different repositories; ConfigErrors
 */
export function openWorkspace(
  cwd: string,
  args: readonly string[],
  configPath?: string,
  env?: ProcessEnvironment,
): OpenWorkspace {
  const paths = (args.length > 0 ? args : ['.']).map(arg => resolve(cwd, arg));
  for (const path of paths)
    if (!existsSync(path)) throw new WorkspaceError(`${relative(cwd, path) || path} does not exist`);
  const start = folderOf(paths[0]!);
  const found = workTreeAround(start, env);
  const refusal = found && isRefusal(found) ? found.refusal : undefined;
  const workTree = found && !isRefusal(found) ? found : undefined;
  const root = realpathSync(workTree?.top ?? topWithoutGit(start));
  for (const path of paths) {
    if (!isInside(root, realpathSync(path)))
      throw new WorkspaceError(`${relative(cwd, path)} lies outside of ${root}`);
  }
  const files = diskFiles(root);
  const startDir = slashed(relative(root, realpathSync(start)));
  const path = configPath === undefined ? undefined : slashed(relative(root, resolve(cwd, configPath)));
  if (path !== undefined && files.read(path) === undefined)
    throw new WorkspaceError(`${configPath} does not exist`);
  const config = loadConfig(files, { startDir, path });
  if ('problems' in config) throw new ConfigErrors(config.problems);
  const excluded = config.config.exclude ?? [];
  const all = [...new Set(workTree?.files ?? globFiles(root))].sort();
  const listed = all.filter(file => !excluded.some(glob => matchesGlob(glob, file)));
  const selected = paths.map(p => slashed(relative(root, realpathSync(p))));
  return {
    root,
    files,
    paths: listed,
    config,
    selected: selected.includes('') ? [] : selected,
    gitDir: workTree?.gitDir,
    gitRefusal: refusal,
  };
}

function folderOf(path: string): string {
  return statSync(path).isDirectory() ? path : dirname(path);
}

/** Every file that no `.gitignore` at the top names. */
function globFiles(root: string): string[] {
  const all = fastGlob.sync('**/*', {
    cwd: root,
    dot: true,
    ignore: ['**/.git/**', '**/node_modules/**'],
    followSymbolicLinks: false,
  });
  const gitignore = join(root, '.gitignore');
  if (!existsSync(gitignore)) return all;
  return ignore().add(readFileSync(gitignore, 'utf8')).filter(all);
}

function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function slashed(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}
