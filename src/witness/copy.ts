/** A copy of a workspace, in which kustomize may build what is not written yet. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { lstatSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { readBelow } from '../text/held-folder.ts';
import { OutsideRootError, targetInside } from '../text/inside.ts';
import type { ProcessEnvironment } from '../workspace/programs.ts';

/** Runs something over a copy of a workspace, which is gone afterwards. */
export function inCopy<T>(
  root: string,
  paths: readonly string[],
  env: ProcessEnvironment,
  run: (copy: string) => T,
): T {
  const copy = join(realpathSync(tmpdir()), `kustomend-witness-${randomUUID()}`);
  // Before the copy is there: a signal between the two would leave a copy that nobody knows of.
  const dismiss = removeWhenDone(copy, env);
  try {
    mkdirSync(copy, { mode: 0o700 });
    const realRoot = realpathSync(root);
    for (const path of paths) copyFile(realRoot, copy, path);
    return run(copy);
  } finally {
    // On a disk that takes as long as the builds: who waits for that removes it while the run goes on.
    if (!dismiss()) rmSync(copy, { recursive: true, force: true });
  }
}

/**
 * Another process waits until it is dismissed, or until this one ends, however that comes, and removes the copy then: a
 * signal that ends this process while it waits for kustomize leaves it no time to do so.
 *
 * @returns dismisses the other process; false where there is none, and nobody else removes the copy
 */
function removeWhenDone(copy: string, { PATH }: ProcessEnvironment): () => boolean {
  if (process.platform === 'win32') return () => false;
  const script = 'while read -r line; do :; done; rm -rf -- "$1"';
  const other = spawn('/bin/sh', ['-c', script, 'sh', copy], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    // `rm` stands there whatever else is on the path.
    env: { PATH: PATH === undefined ? SYSTEM : `${PATH}:${SYSTEM}` },
  });
  // Without a shell the copy stays where a run is cut short: no reason for a run to fail.
  other.on('error', () => {});
  other.unref();
  const { stdin } = other;
  (stdin as unknown as { unref(): void }).unref();
  return () => {
    stdin.destroy();
    return other.pid !== undefined;
  };
}

const SYSTEM = '/usr/bin:/bin';

/** Writes a file of the copy, wherever a link of the copy leads: all of them stay inside. */
export function writeInCopy(copy: string, path: string, text: string | Uint8Array): void {
  const target = targetInside(copy, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}

/** Words about the files of the copy, as words about those of the workspace. */
export function withoutCopy(text: string, copy: string): string {
  return text.replaceAll(`${copy}/`, '');
}

/** What leads out of the workspace has no place in the copy, and neither has what the user may not read. */
function copyFile(root: string, copy: string, path: string): void {
  try {
    const target = targetInside(root, path);
    const source = join(root, path);
    const stat = lstatSync(source, { throwIfNoEntry: false });
    const place = join(copy, path);
    if (stat?.isSymbolicLink()) {
      // Relative to the copy: an absolute one would lead back into the workspace.
      mkdirSync(dirname(place), { recursive: true });
      symlinkSync(relative(dirname(place), join(copy, relative(root, target))), place);
    } else if (stat?.isFile()) {
      mkdirSync(dirname(place), { recursive: true });
      const bytes = readBelow(root, source);
      if (bytes !== undefined) writeFileSync(place, bytes);
    }
  } catch (error) {
    if (error instanceof OutsideRootError) return;
    // Listed by git and gone from disk, or closed to the user: no build can read it either.
    if (!['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error;
  }
}
