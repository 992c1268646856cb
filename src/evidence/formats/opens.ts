/** Where a container writes, by the files that it was seen to open. */
import { itemsOf, textOf, textsOf } from '../model/data.ts';

export interface Written {
  /** Folders in which it opened files to write them. */
  readonly writes: readonly string[];
  /** Those of them in which it also read files that the image brings. */
  readonly content: readonly string[];
}

const WRITING = /^O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)$/;
/** What the kernel has there, whatever the root file system is. */
const OF_KERNEL = /^\/(?:proc|sys|dev)(?:\/|$)/;
/** What stands for many names: kubescape writes one that it has seen vary as an ellipsis. */
const VARIES = /⋯|<dynamic>|\*/;

interface Opened {
  readonly path: string;
  readonly flags: readonly string[];
}

/** @param opens `{path, flags}` each */
export function writtenIn(opens: unknown): Written {
  const opened = itemsOf(opens).flatMap((each): Opened[] => {
    const path = textOf(each.path);
    return path?.startsWith('/') && !OF_KERNEL.test(path) ? [{ path, flags: textsOf(each.flags) }] : [];
  });
  const written = opened.filter(({ flags }) => flags.some(flag => WRITING.test(flag)));
  const writes = outermost(written.map(folderOf));
  const made = new Set(written.filter(isMade).map(({ path }) => path));
  // What is there although nobody was seen to make it has come with the image.
  const brought = opened.filter(({ path, flags }) => !made.has(path) && !flags.includes('O_DIRECTORY'));
  const content = writes.filter(folder => brought.some(({ path }) => path.startsWith(`${folder}/`)));
  return { writes, content };
}

function isMade({ flags }: Opened): boolean {
  return flags.includes('O_CREAT') || flags.includes('O_TMPFILE');
}

/** The folder of a file, as far as it has one name; a temporary file is opened by its folder. */
function folderOf({ path, flags }: Opened): string {
  const steps = path.split('/').slice(1);
  const fixed = steps.findIndex(step => VARIES.test(step));
  const named =
    fixed < 0 ? (flags.includes('O_TMPFILE') ? steps : steps.slice(0, -1)) : steps.slice(0, fixed);
  return `/${named.join('/')}`;
}

/** A volume at a folder holds what is below it. */
function outermost(folders: readonly string[]): string[] {
  const all = [...new Set(folders)].sort();
  return all.filter(folder => !all.some(other => other !== folder && isBelow(folder, other)));
}

function isBelow(path: string, folder: string): boolean {
  return folder === '/' || path.startsWith(`${folder}/`);
}

/**
 * System calls that fail on a read-only file system, of which a recording does not say the path: it lists the files that are
 * opened.
 */
const UNPLACED =
  /^(?:mkdir|rmdir|rename|link|symlink|mknod|unlink|chmod|fchmod|chown|fchown|lchown|truncate|utime|utimes|futimes|utimens|setxattr|removexattr)(?:at)?2?$/;

/** Those of them that it made; undefined where no calls were recorded at all. */
export function unplacedIn(calls: unknown): string[] | undefined {
  if (textsOf(calls).length === 0) return undefined;
  return [...new Set(textsOf(calls).filter(call => UNPLACED.test(call)))].sort();
}
