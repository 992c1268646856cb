/** Settings and hosts that still say that somebody has to put others there: the program asks a host called PLACEHOLDER (catalogue M20). */

import { ROUTES } from '../../src/network/routes.ts';
import { type FieldPath, isForTrials, type Proposal, type Resource, type Root } from '../../src/transform.ts';
import { hostsOf } from '../shared/hosts.ts';
import { textsOf } from './stale/renamed.ts';
import { replacedAt } from './stand-in-identities.ts';

/** In capitals, as a part of its own: in small letters they are texts of forms, and names. */
const WORD =
  /(?:^|[^A-Za-z0-9])((?:PLACEHOLDER|CHANGE[_-]?ME|REPLACE[_-]?(?:ME|THIS|WITH[A-Z_-]*)|YOUR[_-][A-Z][A-Z_-]*|TO[_-]?BE[_-]?(?:REPLACED|FILLED)))(?![A-Za-z0-9])/;

export function* standInValues(resource: Resource, root: Root): Generator<Proposal<'stand-in-value'>> {
  const { tier, isPassing, name: environment } = root.environment;
  if (environment === undefined || isForTrials(tier) || isPassing) return;
  const said = new Set<string>();
  for (const { text, label, path } of [...textsOf(resource), ...hostsIn(resource)]) {
    const word = text.includes('\n') ? undefined : WORD.exec(text)?.[1];
    if (word === undefined || said.has(label) || replacedAt(word, root.platform) !== undefined) continue;
    if (root.platform.writtenByPipelineAt(resource.where(path)) !== undefined) continue;
    said.add(label);
    yield {
      message: 'stand-in-value',
      data: { resource: `${resource.kind} ${resource.name}`, word, label, environment },
      at: { on: resource.key, path },
      changes: [],
      evidence: [],
    };
  }
}

function hostsIn(resource: Resource): { text: string; label: string; path: FieldPath }[] {
  if (!ROUTES.includes(resource.kind)) return [];
  return hostsOf(resource).map(text => ({ text, label: 'its host', path: ['spec'] }));
}
