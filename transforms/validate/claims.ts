/** Claims that the API server refuses: a merge patch over a list of them replaces the whole list. */

import type { FieldPath, Json, Proposal, Resource } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { enumerated } from '../shared/prose.ts';

export type ClaimMessage = 'bad-claim';

/** Volume claims, and claim templates, without what every claim must say. */
export function* incompleteClaims(resource: Resource): Generator<Proposal<ClaimMessage>> {
  for (const { name, spec, path } of claimsOf(resource)) {
    const missing = [
      ...(isMap(spec) && isListed(spec.accessModes) ? [] : ['accessModes']),
      ...(isMap(spec) && asksForStorage(spec.resources) ? [] : ['resources.requests.storage']),
    ];
    if (missing.length === 0) continue;
    yield {
      message: 'bad-claim',
      data: { resource: `${resource.kind} ${resource.name}`, claim: name, fields: enumerated(missing) },
      at: { on: resource.key, path },
      changes: [],
      evidence: [],
      blocked: `which should it have? A strategic merge patch replaces the list of claim templates as a whole`,
    };
  }
}

interface Claim {
  readonly name: string;
  readonly spec: Json | undefined;
  readonly path: FieldPath;
}

function claimsOf({ kind, name, object }: Resource): Claim[] {
  if (kind === 'PersistentVolumeClaim') return [{ name, spec: object.spec, path: ['spec'] }];
  if (kind !== 'StatefulSet' || !isMap(object.spec)) return [];
  return mapsIn(object.spec.volumeClaimTemplates).map(({ metadata, spec }) => ({
    name: isMap(metadata) ? String(metadata.name) : 'without a name',
    spec,
    path: ['spec', 'volumeClaimTemplates'],
  }));
}

function isListed(modes: Json | undefined): boolean {
  return Array.isArray(modes) && modes.length > 0;
}

function asksForStorage(resources: Json | undefined): boolean {
  const requests = isMap(resources) ? resources.requests : undefined;
  return isMap(requests) && requests.storage !== undefined && requests.storage !== null;
}
