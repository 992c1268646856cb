/** Files of our own, in a folder that others may have prepared: links are neither entered nor followed. */
import { randomUUID } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createFile, DISK, type Disk, NoFileError, readIfThere, unlinkIfThere } from './durable.ts';
import { OutsideRootError } from './inside.ts';

/** @throws OutsideRootError when something else stands there */
export function makeOwnFolder(path: string): void {
  mkdirSync(path, { recursive: true });
  if (!lstatSync(path).isDirectory()) throw new OutsideRootError(path);
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

/** Puts a file in the place of whatever was there, as one step. Its bytes are never readable with another mode. */
export function replaceOwn(path: string, bytes: Uint8Array, mode: number | null, disk: Disk = DISK): void {
  const temporary = join(dirname(path), `.kustomend-${randomUUID()}.tmp`);
  createFile(disk, temporary, bytes, mode);
  try {
    disk.renameSync(temporary, path);
  } catch (error) {
    unlinkIfThere(disk, temporary);
    throw error;
  }
}
