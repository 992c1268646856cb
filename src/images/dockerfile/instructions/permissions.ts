/** Where the user of an image may write: without root it writes there and nowhere else. */
import type { Family } from '../../families/record/family.ts';
import { baseName } from '../../start/base-name.ts';
import { accountMadeBy } from './accounts.ts';
import { placeOf } from './contents.ts';
import { wordsOf } from './text.ts';

/** What the instructions of a stage open to others than root. */
export interface Permissions {
  /** Folders that scripts make, by line: empty until something is put there. */
  readonly made: Map<string, number>;
  /** What is given to a user, or opened to everybody, by line. */
  readonly given: Map<string, number>;
  /** Homes that are made with users. */
  readonly homes: Set<string>;
  /** The first line that may open more than its words show. */
  unclear: number | undefined;
}

/** Where a user other than root may write. */
export interface Writable {
  /** All that it may write to, each of them empty in the image; undefined where it may write to more. */
  readonly all: readonly string[] | undefined;
  /** Empty folders that are made for it. */
  readonly made: readonly string[];
  /** Folders that are given to it and called like what is written: logs, caches. They may have files. */
  readonly telling: readonly string[];
  /** The first place with files of the image that it may write to, and the line that opens it. */
  readonly open: { readonly path: string; readonly line: number } | undefined;
}

export function noPermissions(): Permissions {
  return { made: new Map(), given: new Map(), homes: new Set(), unclear: undefined };
}

export function copyOfPermissions({ made, given, homes, unclear }: Permissions): Permissions {
  return { made: new Map(made), given: new Map(given), homes: new Set(homes), unclear };
}

/** Programs that give away what their other words say, or work as somebody else. */
const HANDS_ON = /\b(?:chown|chmod|setfacl|gosu|su-exec|runuser|setpriv)\b|\b(?:su|sudo)\s/;

/**
 * Takes up what a script of RUN makes and gives away.
 *
 * @param isRoot whether root runs it: what somebody else makes is that user's
 */
export function readScript(
  permissions: Permissions,
  script: string,
  {
    line,
    workdir,
    isRoot,
  }: { readonly line: number; readonly workdir: string | undefined; readonly isRoot: boolean },
): void {
  const unclear = () => (permissions.unclear ??= line);
  if (!isRoot) unclear();
  const text = script.replace(/--mount=\S+/g, '').replace(/\\?\n/g, ';');
  let folder = workdir;
  for (const command of text.split(/&&|\|\||[;|]/)) {
    const [program = '', ...args] = wordsOf(command.replace(/[()]|^\s*\{\s|\s\}\s*$/g, ' ').trim());
    const targets = (words: readonly string[]) => {
      const places = words.map(word => placeIn(folder, word));
      if (places.includes(undefined)) unclear();
      return places.flatMap(place => place ?? []);
    };
    const name = baseName(program);
    if (name === 'cd') folder = placeIn(folder, args[0] ?? '');
    else if (name === 'mkdir') {
      const { mode, words } = modeAndWords(args);
      for (const place of targets(words.flatMap(expanded))) {
        permissions.made.set(place, line);
        if (mode !== undefined && opens(mode)) permissions.given.set(place, line);
      }
    } else if (name === 'chown' || name === 'chmod') {
      const [what = '', ...words] = args.filter(each => !/^-(?:[RvfchHLP]+$|-)/.test(each));
      const isGiven = name === 'chown' ? !isRoots(what) : opens(what);
      if (isGiven) for (const place of targets(words.flatMap(expanded))) permissions.given.set(place, line);
    } else if (name === 'useradd' || name === 'adduser') {
      const home = accountMadeBy([name, ...args])?.home;
      const place = home === undefined ? undefined : placeOf(home);
      if (place !== undefined) permissions.homes.add(place);
    } else {
      if (HANDS_ON.test(command)) unclear();
      // What a program does there may be to put something into it.
      for (const path of permissions.made.keys())
        if (path === folder || command.includes(path)) permissions.made.delete(path);
    }
  }
}

/** Takes up the owner and the mode that COPY and ADD give to what they bring. */
export function readOwner(
  permissions: Permissions,
  rest: string,
  paths: readonly string[],
  line: number,
): void {
  const owner = /(?:^|\s)--chown=(\S+)/.exec(rest)?.[1];
  const mode = /(?:^|\s)--chmod=(\S+)/.exec(rest)?.[1];
  const isGiven = (owner !== undefined && !isRoots(owner)) || (mode !== undefined && opens(mode));
  if (!isGiven) return;
  for (const path of paths) {
    const place = placeOf(path);
    // What comes into the root of all is somebody's, and by its name alone it is not known; the root itself stays root's.
    if (place === undefined || place === '/') permissions.unclear ??= line;
    else permissions.given.set(place, line);
  }
}

/**
 * Where users other than root may write, from what the base of the image leaves them.
 *
 * @param contents where the image has files of its own
 */
export function writableBy(
  { made, given, homes, unclear }: Permissions,
  base: { readonly name: string; readonly family: Family | undefined },
  contents: ReadonlyMap<string, number>,
  volumes: readonly string[],
): Writable {
  const isEmpty = base.name === 'scratch';
  const isPlain = isEmpty || (base.family !== undefined && base.family.component === undefined);
  const hasFiles = (path: string) => [...contents.keys()].some(place => isAt(place, path));
  const places = [...given].filter(([path]) => !isFile(path, contents));
  const own = [...places.map(([path]) => path), ...homes];
  const empty = own.filter(path => (made.has(path) || homes.has(path)) && !hasFiles(path));
  const [open] = places.filter(([path]) => !empty.includes(path));
  const isOpen = open !== undefined || unclear !== undefined || [...homes].some(hasFiles);
  const hasTemporary = !isEmpty || contents.has('/tmp');
  const folders = [...new Set([...(hasTemporary ? ['/tmp'] : []), ...empty, ...volumes])].sort();
  const inOpen =
    open === undefined ? [] : [...made.keys()].filter(path => isAt(path, open[0]) && !hasFiles(path));
  if (isPlain && !isOpen) return { all: folders, made: empty, telling: [], open: undefined };
  return {
    all: undefined,
    made: [...new Set([...empty, ...inOpen])].sort(),
    telling: own.filter(path => WRITTEN.test(path)),
    open: open && { path: open[0], line: open[1] },
  };
}

/** Called like what programs write. */
const WRITTEN = /\/(?:te?mp|\.?caches?|logs?|storage|uploads?|run|sessions?|spool)$/;

/** Whether a place lies in a folder, or is it. */
function isAt(place: string, folder: string): boolean {
  return place === folder || place.startsWith(folder === '/' ? '/' : `${folder}/`);
}

/** A program or a list of accounts that somebody may change is none that it writes. */
function isFile(path: string, contents: ReadonlyMap<string, number>): boolean {
  if (/^\/etc\/(?:passwd|group|shadow)$/.test(path)) return true;
  return contents.has(path) && /[^/.]\.[A-Za-z]\w*$/.test(path);
}

/** `root`, `0:0`, `root:app`; what a group may write says `chmod`. */
function isRoots(owner: string): boolean {
  return /^(?:root|0)(?::|$)/.test(owner) || owner.startsWith(':');
}

/** Whether others than the owner may write what has the mode; a mode that is not understood counts as if they might. */
function opens(mode: string): boolean {
  if (/^[0-7]{3,4}$/.test(mode)) return /[2367]/.test(mode.slice(-2));
  return mode.split(',').some(clause => {
    const [, who, sign, what] = /^([ugoa]*)([-+=])([rwxXstugo]*)$/.exec(clause) ?? [];
    if (who === undefined) return true;
    return sign !== '-' && /[goa]/.test(who) && /[wu]/.test(what!);
  });
}

function modeAndWords(args: readonly string[]): {
  readonly mode: string | undefined;
  readonly words: string[];
} {
  const words: string[] = [];
  let mode: string | undefined;
  for (let index = 0; index < args.length; index++) {
    const word = args[index]!;
    if (/^(?:-[pv]*m|--mode)$/.test(word)) mode = args[++index];
    else if (word.startsWith('--mode=')) mode = word.slice('--mode='.length);
    else if (!word.startsWith('-')) words.push(word);
  }
  return { mode, words };
}

/** `/app/{cache,logs}` */
function expanded(word: string): string[] {
  const [, head, list, tail] = /^([^{}]*)\{([^{}]*)\}([^{}]*)$/.exec(word) ?? [];
  return list === undefined ? [word] : list.split(',').map(each => `${head}${each}${tail}`);
}

function placeIn(folder: string | undefined, word: string): string | undefined {
  if (/[*?[\]`]/.test(word) || word.includes('~')) return undefined;
  if (word.startsWith('/')) return placeOf(word);
  return folder === undefined ? undefined : placeOf(`${folder}/${word}`);
}
