/** A workspace on disk. Links are followed inside the workspace only; every file is read once. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { Files } from './files.ts';

interface Entry {
  readonly bytes: Uint8Array | undefined;
  readonly folder: boolean;
  text: string | undefined;
}

/** @param root absolute path of the workspace */
export function diskFiles(root: string): Files {
  const realRoot = realpathSync.native(root);
  const entries = new Map<string, Entry>();
  const resolved = new Map<string, string | undefined>();
  const load = (path: string): Entry => {
    let entry = entries.get(path);
    if (!entry) entries.set(path, (entry = read(join(root, path))));
    return entry;
  };
  return {
    bytes: path => load(path).bytes,
    read(path) {
      const entry = load(path);
      if (entry.text === undefined && entry.bytes) entry.text = Buffer.from(entry.bytes).toString('utf8');
      return entry.text;
    },
    isFolder: path => load(path).folder,
    resolve(path) {
      if (!resolved.has(path)) resolved.set(path, resolveWithin(realRoot, join(root, path)));
      return resolved.get(path);
    },
  };
}

/** @throws when the file is there and cannot be read (permissions) */
function read(path: string): Entry {
  try {
    // Two of the three names of a kustomization are absent from each folder: an error each would cost more than reading.
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return { bytes: undefined, folder: false, text: undefined };
    if (stat.isDirectory()) return { bytes: undefined, folder: true, text: undefined };
    if (!stat.isFile()) return { bytes: undefined, folder: false, text: undefined };
    return { bytes: readFileSync(path), folder: false, text: undefined };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (
      code === 'ENOENT' ||
      code === 'ENOTDIR' ||
      code === 'ELOOP' ||
      code === 'ENAMETOOLONG' ||
      code === 'ERR_INVALID_ARG_VALUE'
    ) {
      return { bytes: undefined, folder: false, text: undefined };
    }
    throw error;
  }
}

function resolveWithin(realRoot: string, path: string): string | undefined {
  try {
    const inside = relative(realRoot, realpathSync.native(path));
    if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return undefined;
    return sep === '/' ? inside : inside.split(sep).join('/');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
