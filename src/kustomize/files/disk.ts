/**
 * The gate through which everything of a workspace is read. Links are followed as long as they stay inside; what lies
 * outside, and what git keeps for itself, is not opened. Every file is read once.
 */
import { isUtf8 } from 'node:buffer';
import { lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { readBelow } from '../../text/held-folder.ts';
import { isPrintable, type Obstacle } from '../../text/obstacle.ts';
import { NOT_UTF8 } from '../../yaml/read/characters.ts';
import { baseName, type Files, folderOf } from './files.ts';

interface Entry {
  readonly bytes: Uint8Array | undefined;
  readonly folder: boolean;
  readonly obstacle: Obstacle | undefined;
  text: string | undefined;
}

/** Where a path leads, links followed. */
interface Place {
  readonly real: string;
  readonly stat: Stats;
}

/** A path that was asked for. */
export interface Look {
  readonly path: string;
  /** Asked for what it holds, and not only for where it leads. */
  readonly isRead: boolean;
  /** Of what has this very name, where no link was on the way; `absent`: nothing has. */
  readonly stat: Stats | 'absent' | undefined;
}

/** Files of a disk, which know what has been asked of them. */
export interface DiskFiles extends Files {
  /** Everything that has been looked at so far, each path once. */
  looks(): Look[];
}

/** @param root absolute path of the workspace */
export function diskFiles(root: string): DiskFiles {
  const realRoot = realpathSync.native(root);
  const entries = new Map<string, Entry>();
  const folders = new Map<string, Place | 'absent' | Obstacle>();
  /** One look at each folder is enough for all that lies in it. */
  const folderAt = (path: string): Place | 'absent' | Obstacle => {
    let place = folders.get(path);
    if (place === undefined) folders.set(path, (place = placeOf(path)));
    return place;
  };
  const placeOf = (path: string): Place | 'absent' | Obstacle => {
    if (path === '') return { real: realRoot, stat: statSync(realRoot) };
    const name = baseName(path);
    if (isReserved(name)) return 'outside';
    if (!isPrintable(name)) return 'unprintable';
    const folder = folderAt(folderOf(path));
    return typeof folder === 'string' ? folder : look(realRoot, join(folder.real, name));
  };
  const load = (path: string): Entry => {
    let entry = entries.get(path);
    if (!entry) entries.set(path, (entry = read(folderAt(path), realRoot)));
    return entry;
  };
  return {
    bytes: path => load(path).bytes,
    read(path) {
      const entry = load(path);
      if (entry.text === undefined && entry.bytes) entry.text = textOf(entry.bytes);
      return entry.text;
    },
    isFolder: path => load(path).folder,
    obstacle: path => load(path).obstacle,
    resolve(path) {
      const place = folderAt(path);
      if (typeof place === 'string') return undefined;
      const inside = relative(realRoot, place.real);
      return sep === '/' ? inside : inside.split(sep).join('/');
    },
    looks: () =>
      [...folders].map(([path, place]) => {
        const isOwn = typeof place !== 'string' && place.real === join(realRoot, path);
        const stat = isOwn ? place.stat : place === 'absent' ? place : undefined;
        return { path, isRead: entries.has(path), stat };
      }),
  };
}

/** What is not UTF-8 shows in the text, and never passes for a character that somebody has written. */
function textOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return isUtf8(bytes) ? text : text.replaceAll('\ufffd', NOT_UTF8);
}

/** Steps out of a folder, and the directory of git: hooks and credentials lie there. */
function isReserved(name: string): boolean {
  return name === '..' || name.toLowerCase() === '.git';
}

function look(realRoot: string, path: string): Place | 'absent' | Obstacle {
  try {
    // Two of the three names of a kustomization are absent from each folder: an error each would cost more than reading.
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (!stat) return 'absent';
    if (!stat.isSymbolicLink()) return { real: path, stat };
    const real = realpathSync.native(path);
    const inside = relative(realRoot, real);
    if (isAbsolute(inside) || inside.split(sep).some(isReserved)) return 'outside';
    return { real, stat: statSync(real) };
  } catch (error) {
    return obstacleOf(error);
  }
}

/** What is no file for anybody, and what is none for this user. */
function obstacleOf(error: unknown): 'absent' | Obstacle {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (ABSENCE.has(code)) return 'absent';
  if (DENIAL.has(code)) return 'unreadable';
  throw error;
}

const ABSENCE = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE']);
const DENIAL = new Set(['EACCES', 'EPERM', 'EIO']);

function read(place: Place | 'absent' | Obstacle, realRoot: string): Entry {
  if (place === 'absent') return entryOf({});
  if (typeof place === 'string') return entryOf({ obstacle: place });
  if (place.stat.isDirectory()) return entryOf({ folder: true });
  return place.stat.isFile() ? readAt(place.real, realRoot) : entryOf({});
}

function readAt(path: string, realRoot: string): Entry {
  try {
    const bytes = readBelow(realRoot, path);
    return entryOf(bytes === undefined ? { obstacle: 'outside' } : { bytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') return entryOf({ folder: true });
    const obstacle = obstacleOf(error);
    return entryOf(obstacle === 'absent' ? {} : { obstacle });
  }
}

function entryOf({ bytes, folder = false, obstacle }: Partial<Omit<Entry, 'text'>>): Entry {
  return { bytes, folder, obstacle, text: undefined };
}
