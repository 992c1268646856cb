import type { Obstacle } from '../../text/obstacle.ts';

/** The files of a workspace, by paths relative to it (`/` separators, '' is the workspace itself). */
export interface Files {
  /** Text of a file; undefined when it is absent, a folder, or behind an obstacle. */
  read(path: string): string | undefined;
  /** The bytes of a file: generators take files that are no text. */
  bytes(path: string): Uint8Array | undefined;
  isFolder(path: string): boolean;
  /** The path with links resolved; undefined when it leads out of the workspace. */
  resolve(path: string): string | undefined;
  /** Why nothing is read although something is there. */
  obstacle(path: string): Obstacle | undefined;
  /** The same files before some texts have changed, where nothing else has. */
  readonly before?: { readonly files: Files; readonly changed: ReadonlySet<string> } | undefined;
}

/** The same files with some texts replaced (null: removed): what a plan would leave behind. */
export function withChanges(files: Files, changes: ReadonlyMap<string, string | null>): Files {
  const folders = new Set<string>();
  for (const [path, text] of changes) {
    if (text === null) continue;
    for (let i = path.lastIndexOf('/'); i > 0; i = path.lastIndexOf('/', i - 1))
      folders.add(path.slice(0, i));
  }
  return {
    read(path) {
      const text = changes.get(path);
      return text === undefined ? files.read(path) : (text ?? undefined);
    },
    bytes(path) {
      const text = changes.get(path);
      return text === undefined ? files.bytes(path) : text === null ? undefined : Buffer.from(text);
    },
    isFolder: path => folders.has(path) || files.isFolder(path),
    // A file or folder that only a change brings has no links in it.
    resolve: path =>
      changes.get(path) ? path : (files.resolve(path) ?? (folders.has(path) ? path : undefined)),
    obstacle: path => (changes.get(path) ? undefined : files.obstacle(path)),
  };
}

/** Files held in memory: for tests, and for the renders of a tool. */
export function memoryFiles(texts: Readonly<Record<string, string>>): Files {
  return withChanges(
    {
      read: () => undefined,
      bytes: () => undefined,
      isFolder: path => path === '',
      resolve: path => path,
      obstacle: () => undefined,
    },
    new Map(Object.entries(texts)),
  );
}

/** Joins a folder and a relative path; undefined when the result leaves the workspace. */
export function joinPath(folder: string, relative: string): string | undefined {
  const parts: string[] = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length === 0) return undefined;
    else parts.pop();
  }
  return parts.join('/');
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The path from a folder to another path, as a kustomization writes it. */
export function relativePath(folder: string, to: string): string {
  const from = folder === '' ? [] : folder.split('/');
  const target = to === '' ? [] : to.split('/');
  let common = 0;
  while (common < from.length && common < target.length && from[common] === target[common]) common++;
  const path = [...from.slice(common).map(() => '..'), ...target.slice(common)].join('/');
  return path === '' ? '.' : path;
}

/** True when `path` is `folder` or lies below it. */
export function isWithin(folder: string, path: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
