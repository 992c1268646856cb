/** Documents of files that no kustomization reads: somebody applies them all the same. */

import type { Graph } from '../../../kustomize/file/graph.ts';
import type { Files } from '../../../kustomize/files/files.ts';
import type { Node } from '../../../kustomize/tree/node.ts';
import { documentsIn, kindOf } from './documents.ts';

export function unreadDocuments(
  files: Files,
  paths: readonly string[],
  graph: Graph,
  kinds: readonly string[],
): Node[] {
  const pattern = new RegExp(`^kind:\\s*["']?(?:${kinds.join('|')})\\b`, 'm');
  const found = paths.filter(path => /\.ya?ml$/.test(path) && pattern.test(files.read(path) ?? ''));
  if (found.length === 0) return [];
  const read = new Set([...graph.nodes.values()].flatMap(node => [...node.files]));
  return found
    .filter(path => !read.has(path))
    .flatMap(path => documentsIn(files, path))
    .filter(document => kinds.includes(kindOf(document)));
}
