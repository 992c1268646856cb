/** What commands ask of git. */
import { createHash } from 'node:crypto';
import { changedFiles } from '../../workspace/changed.ts';
import { type Git, GitError, withoutFilters } from '../../workspace/git.ts';
import { UsageError } from './errors.ts';

/**
 * Those of the files that have changes which git could not bring back.
 *
 * @param bytes of a file as it is on disk
 * @throws UsageError when git does not say
 */
export function dirtyFiles(
  git: Git,
  files: readonly string[],
  bytes: (file: string) => Uint8Array | undefined,
): string[] {
  if (files.length === 0) return [];
  try {
    const status = withoutFilters(git)(
      'status',
      '--porcelain',
      '-z',
      '--untracked-files=all',
      '--no-renames',
      '--ignore-submodules=all',
      '--',
      ...files,
    );
    const changed = status.split('\0').filter(entry => entry.length > 3);
    return [...new Set([...changed.map(entry => entry.slice(3)), ...unwatchedFiles(git, files, bytes)])];
  } catch (error) {
    if (error instanceof GitError)
      throw new UsageError(
        `git cannot say what is uncommitted (${error.message}): mend that, or say --allow-dirty`,
      );
    throw error;
  }
}

/** Changed files that git was told to assume unchanged, or to leave out of the work tree. */
function unwatchedFiles(
  git: Git,
  files: readonly string[],
  bytes: (file: string) => Uint8Array | undefined,
): string[] {
  return git('ls-files', '-v', '-s', '-z', '--', ...files)
    .split('\0')
    .flatMap(entry => {
      const [, tag = 'H', hash = '', file = ''] = /^(\S) \d+ ([0-9a-f]+) \d\t(.*)$/s.exec(entry) ?? [];
      const isWatched = tag !== 'S' && tag === tag.toUpperCase();
      return isWatched || blobHash(bytes(file), hash.length) === hash ? [] : [file];
    });
}

function blobHash(bytes: Uint8Array | undefined, length: number): string | undefined {
  if (bytes === undefined) return undefined;
  const hash = createHash(length === 40 ? 'sha1' : 'sha256');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Files that differ from a revision, new ones included. @throws UsageError */
export function changedSince(git: Git, ref: string): string[] {
  if (ref.startsWith('-')) throw new UsageError(`--since: ${ref} is no revision`);
  try {
    return changedFiles(git, ref);
  } catch (error) {
    if (error instanceof GitError && /bad revision|unknown revision|bad object/.test(error.message))
      throw new UsageError(`--since: git knows no revision ${ref}`);
    throw error;
  }
}

/**
 * Without their filter files would be committed as they must not be: what a filter encrypts would be public.
 *
 * @throws UsageError
 */
export function refuseFiltered(git: Git, files: readonly string[]): void {
  if (files.length === 0) return;
  const words = git('check-attr', '-z', 'filter', '--', ...files).split('\0');
  for (let at = 0; at + 2 < words.length; at += 3) {
    const [file, , filter] = words.slice(at, at + 3);
    if (filter !== 'unspecified' && filter !== 'unset')
      throw new UsageError(
        `${file} goes through the git filter "${filter}", which kustomend does not run: leave out --commits, and commit yourself`,
      );
  }
}

/**
 * Commits these files and nothing else, whatever is staged. Hooks and signing programs do not run.
 *
 * @param back the command that undoes what is written, for who cannot commit
 */
export function commit(git: Git, files: readonly string[], message: string, back: string): void {
  try {
    const quiet = withoutFilters(git);
    quiet('add', '--', ...files);
    quiet('commit', '--quiet', '--no-verify', '--only', '-m', message, '--', ...files);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new UsageError(
      `git commit: ${error.message.split('\n', 1)[0]}; the files are written: commit them yourself, or go back with ${back}`,
    );
  }
}
