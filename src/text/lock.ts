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
 * @throws UnfinishedWriteError where somebody else does, NoOwnFolderError
 */
export function alone<T>(disk: Disk, folder: string, writer: Writer, run: () => T): T {
  makeOwnFolder(folder, disk);
  const name = announce(disk, folder, writer);
  try {
    waitForOthers(disk, folder, name);
    sweepTemporaries(disk, folder);
    return run();
  } finally {
    withdraw(disk, join(folder, name));
  }
}

/** Those that write in a folder, or that did when they ended. */
export function writersIn(disk: Disk, folder: string): { readonly name: string; readonly writer: Writer }[] {
  return disk
    .readdirSync(folder)
    .filter(name => name.startsWith(PREFIX))
    .flatMap(name => {
      const writer = readWriter(disk, join(folder, name));
      return writer === undefined ? [] : [{ name, writer }];
    });
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

function waitForOthers(disk: Disk, folder: string, own: string): void {
  for (let turn = 0; ; turn++) {
    const others = writersIn(disk, folder).filter(({ name }) => name !== own);
    const running = others.filter(({ writer }) => isRunning(writer));
    for (const gone of others) if (!running.includes(gone)) unlinkIfThere(disk, join(folder, gone.name));
    const first = running[0];
    if (first === undefined) return;
    if (turn === TURNS || running.some(({ name }) => name < own))
      throw underWay(first.writer, join(folder, first.name));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TURN_MS);
  }
}

/** Whatever stands under the name of a lock and is none stops every write: it could be one that was copied. */
function readWriter(disk: Disk, path: string): Writer | undefined {
  const data = readStamped(disk, path, MARK);
  // It may have gone since the folder was listed.
  if (data === 'none') return undefined;
  if (data === 'foreign' || !isWriter(data.writer)) throw noLock(path);
  return data.writer;
}

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
