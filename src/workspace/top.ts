/** Where a workspace begins. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, parse, relative, resolve, sep } from 'node:path';
import { CONFIG_FILE } from '../config/load.ts';
import {
  itemsOf,
  type Kustomization,
  loadKustomization,
  looksRemote,
} from '../kustomize/file/kustomization.ts';
import { diskFiles } from '../kustomize/files/disk.ts';
import { BuildFailure, OutOfScope } from '../kustomize/files/problem.ts';
import { textOf } from '../kustomize/tree/node.ts';

/** So many kustomizations are followed, and no more. */
const MAX_FOLLOWED = 1000;

/**
 * The top of a workspace without git: the folder of the nearest configuration above, else the lowest folder that
 * holds the start and all that its kustomization refers to.
 *
 * @param start absolute path of a folder
 */
export function topWithoutGit(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, CONFIG_FILE))) return folder;
    if (folder === dirname(folder)) return topOfReferences(start);
  }
}

function topOfReferences(start: string): string {
  const disk = parse(start).root;
  const files = diskFiles(disk);
  const seen = new Set([start]);
  let top = start;
  for (const folder of seen) {
    if (seen.size > MAX_FOLLOWED) break;
    const kustomization = readIn(folder);
    if (!kustomization) continue;
    for (const target of referredTo(kustomization, folder)) {
      top = commonFolder(top, target);
      seen.add(target);
    }
  }
  return top;

  function readIn(folder: string): Kustomization | null {
    try {
      return loadKustomization(files, relative(disk, folder).split(sep).join('/'));
    } catch (error) {
      // Whoever evaluates it says what is wrong.
      if (error instanceof BuildFailure || error instanceof OutOfScope) return null;
      throw error;
    }
  }
}

/** Folders that a kustomization takes something from. */
function referredTo(kustomization: Kustomization, folder: string): string[] {
  return ['resources', 'bases', 'components'].flatMap(field =>
    itemsOf(kustomization, field).flatMap(({ node }) => {
      const text = textOf(node) ?? '';
      const path = resolve(folder, text);
      if (text === '' || looksRemote(text) || !existsSync(path)) return [];
      return [statSync(path).isDirectory() ? path : dirname(path)];
    }),
  );
}

function commonFolder(a: string, b: string): string {
  let folder = a;
  while (b !== folder && !b.startsWith(folder.endsWith(sep) ? folder : folder + sep))
    folder = dirname(folder);
  return folder;
}
