/**
 * File operations that are on the disk when they return. All of them go through a `Disk`: tests hand in one that fails
 * or ends the process at any call.
 */
import * as fs from 'node:fs';
import { dirname } from 'node:path';

/** The calls of the file system that a write is made of. */
export type Disk = Pick<
  typeof fs,
  | 'closeSync'
  | 'fchmodSync'
  | 'fstatSync'
  | 'fsyncSync'
  | 'linkSync'
  | 'lstatSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readdirSync'
  | 'readFileSync'
  | 'readSync'
  | 'renameSync'
  | 'rmdirSync'
  | 'unlinkSync'
  | 'writeSync'
>;

export const DISK: Disk = fs;

const { O_CREAT, O_EXCL, O_RDONLY, O_WRONLY } = fs.constants;
/** Absent on Windows. */
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;

/**
 * Writes a file that is not there yet; nothing that is there, link or file, is ever written through.
 *
 * @param bytes or what makes them of the new file's number in its file system
 * @param mode null leaves the permissions to the umask
 */
export function createFile(
  disk: Disk,
  path: string,
  bytes: Uint8Array | ((inode: bigint) => Uint8Array),
  mode: number | null,
): void {
  const file = disk.openSync(path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, mode ?? 0o666);
  try {
    // The umask has its say when a file is opened, not here.
    if (mode !== null) disk.fchmodSync(file, mode);
    const all = typeof bytes === 'function' ? bytes(disk.fstatSync(file, { bigint: true }).ino) : bytes;
    for (let at = 0; at < all.length; ) at += disk.writeSync(file, all, at);
    disk.fsyncSync(file);
  } catch (error) {
    // Half a file is of no use to anybody.
    unlinkIfThere(disk, path);
    // An open file has no name for the system any more.
    if ((error as NodeJS.ErrnoException).code !== undefined) Object.assign(error as Error, { path });
    throw error;
  } finally {
    disk.closeSync(file);
  }
}

/** What a file holds, and the open file; null where there is none. @throws when it is no ordinary file */
export function openIfThere(
  disk: Disk,
  path: string,
): { readonly file: number; readonly bytes: Buffer } | null {
  let file: number;
  try {
    file = disk.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
  try {
    if (!disk.fstatSync(file).isFile()) throw new NoFileError(path);
    return { file, bytes: readAll(disk, file) };
  } catch (error) {
    disk.closeSync(file);
    throw error;
  }
}

/** A folder, a pipe or a device stands where a file was. */
export class NoFileError extends Error {
  constructor(path: string) {
    super(`${path} is no file`);
  }
}

/** All bytes of an open file, from its beginning however often it is read. */
export function readAll(disk: Disk, file: number): Buffer {
  const { size } = disk.fstatSync(file);
  // One byte more than there is shows that there is no more.
  let bytes = Buffer.alloc(size + 1);
  let length = 0;
  for (;;) {
    const read = disk.readSync(file, bytes, length, bytes.length - length, length);
    if (read === 0) return bytes.subarray(0, length);
    length += read;
    if (length === bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2);
  }
}

export function readIfThere(disk: Disk, path: string): Buffer | null {
  const open = openIfThere(disk, path);
  if (open === null) return null;
  disk.closeSync(open.file);
  return open.bytes;
}

/**
 * Gives a whole file its name, where nothing has that name yet.
 *
 * @returns false when something stands there; the file keeps its temporary name then
 */
export function putNew(disk: Disk, temporary: string, path: string): boolean {
  try {
    disk.linkSync(temporary, path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!NO_LINKS.has(code)) throw error;
    if (disk.lstatSync(path, { throwIfNoEntry: false })) return false;
    disk.renameSync(temporary, path);
    return true;
  }
  unlinkIfThere(disk, temporary);
  return true;
}

/** What file systems without hard links say. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

export function unlinkIfThere(disk: Disk, path: string): void {
  try {
    disk.unlinkSync(path);
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}

/** Whether an error says that nothing is there. */
export function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** The directories among these and their parents that do not exist, parents first. */
export function missingDirs(disk: Disk, dirs: readonly string[]): string[] {
  const missing = new Set<string>();
  for (const dir of dirs) {
    for (let at = dir; !disk.lstatSync(at, { throwIfNoEntry: false }); at = dirname(at)) missing.add(at);
  }
  return [...missing].sort((a, b) => a.length - b.length);
}

/** Removes directories, children first, that are empty. */
export function removeDirs(disk: Disk, dirs: readonly string[]): void {
  for (const dir of [...dirs].reverse()) {
    try {
      disk.rmdirSync(dir);
    } catch (error) {
      if (!isAbsent(error) && (error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
    }
  }
}

/** Makes what has happened in directories durable, where the platform can. */
export function syncDirs(disk: Disk, dirs: readonly string[]): void {
  if (process.platform === 'win32') return;
  for (const dir of new Set(dirs)) {
    const file = disk.openSync(dir, O_RDONLY);
    try {
      disk.fsyncSync(file);
    } finally {
      disk.closeSync(file);
    }
  }
}
