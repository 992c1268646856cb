/** Files of our own, in a folder that others may have prepared: links are neither entered nor followed. */
import { createHash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import {
  createFile,
  DISK,
  type Disk,
  NoFileError,
  openIfThere,
  readIfThere,
  unlinkIfThere,
} from './durable.ts';
import { isThere, LONGEST_WRITE, type Writer } from './writer.ts';

/** Something else stands where a folder of ours should be. */
export class NoOwnFolderError extends Error {
  constructor(path: string) {
    super(`${path} is no folder: move it away`);
  }
}

/** Makes a folder of ours in one that is there. @throws NoOwnFolderError */
export function makeOwnFolder(path: string, disk: Disk = DISK): void {
  try {
    disk.mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!disk.lstatSync(path).isDirectory()) throw new NoOwnFolderError(path);
  }
}

/** Undefined where there is none, or something else than a file. */
export function readOwn(path: string): string | undefined {
  try {
    return readIfThere(DISK, path)?.toString('utf8');
  } catch (error) {
    if (error instanceof NoFileError || (error as NodeJS.ErrnoException).code === 'ELOOP') return undefined;
    throw error;
  }
}

/**
 * Puts a file in the place of whatever was there, as one step. Its bytes are never readable with another mode.
 *
 * @param owner the process that does so
 */
export function replaceOwn(
  path: string,
  bytes: Uint8Array,
  mode: number | null,
  disk: Disk = DISK,
  owner: Owner = { pid: process.pid, host: hostname() },
): void {
  const temporary = join(dirname(path), ownTemporary(owner));
  createFile(disk, temporary, bytes, mode);
  try {
    disk.renameSync(temporary, path);
  } catch (error) {
    unlinkIfThere(disk, temporary);
    throw error;
  }
}

/** `foreign`: it is not as it was made here: torn, copied, committed, or something else. */
export type Stamped = Readonly<Record<string, unknown>> | 'none' | 'foreign';

/** Writes data behind a mark and the file's own number in the file system. */
export function createStamped(disk: Disk, path: string, mark: string, data: object): void {
  const text = (inode: bigint) => `${mark},${JSON.stringify({ inode: `${inode}`, ...data }).slice(1)}\n`;
  createFile(disk, path, inode => Buffer.from(text(inode)), 0o600);
}

/** What a file says behind its mark. @throws when it is no file that this user may read */
export function readStamped(disk: Disk, path: string, mark: string): Stamped {
  const entry = disk.lstatSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return 'none';
  if (!entry.isFile()) return 'foreign';
  const open = openIfThere(disk, path);
  if (open === null) return 'none';
  try {
    const { ino } = disk.fstatSync(open.file, { bigint: true });
    const data = dataBehind(mark, open.bytes.toString('utf8'));
    return data?.inode === `${ino}` ? data : 'foreign';
  } finally {
    disk.closeSync(open.file);
  }
}

function dataBehind(mark: string, text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith(mark) || !text.endsWith('\n')) return undefined;
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

type Owner = Pick<Writer, 'pid' | 'host'>;

/** A name for a file that is not whole yet. It says whose it is: once that process is gone, it is nobody's. */
export function ownTemporary({ pid, host }: Owner): string {
  return `${FLEETING}${tagOf(host)}-${pid}-${randomUUID()}.tmp`;
}

/** What the names of all files of ours begin with that a run removes when it ends. */
export const FLEETING = '.kustomend-';

const TEMPORARY = /^\.kustomend-(?<tag>[0-9a-f]{8})-(?<pid>[1-9]\d{0,9})-[0-9a-f-]{36}\.tmp$/;

function tagOf(host: string): string {
  return createHash('sha256').update(host).digest('hex').slice(0, 8);
}

/** Removes what runs that were killed have left in a folder of ours. */
export function sweepTemporaries(disk: Disk, folder: string): void {
  for (const name of disk.readdirSync(folder)) {
    const { tag, pid } = TEMPORARY.exec(name)?.groups ?? {};
    if (tag === undefined) continue;
    const path = join(folder, name);
    const isOfHere = tag === tagOf(hostname());
    const age = Date.now() - (disk.lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > LONGEST_WRITE || (isOfHere && !isThere(Number(pid)))) unlinkIfThere(disk, path);
  }
}
