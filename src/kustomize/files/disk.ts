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
import { isYoung, markOf } from './untouched.ts';

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
  /** The same as the disk has them by now: what nobody has touched is not read again. */
  again(): DiskFiles;
}

/** What has been looked at, and when it began. */
interface Seen {
  readonly realRoot: string;
  readonly began: number;
  readonly places: Map<string, Place | 'absent' | Obstacle>;
  readonly entries: Map<string, Entry>;
  before: Files['before'];
}

/** @param root absolute path of the workspace */
export function diskFiles(root: string): DiskFiles {
  return filesOn({
    realRoot: realpathSync.native(root),
    began: Date.now(),
    places: new Map(),
    entries: new Map(),
    before: undefined,
  });
}

function filesOn(seen: Seen): DiskFiles {
  const { realRoot, places, entries } = seen;
  const load = (path: string): Entry => {
    let entry = entries.get(path);
    if (!entry) entries.set(path, (entry = read(placeAt(seen, path), realRoot)));
    return entry;
  };
  const files: DiskFiles = {
    get before() {
      return seen.before;
    },
    bytes: path => load(path).bytes,
    read(path) {
      const entry = load(path);
      if (entry.text === undefined && entry.bytes) entry.text = textOf(entry.bytes);
      return entry.text;
    },
    isFolder: path => load(path).folder,
    obstacle: path => load(path).obstacle,
    resolve(path) {
      const place = placeAt(seen, path);
      if (typeof place === 'string') return undefined;
      const inside = relative(realRoot, place.real);
      return sep === '/' ? inside : inside.split(sep).join('/');
    },
    looks: () =>
      [...places].map(([path, place]) => {
        const isOwn = typeof place !== 'string' && place.real === join(realRoot, path);
        const stat = isOwn ? place.stat : place === 'absent' ? place : undefined;
        return { path, isRead: entries.has(path), stat };
      }),
    again: () => renewed(seen, files),
  };
  return files;
}

/** One look at each folder is enough for all that lies in it. */
function placeAt(seen: Seen, path: string): Place | 'absent' | Obstacle {
  let place = seen.places.get(path);
  if (place === undefined) seen.places.set(path, (place = placeOf(seen, path)));
  return place;
}

function placeOf(seen: Seen, path: string): Place | 'absent' | Obstacle {
  const { realRoot } = seen;
  if (path === '') return { real: realRoot, stat: statSync(realRoot) };
  const name = baseName(path);
  if (isReserved(name)) return 'outside';
  if (!isPrintable(name)) return 'unprintable';
  const folder = placeAt(seen, folderOf(path));
  return typeof folder === 'string' ? folder : look(realRoot, join(folder.real, name));
}

/** Looks at everything again that has been looked at, and reads what may have changed. */
function renewed(seen: Seen, files: Files): DiskFiles {
  const { realRoot, began, places, entries } = seen;
  const now: Seen = {
    realRoot,
    began: Date.now(),
    places: new Map(),
    entries: new Map(),
    before: undefined,
  };
  const changed = new Set<string>();
  let isAlike = true;
  for (const [path, place] of places) {
    const other = placeAt(now, path);
    if (!leadAlike(place, other)) isAlike = false;
    const entry = entries.get(path);
    if (entry === undefined) continue;
    const fresh = isUntouched(place, other, began) ? entry : read(other, realRoot);
    const isSame = hasSameBytes(entry, fresh);
    // An equal text is the one that was read before: what was made of it is found by it.
    now.entries.set(path, isSame ? entry : fresh);
    if (entry.folder !== fresh.folder || entry.obstacle !== fresh.obstacle) isAlike = false;
    if (isSame) continue;
    if (entry.bytes && fresh.bytes) changed.add(path);
    else isAlike = false;
  }
  if (isAlike) now.before = { files, changed };
  // Who watches for a day does not keep all that was.
  seen.before = undefined;
  return filesOn(now);
}

function leadAlike(a: Place | 'absent' | Obstacle, b: Place | 'absent' | Obstacle): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return a.real === b.real && a.stat.isDirectory() === b.stat.isDirectory();
}

function isUntouched(
  before: Place | 'absent' | Obstacle,
  now: Place | 'absent' | Obstacle,
  began: number,
): boolean {
  if (typeof before === 'string' || typeof now === 'string') return before === now;
  if (before.stat.isDirectory() && now.stat.isDirectory()) return true;
  return markOf(before.stat) === markOf(now.stat) && !isYoung(now.stat, began);
}

function hasSameBytes({ bytes: a, folder, obstacle }: Entry, other: Entry): boolean {
  if (a === undefined || other.bytes === undefined)
    return a === other.bytes && folder === other.folder && obstacle === other.obstacle;
  return Buffer.compare(a, other.bytes) === 0;
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
