/** What has changed in a work tree. */
import { type Git, withoutFilters } from './git.ts';

/** Files that differ from a revision, new ones included. @throws GitError */
export function changedFiles(git: Git, revision: string): string[] {
  const tracked = withoutFilters(git)(
    'diff',
    '--name-only',
    '--no-renames',
    '--no-ext-diff',
    '--no-textconv',
    '--ignore-submodules=all',
    '-z',
    revision,
    '--',
  );
  const untracked = git('ls-files', '-o', '--exclude-standard', '-z');
  return `${tracked}${untracked}`.split('\0').filter(path => path !== '');
}
