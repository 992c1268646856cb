/**
 * Answers of earlier runs, in the directory of git: one file for each command line. What lies there may have come with the
 * repository, so that each carries a digest that takes the user's own key: an answer is the user's, whole, or none.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createFile, DISK, type Disk, putNew, readIfThere, unlinkIfThere } from '../../text/durable.ts';
import { isSystemError } from '../../text/file-errors.ts';
import {
  makeOwnFolder,
  NoOwnFolderError,
  ownTemporary,
  replaceOwn,
  sweepTemporaries,
} from '../../text/own-file.ts';
import { thisWriter } from '../../text/writer.ts';
import type { Answer } from './answer.ts';
import type { Digest } from './facts.ts';
import { isPrivate } from './private-folder.ts';

const KEY = 'key';
const KEY_BYTES = 32;
const MOST_ANSWERS = 40;
const MOST_BYTES = 64 << 20;
const LARGEST = 16 << 20;
const MARK = 'kustomend answer 1 ';
const NAME = /^[0-9a-f]{32}\.answer$/;

/** Nothing is lost with an answer: who waits for the disk would wait for nothing. */
const UNSYNCED: Disk = { ...DISK, fsyncSync() {} };

/** The key of a user. Undefined where there is none, or none that is the user's alone. */
export function keyIn(folder: string): Buffer | undefined {
  const path = join(folder, KEY);
  const key = readIfThere(DISK, path);
  return key?.length === KEY_BYTES && isPrivate(path) ? key : undefined;
}

/** Of two processes that make one at once both get the one that was there first. */
export function newKey(folder: string): Buffer | undefined {
  const temporary = join(folder, ownTemporary(thisWriter()));
  createFile(DISK, temporary, randomBytes(KEY_BYTES), 0o600);
  if (!putNew(DISK, temporary, join(folder, KEY))) unlinkIfThere(DISK, temporary);
  return keyIn(folder);
}

export function digestWith(key: Buffer): Digest {
  return content => createHash('sha256').update(key).update(content).digest('base64');
}

/** @param name of the command line and all else that a run sees before it looks at files */
export function fileName(name: unknown, key: Buffer): string {
  return `${createHmac('sha256', key).update(JSON.stringify(name)).digest('hex').slice(0, 32)}.answer`;
}

/**
 * @param own folder of ours in the directory of git
 * @returns undefined where there is none that this user's runs have kept under that name
 */
export function keptAnswer(own: string, name: string, key: Buffer): Answer | undefined {
  const path = join(answersIn(own), name);
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile() || stat.size > LARGEST) return undefined;
  const text = readIfThere(DISK, path)?.toString('utf8') ?? '';
  const end = text.indexOf('\n');
  const body = text.slice(end + 1);
  return isEqual(text.slice(0, end + 1), seal(name, body, key)) ? (JSON.parse(body) as Answer) : undefined;
}

/** Puts an answer in the place of the one before, and lets go of the oldest. A folder that cannot be written keeps none. */
export function keepAnswer(own: string, name: string, answer: Answer, key: Buffer): void {
  const body = JSON.stringify(answer);
  const bytes = Buffer.from(`${seal(name, body, key)}${body}`);
  if (bytes.length > LARGEST) return;
  const folder = answersIn(own);
  try {
    makeOwnFolder(own);
    makeOwnFolder(folder);
    replaceOwn(join(folder, name), bytes, 0o600, UNSYNCED);
    sweepTemporaries(DISK, folder);
    letGo(folder);
  } catch (error) {
    if (error instanceof NoOwnFolderError || isSystemError(error)) return;
    throw error;
  }
}

function answersIn(own: string): string {
  return join(own, 'answers');
}

/** The first line: an answer under another name is none. */
function seal(name: string, body: string, key: Buffer): string {
  return `${MARK}${createHmac('sha256', key).update(`${name}\n${body}`).digest('hex')}\n`;
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A run beside this one may be faster at it. */
function letGo(folder: string): void {
  const kept = readdirSync(folder)
    .filter(name => NAME.test(name))
    .flatMap(name => {
      const stat = lstatSync(join(folder, name), { throwIfNoEntry: false });
      return stat === undefined ? [] : [{ name, size: stat.size, at: stat.mtimeMs }];
    })
    .sort((a, b) => b.at - a.at);
  let bytes = 0;
  for (const [index, { name, size }] of kept.entries()) {
    bytes += size;
    if (index >= MOST_ANSWERS || bytes > MOST_BYTES) unlinkIfThere(DISK, join(folder, name));
  }
}
