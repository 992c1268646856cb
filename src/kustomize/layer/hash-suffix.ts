/** Content hashes behind the names of generated objects (kustomize.md 1.12). */

import { OutOfScope } from '../files/problem.ts';
import { contentHash } from '../object/content-hash.ts';
import { setMetadata } from '../object/metadata.ts';
import { idOf, nameOf, type Resource, storePreviousId } from '../object/resource.ts';
import { entry, writtenBy } from '../tree/node.ts';

export function addHashes(resources: readonly Resource[]): void {
  for (const resource of resources) {
    if (!resource.needsHash) continue;
    const { source } = resource;
    const hash = contentHash(resource.node);
    if (hash === null) throw new OutOfScope(`hash suffix of a ${idOf(resource).kind}`, { file: source.file });
    storePreviousId(resource);
    const { origin: written } = entry(entry(resource.node, 'metadata'), 'name') ?? resource.node;
    const { file, doc, layer } = source;
    const origin = writtenBy(written, { type: 'hash', file, doc, layer, reason: 'content hash' });
    resource.node = setMetadata(resource.node, 'name', `${nameOf(resource)}-${hash}`, origin);
  }
}
