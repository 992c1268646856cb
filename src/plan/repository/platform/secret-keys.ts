/** Keys of Secrets by manifests that no kustomization reads: examples, and what is encrypted or applied by hand. */

import type { Graph } from '../../../kustomize/file/graph.ts';
import type { Files } from '../../../kustomize/files/files.ts';
import { at } from '../../../kustomize/tree/node.ts';
import { documentsIn, kindOf, nameOf } from '../manifests/documents.ts';

/** `app-secrets.yaml.example` is no manifest to kustomize, and shows the same. */
const EXAMPLE = /\.ya?ml(?:\.\w+)?$/;
const IS_SECRET = /^kind:\s*["']?Secret\b/m;

/** By the name of the Secret: all that any of them has. */
export function secretKeys(
  files: Files,
  paths: readonly string[],
  graph: Graph,
): ReadonlyMap<string, ReadonlySet<string>> {
  const read = new Set([...graph.nodes.values()].flatMap(node => [...node.files]));
  const found = new Map<string, Set<string>>();
  for (const path of paths) {
    if (!EXAMPLE.test(path) || read.has(path) || !IS_SECRET.test(files.read(path) ?? '')) continue;
    for (const document of documentsIn(files, path)) {
      if (kindOf(document) !== 'Secret') continue;
      const keys = ['data', 'stringData'].flatMap(field => keysAt(document, field));
      const known = found.get(nameOf(document)) ?? new Set<string>();
      found.set(nameOf(document), known);
      for (const key of keys) known.add(key);
    }
  }
  return found;
}

function keysAt(document: Parameters<typeof at>[0], field: string): string[] {
  const map = at(document, field);
  return map?.kind === 'map' ? [...map.entries.keys()] : [];
}
