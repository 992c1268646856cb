/** Quotas, LimitRanges and network policies that stand beside the kustomizations: somebody applies them, and a second one would contradict. */

import type { Graph } from '../../../kustomize/file/graph.ts';
import type { Files } from '../../../kustomize/files/files.ts';
import { at, entry, textOf, toJson } from '../../../kustomize/tree/node.ts';
import type { WrittenBound } from '../../../transform.ts';
import { documentsIn, kindOf, nameOf, placeOf } from './documents.ts';

export interface Bound extends WrittenBound {
  readonly kind: string;
  readonly namespace: string;
}

const KIND = /^kind:\s*["']?(?:LimitRange|ResourceQuota|NetworkPolicy)\b/m;
const KINDS: ReadonlySet<string> = new Set(['LimitRange', 'ResourceQuota', 'NetworkPolicy']);

/** Those with a namespace, of files that no kustomization reads. */
export function readBounds(files: Files, paths: readonly string[], graph: Graph): Bound[] {
  const found = paths.filter(path => /\.ya?ml$/.test(path) && KIND.test(files.read(path) ?? ''));
  if (found.length === 0) return [];
  const read = new Set([...graph.nodes.values()].flatMap(node => [...node.files]));
  return found
    .filter(path => !read.has(path))
    .flatMap(path => documentsIn(files, path))
    .flatMap(document => {
      const kind = kindOf(document);
      const namespace = textOf(at(document, 'metadata', 'namespace'));
      if (!KINDS.has(kind) || namespace === undefined) return [];
      const spec = entry(document, 'spec');
      return [
        {
          kind,
          namespace,
          name: nameOf(document),
          at: placeOf(files, entry(document, 'kind') ?? document),
          spec: spec?.kind === 'map' ? toJson(spec) : {},
        },
      ];
    });
}
