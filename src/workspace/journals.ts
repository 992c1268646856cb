/** Where journals of writes may lie: the place depends on what the user named and on whether there was a repository then. */
import { lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { baseName, folderOf } from '../kustomize/files/files.ts';
import { JOURNAL } from '../text/journal.ts';
import { lookAt } from './git-tree.ts';
import type { OpenWorkspace } from './open.ts';

/** A journal, or the place of one. */
export interface JournalPlace {
  readonly journalDir: string;
  /** What its paths are relative to. */
  readonly root: string;
}

/** The place of this workspace first, then those where there is a journal: in folders of it. */
export function journalsIn(
  workspace: Pick<OpenWorkspace, 'root' | 'journalDir' | 'selected' | 'paths'>,
): JournalPlace[] {
  const { root, journalDir, selected, paths } = workspace;
  const folders = new Set(paths.filter(path => baseName(path) === JOURNAL).map(folderOf));
  for (const path of ['', ...selected])
    for (let at = path; ; at = folderOf(at)) {
      folders.add(at);
      if (at === '') break;
    }
  const others = [...folders]
    .map(folder => join(root, folder))
    .filter(folder => folder !== journalDir && hasJournal(folder));
  return [{ root, journalDir }, ...others.map(folder => ({ root: folder, journalDir: folder }))];
}

/** Those in folders above the workspace, which hold it: of runs that were about more. */
export function journalsAbove({ root }: Pick<OpenWorkspace, 'root'>): JournalPlace[] {
  const above: JournalPlace[] = [];
  for (let at = root; at !== dirname(at); ) {
    at = dirname(at);
    if (hasJournal(at)) above.push({ root: at, journalDir: at });
  }
  return above;
}

function hasJournal(folder: string): boolean {
  return lookAt(join(folder, JOURNAL), lstatSync) !== undefined;
}
