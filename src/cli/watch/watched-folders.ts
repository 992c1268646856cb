/** Folders that are watched, each by itself: what git ignores and keeps to itself is left out, however large it is. */
import { type FSWatcher, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../process/errors.ts';

export interface WatchedFolders {
  /**
   * Watches these folders, and no others.
   *
   * @returns whether one of them was not watched before
   * @throws UsageError where the system does not watch so many
   */
  follow(folders: ReadonlySet<string>): boolean;
  close(): void;
}

interface Watched {
  readonly watcher: FSWatcher;
  /** Another folder of the same name is watched anew. */
  readonly inode: number;
}

/** @param say is told of what has changed, by its path */
export function watchedFolders(root: string, say: (path: string) => void): WatchedFolders {
  const watched = new Map<string, Watched>();
  const forget = (folder: string): void => {
    watched.get(folder)?.watcher.close();
    watched.delete(folder);
  };
  const add = (folder: string): boolean => {
    const inode = inodeOf(join(root, folder));
    if (watched.has(folder) && watched.get(folder)?.inode === inode) return false;
    forget(folder);
    if (inode === undefined) return false;
    const watcher = watch(join(root, folder), (_, name) => {
      if (name !== '.git') say(join(folder, name ?? ''));
    });
    // It has gone: its parent says so.
    watcher.on('error', () => forget(folder));
    watched.set(folder, { watcher, inode });
    return true;
  };
  return {
    follow(folders) {
      for (const folder of watched.keys()) if (!folders.has(folder)) forget(folder);
      let isNew = false;
      for (const folder of folders) {
        try {
          isNew = add(folder) || isNew;
        } catch (error) {
          throw asUsage(error as NodeJS.ErrnoException);
        }
      }
      return isNew;
    },
    close() {
      for (const folder of [...watched.keys()]) forget(folder);
    },
  };
}

function inodeOf(path: string): number | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isDirectory() ? stat.ino : undefined;
}

function asUsage(error: NodeJS.ErrnoException): Error {
  return error.code === 'ENOSPC' || error.code === 'EMFILE'
    ? new UsageError('--watch: the system does not watch so many folders (fs.inotify.max_user_watches)')
    : error;
}
