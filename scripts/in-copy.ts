/** Measures in a copy of a repository, which is a git work tree of its own. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @param from a folder, or what fills an empty one */
export async function inCopy<T>(
  from: string | ((folder: string) => void),
  measure: (folder: string) => T | Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'kustomend-bench-'));
  try {
    if (typeof from === 'string') cpSync(from, folder, { recursive: true, verbatimSymlinks: true });
    else from(folder);
    commitAll(folder);
    return await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function commitAll(folder: string): void {
  execFileSync('git', ['init', '-q'], { cwd: folder });
  execFileSync('git', ['add', '-A', '-f'], { cwd: folder });
  const identity = ['-c', 'user.email=bench@example.invalid', '-c', 'user.name=bench'];
  execFileSync('git', [...identity, 'commit', '-q', '-m', 'files'], { cwd: folder });
}
