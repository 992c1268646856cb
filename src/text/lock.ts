/**
 * One process at a time writes, or takes back what another has left. Whoever wants to says so first, in a file of its own
 * name, and looks for others then: of two, one at least sees the other. A file of a process that is gone is removed by the
 * next; nothing else ever has its name, so nobody's but that process's is.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Disk, unlinkIfThere } from './durable.ts';
import { about, isSystemError } from './file-errors.ts';
import {
  createStamped,
  FLEETING,
  makeOwnFolder,
  ownTemporary,
  readStamped,
  sweepTemporaries,
} from './own-file.ts';
import { isRunning, isWriter, type Writer, writerWords } from './writer.ts';

/** Another write stands in the way; the message says what to do. */
export class UnfinishedWriteError extends Error {}

const PREFIX = `${FLEETING}writer-`;
const MARK = '{"kustomend":"a process that writes"';

/** Of two that begin at once, the one whose name comes first waits so often for the other to give way. */
const TURNS = 10;
const TURN_MS = 20;

/**
 * Runs alone among all that write in a folder.
 *
 * @param beside other folders in which somebody may have said that he writes the same files
 * @throws UnfinishedWriteError where somebody else does, NoOwnFolderError
 */
export function alone<T>(
  disk: Disk,
  folder: string,
  writer: Writer,
  run: () => T,
  beside: readonly string[] = [],
): T {
  makeOwnFolder(folder, disk);
  const name = announce(disk, folder, writer);
  try {
    waitForOthers(disk, folder, beside, name);
    sweepTemporaries(disk, folder);
    return run();
  } finally {
    withdraw(disk, join(folder, name));
  }
}

/** Those that write in a folder, or that did when they ended. */
export function writersIn(disk: Disk, folder: string): Other[] {
  return locksIn(disk, folder).map(({ writer, ...lock }) => {
    if (writer === 'foreign') throw noLock(lock.path);
    return { ...lock, writer };
  });
}

interface Other {
  readonly name: string;
  readonly path: string;
  readonly writer: Writer;
}

function locksIn(disk: Disk, folder: string): (Omit<Other, 'writer'> & { writer: Writer | 'foreign' })[] {
  return disk
    .readdirSync(folder)
    .filter(name => name.startsWith(PREFIX))
    .flatMap(name => {
      const path = join(folder, name);
      const writer = readWriter(disk, path);
      return writer === undefined ? [] : [{ name, path, writer }];
    });
}

/** What is no lock, or cannot be looked at, holds nobody up in a folder that is not ours. */
function runningBeside(disk: Disk, folder: string): Other[] {
  try {
    return locksIn(disk, folder).filter(
      (lock): lock is Other => lock.writer !== 'foreign' && isRunning(lock.writer),
    );
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return [];
  }
}

/** What refuses whoever comes second. */
export function underWay(writer: Writer, path: string): UnfinishedWriteError {
  return new UnfinishedWriteError(`a write is under way (${writerWords(writer, path)})`);
}

function announce(disk: Disk, folder: string, writer: Writer): string {
  const temporary = join(folder, ownTemporary(writer));
  about(folder, () => createStamped(disk, temporary, MARK, { writer }));
  const name = `${PREFIX}${randomUUID()}`;
  disk.renameSync(temporary, join(folder, name));
  return name;
}

function waitForOthers(disk: Disk, folder: string, beside: readonly string[], own: string): void {
  for (let turn = 0; ; turn++) {
    const others = writersIn(disk, folder).filter(({ name }) => name !== own);
    const here = others.filter(({ writer }) => isRunning(writer));
    for (const gone of others) if (!here.includes(gone)) unlinkIfThere(disk, gone.path);
    const running = [...here, ...beside.flatMap(each => runningBeside(disk, each))];
    const first = running[0];
    if (first === undefined) return;
    if (turn === TURNS || running.some(({ name }) => name < own)) throw underWay(first.writer, first.path);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TURN_MS);
  }
}

/** `foreign`: it has the name of a lock and is none. */
function readWriter(disk: Disk, path: string): Writer | 'foreign' | undefined {
  const data = readStamped(disk, path, MARK);
  // It may have gone since the folder was listed.
  if (data === 'none') return undefined;
  return data !== 'foreign' && isWriter(data.writer) ? data.writer : 'foreign';
}

/** It stops every write in its folder: it could be one that was copied. */
function noLock(path: string): UnfinishedWriteError {
  return new UnfinishedWriteError(`${path} is no lock of a write here: move it away`);
}

/** What cannot be removed is removed by the next run, when this process is gone. */
function withdraw(disk: Disk, path: string): void {
  try {
    unlinkIfThere(disk, path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}
