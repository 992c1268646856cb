/** Claims that the API server refuses: a merge patch over a list of them replaces the whole list. */

import type { Json, Proposal, Resource } from '../../../src/transform.ts';
import { isMap, mapsIn } from '../../shared/data.ts';
import { enumerated } from '../../shared/prose.ts';

export type ClaimMessage = 'bad-claim';

/** Volume claims, and claim templates, without what every claim must say. */
export function* incompleteClaims({ kind, name, key, object }: Resource): Generator<Proposal<ClaimMessage>> {
  if (!isMap(object.spec)) return;
  if (kind === 'PersistentVolumeClaim') {
    const missing = missingIn(object.spec);
    if (missing.length > 0)
      yield badClaim(
        `${kind} ${name}`,
        enumerated(missing),
        { on: key, path: ['spec'] },
        'which should it have?',
      );
    return;
  }
  if (kind !== 'StatefulSet') return;
  const faults = mapsIn(object.spec.volumeClaimTemplates).flatMap(({ metadata, spec }) => {
    const missing = missingIn(spec);
    const claim = isMap(metadata) ? `claim ${String(metadata.name)}` : 'a claim without a name';
    return missing.length === 0 ? [] : [`${enumerated(missing)} in ${claim}`];
  });
  if (faults.length === 0) return;
  yield badClaim(
    `${kind} ${name}`,
    faults.join('; '),
    { on: key, path: ['spec', 'volumeClaimTemplates'] },
    'which should it have? A strategic merge patch replaces the list of claim templates as a whole',
  );
}

/** All claims of an object in one: a finding is told from others by its place. */
function badClaim(
  resource: string,
  fields: string,
  at: Proposal<ClaimMessage>['at'],
  blocked: string,
): Proposal<ClaimMessage> {
  return { message: 'bad-claim', data: { resource, fields }, at, changes: [], evidence: [], blocked };
}

function missingIn(spec: Json | undefined): string[] {
  return [
    ...(isMap(spec) && isListed(spec.accessModes) ? [] : ['accessModes']),
    ...(isMap(spec) && asksForStorage(spec.resources) ? [] : ['resources.requests.storage']),
  ];
}

function isListed(modes: Json | undefined): boolean {
  return Array.isArray(modes) && modes.length > 0;
}

function asksForStorage(resources: Json | undefined): boolean {
  const requests = isMap(resources) ? resources.requests : undefined;
  return isMap(requests) && requests.storage !== undefined && requests.storage !== null;
}
