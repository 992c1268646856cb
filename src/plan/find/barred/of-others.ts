/** Changes of what others release: wanted over their manifests, and nothing that anybody takes unread (docs/design/judgement.md 6). */

import type { Change, Doubt, Proposal, Resource } from '../../../transform.ts';
import type { RenderedRoot } from '../../rendered/rendered.ts';
import type { Repository } from '../../repository/repository.ts';

/** What a layer of the repository has written itself is its own, whoever releases the object. */
export function upstreamDoubt(
  { changes, via }: Proposal,
  { byKey }: Pick<RenderedRoot, 'byKey'>,
  resourceOf: (key: string) => Resource | undefined,
  { ownerOf }: Pick<Repository, 'ownerOf'>,
): Doubt | undefined {
  // It is worth no patch, and their files are not edited.
  if (via === 'texts') return undefined;
  for (const change of changes) {
    const key = subjectOf(change);
    const source = key === undefined ? undefined : byKey.get(key)?.sourceId.replace(/#\d+$/, '');
    const owner = source === undefined ? undefined : ownerOf(source);
    if (!owner?.isUpstream) continue;
    const path = 'path' in change ? change.path : ['kind'];
    const isTheirs = resourceOf(key!)?.where(path).startsWith(`${source}:`);
    if (isTheirs) return `${source} is ${owner.is}: its next release may say otherwise`;
  }
  return undefined;
}

/** The object that is changed, or beside which a new one belongs. */
function subjectOf(change: Change): string | undefined {
  if ('resource' in change) return change.resource;
  return change.type === 'create' && 'beside' in change ? (change.beside ?? undefined) : undefined;
}
