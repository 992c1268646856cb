/** Documents of files that nothing renders: somebody applies them all the same. */

import type { Files } from '../../../kustomize/files/files.ts';
import type { Node } from '../../../kustomize/tree/node.ts';
import { documentsIn, kindOf } from './documents.ts';

/** @param read files that are looked at otherwise */
export function unreadDocuments(
  files: Files,
  paths: readonly string[],
  read: ReadonlySet<string>,
  kinds: readonly string[],
): Node[] {
  const pattern = new RegExp(`^kind:\\s*["']?(?:${kinds.join('|')})\\b`, 'm');
  return paths
    .filter(path => /\.ya?ml$/.test(path) && !read.has(path) && pattern.test(files.read(path) ?? ''))
    .flatMap(path => documentsIn(files, path))
    .filter(document => kinds.includes(kindOf(document)));
}
