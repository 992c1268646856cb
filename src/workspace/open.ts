/** Opens a workspace on disk: its top, its files, its configuration and lock. */
import { existsSync, lstatSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import fastGlob from 'fast-glob';
import ignore from 'ignore';
import { evidencePath } from '../config/evidence.ts';
import { CONFIG_FILE } from '../config/file-name.ts';
import { matchesGlob } from '../config/glob.ts';
import { type LoadedConfig, loadConfig } from '../config/load.ts';
import { lockPath } from '../config/lock.ts';
import type { ConfigProblem } from '../config/problems.ts';
import { type DiskFiles, diskFiles } from '../kustomize/files/disk.ts';
import { type Files, folderOf as parentOf } from '../kustomize/files/files.ts';
import { isInside } from '../text/inside.ts';
import { isPrintable } from '../text/obstacle.ts';
import { configuredTop, realArgument, WorkspaceError } from './argument.ts';
import type { Git } from './git.ts';
import { isRefusal, ownFolderOf, topAround, workTreeAround } from './git-tree.ts';
import { type Listed, ownOf } from './nested.ts';
import type { ProcessEnvironment } from './programs.ts';

export interface OpenWorkspace {
  /** Absolute path of the top: the git work tree, else the configuration's folder, else the folder that is named. */
  readonly root: string;
  readonly files: DiskFiles;
  /** As it is listed, before anything is left out. */
  readonly listed: Listed;
  /** Files that may be read and edited, relative, sorted; what git ignores is absent. */
  readonly paths: readonly string[];
  /** So many files are left out, because their names cannot be said. */
  readonly unprintable: number;
  /** Folders that hold repositories of their own, which are other people's: read where something refers to them. */
  readonly nested: readonly string[];
  /** So many files are left out, because a sparse checkout leaves them out. */
  readonly unchecked: number;
  readonly config: LoadedConfig;
  /** The arguments relative to the top. */
  readonly selected: readonly string[];
  /** Absolute path of the git directory, when there is one. */
  readonly gitDir: string | undefined;
  /** Where a write keeps its journal, whatever git says: in its directory, so that the work tree stays clean, else at the top. */
  readonly journalDir: string;
  /** Starts git in the work tree, so that nothing of the repository runs. */
  readonly git: Git | undefined;
  /** Why git does not answer although a repository is there, in its words: nothing may be written over its files then. */
  readonly gitRefusal: string | undefined;
}

export { WorkspaceError } from './argument.ts';

export class ConfigErrors extends Error {
  readonly problems: readonly ConfigProblem[];
  constructor(problems: readonly ConfigProblem[]) {
    super('the configuration has errors');
    this.problems = problems;
  }
}

/**
 * @param args folders or files named by the user, relative to `cwd`; none means `cwd`
 * @param env variables of the process, for the git that is started
 * @param filesOf files of a top, where some have been read before
 * @throws WorkspaceError for paths that are absent or lie in different repositories; ConfigErrors
 */
export function openWorkspace(
  cwd: string,
  args: readonly string[],
  env: ProcessEnvironment,
  configPath?: string,
  filesOf: (root: string) => DiskFiles = diskFiles,
): OpenWorkspace {
  const paths = (args.length > 0 ? args : ['.']).map(arg => {
    if (!existsSync(resolve(cwd, arg))) throw new WorkspaceError(`${arg} does not exist`);
    return realArgument(cwd, arg);
  });
  const start = folderOf(paths[0]!);
  const found = workTreeAround(start, env);
  const refusal = found && isRefusal(found) ? found.refusal : undefined;
  const workTree = found && !isRefusal(found) ? found : undefined;
  // A manifest that names something above does not make the workspace larger: who writes it could name anything.
  const top = topAround(start);
  const root = top ?? configuredTop(start) ?? start;
  for (const path of paths)
    if (!isInside(root, path)) throw new WorkspaceError(`${relative(cwd, path)} lies outside of ${root}`);
  const files = filesOf(root);
  const startDir = slashed(relative(root, start));
  const path = configPath === undefined ? undefined : slashed(relative(root, resolve(cwd, configPath)));
  if (path !== undefined && !existsSync(resolve(cwd, configPath!)))
    throw new WorkspaceError(`${configPath} does not exist`);
  refuseOdd(files, root, path === undefined ? configsAbove(startDir) : [path]);
  const config = loadConfig(files, { startDir, path });
  if ('problems' in config) throw new ConfigErrors(config.problems);
  refuseOdd(files, root, [lockPath(config)]);
  refuseOdd(files, root, [evidencePath(config)]);
  const excluded = config.config.exclude ?? [];
  const listedBy = workTree === undefined ? globFiles(root, files) : ownOf(root, workTree);
  const all = [...new Set(listedBy.files)].sort();
  const printable = all.filter(isPrintable);
  const listed = printable.filter(file => !excluded.some(glob => matchesGlob(glob, file)));
  const selected = paths.map(path => slashed(relative(root, path)));
  return {
    root,
    files,
    listed: listedBy,
    paths: listed,
    unprintable: all.length - printable.length,
    nested: [...new Set(listedBy.nested)].filter(isPrintable),
    unchecked: workTree?.unchecked ?? 0,
    config,
    selected: selected.includes('') ? [] : selected,
    gitDir: workTree?.gitDir,
    journalDir: (top && ownFolderOf(top)) ?? root,
    git: workTree?.git,
    gitRefusal: refusal,
  };
}

/** Where the configuration of a folder may lie, the nearest first. */
function configsAbove(startDir: string): string[] {
  const above = startDir === '' ? [] : configsAbove(parentOf(startDir));
  return [startDir === '' ? CONFIG_FILE : `${startDir}/${CONFIG_FILE}`, ...above];
}

/**
 * Whatever says what is allowed here is not passed over because it cannot be read.
 *
 * @throws ConfigErrors at the first name under which something else than a file stands
 */
function refuseOdd(files: Files, root: string, paths: readonly string[]): void {
  for (const file of paths) {
    if (files.read(file) !== undefined || files.obstacle(file) !== undefined) return;
    const stat = lstatSync(join(root, file), { throwIfNoEntry: false });
    if (stat === undefined) continue;
    const what = stat.isSymbolicLink() ? 'is a link that leads to no file' : 'is no file';
    throw new ConfigErrors([{ file, line: 1, column: 1, message: `${file} ${what}` }]);
  }
}

function folderOf(path: string): string {
  return statSync(path).isDirectory() ? path : dirname(path);
}

/** Every file that no `.gitignore` at the top names. */
function globFiles(root: string, files: Files): Listed {
  const { files: own, nested } = ownOf(root, { files: filesIn(root), nested: [] });
  const gitignore = files.read('.gitignore');
  return { files: gitignore === undefined ? own : ignore().add(gitignore).filter(own), nested };
}

function filesIn(folder: string): string[] {
  return fastGlob.sync('**/*', {
    cwd: folder,
    dot: true,
    ignore: ['**/.git/**', '**/node_modules/**'],
    followSymbolicLinks: false,
  });
}

/** What somebody else's repositories hold: a build may take it in. */
export function nestedFiles({ root, nested }: Pick<OpenWorkspace, 'root' | 'nested'>): string[] {
  return nested.flatMap(folder => {
    // A link of that name leads to files that are listed where they lie, or out of the workspace.
    if (!lstatSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory()) return [];
    return filesIn(join(root, folder)).map(file => `${folder}/${file}`);
  });
}

function slashed(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}
