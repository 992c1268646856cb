/** What commands ask of git. */
import { execFileSync } from 'node:child_process';
import { UsageError } from './errors.ts';

/** Those of the files that have changes which git could not bring back. */
export function dirtyFiles(root: string, files: readonly string[]): string[] {
  if (files.length === 0) return [];
  const status = git(root, [
    'status',
    '--porcelain',
    '-z',
    '--untracked-files=all',
    '--no-renames',
    '--',
    ...files,
  ]);
  return status
    .split('\0')
    .filter(entry => entry.length > 3)
    .map(entry => entry.slice(3));
}

/** Files that differ from a revision, new ones included. */
export function changedSince(root: string, ref: string): string[] {
  if (ref.startsWith('-')) throw new UsageError(`--since: ${ref} is no revision`);
  try {
    const tracked = git(root, ['diff', '--name-only', '--no-renames', '-z', ref, '--']);
    const untracked = git(root, ['ls-files', '-o', '--exclude-standard', '-z']);
    return `${tracked}${untracked}`.split('\0').filter(path => path !== '');
  } catch {
    throw new UsageError(`--since: git knows no revision ${ref}`);
  }
}

/** Commits these files and nothing else, whatever is staged. */
export function commit(root: string, files: readonly string[], message: string): void {
  try {
    git(root, ['add', '--', ...files]);
    git(root, ['commit', '--quiet', '--only', '-m', message, '--', ...files]);
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim() ?? '';
    throw new UsageError(`git commit: ${said || 'failed'}; the files are written`);
  }
}

/** @throws when git fails */
export function git(root: string, args: readonly string[]): string {
  return execFileSync('git', ['--literal-pathspecs', ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
