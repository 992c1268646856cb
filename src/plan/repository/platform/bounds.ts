/** Quotas, LimitRanges and network policies that stand beside the kustomizations: somebody applies them, and a second one would contradict. */

import type { Files } from '../../../kustomize/files/files.ts';
import { at, entry, textOf, toJson } from '../../../kustomize/tree/node.ts';
import type { WrittenBound } from '../../../transform.ts';
import { kindOf, nameOf, placeOf } from '../manifests/documents.ts';
import { unreadDocuments } from '../manifests/unread.ts';

export interface Bound extends WrittenBound {
  readonly kind: string;
  readonly namespace: string;
}

const KINDS = ['LimitRange', 'ResourceQuota', 'NetworkPolicy'];

/**
 * Those with a namespace.
 *
 * @param read files that are looked at otherwise
 */
export function readBounds(files: Files, paths: readonly string[], read: ReadonlySet<string>): Bound[] {
  return unreadDocuments(files, paths, read, KINDS).flatMap(document => {
    const namespace = textOf(at(document, 'metadata', 'namespace'));
    if (namespace === undefined) return [];
    const spec = entry(document, 'spec');
    return [
      {
        kind: kindOf(document),
        namespace,
        name: nameOf(document),
        at: placeOf(files, entry(document, 'kind') ?? document),
        spec: spec?.kind === 'map' ? toJson(spec) : {},
      },
    ];
  });
}
