/** File operations that are on the disk when they return. */
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Writes a new file; `mode` null leaves the permissions to the umask. */
export function durableWrite(path: string, bytes: Buffer, mode: number | null): void {
  const file = openSync(path, 'w', mode ?? 0o666);
  try {
    writeFileSync(file, bytes);
    // The umask has its say when a file is opened, not here.
    if (mode !== null) fchmodSync(file, mode);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

export function renameDurably(from: string, to: string): void {
  renameSync(from, to);
  syncDir(dirname(to));
}

export function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/** The directories among these and their parents that do not exist, parents first. */
export function missingDirs(dirs: readonly string[]): string[] {
  const missing = new Set<string>();
  for (const dir of dirs) {
    for (let at = dir; !existsSync(at); at = dirname(at)) missing.add(at);
  }
  return [...missing].sort((a, b) => a.length - b.length);
}

export function makeDirs(dirs: readonly string[]): void {
  for (const dir of dirs) mkdirSync(dir, { recursive: true });
}

/** Removes directories, children first, that are empty. */
export function removeDirs(dirs: readonly string[]): void {
  for (const dir of [...dirs].reverse()) {
    try {
      rmdirSync(dir);
    } catch (error) {
      if (!['ENOENT', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
}

/** Makes renames in a directory durable, where the platform can. */
export function syncDir(dir: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(dir, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
