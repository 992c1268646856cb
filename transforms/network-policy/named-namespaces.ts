/** Policies that know a namespace by a label `name`, which none has by itself. */

import type { Json, JsonObject, Proposal, Resource, Root } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { enumerated } from '../shared/prose.ts';
import { wordingsOf } from './as-written.ts';
import { labelDoubts } from './labelled.ts';

type NamedMessage = 'unlabelled-namespace';

/** What people take for the label of a namespace's name, and what the API server sets. */
const TAKEN = 'name';
const ITS_NAME = 'kubernetes.io/metadata.name';

const PEERS = [
  ['ingress', 'from'],
  ['egress', 'to'],
] as const;

/** One finding for each direction of a policy: its rules are one list. */
export function* namedNamespaces(policy: Resource, root: Root): Generator<Proposal<NamedMessage>> {
  for (const [direction, peers] of PEERS) {
    const path = ['spec', direction];
    const rules = mapsIn(policy.get(path));
    const taken = new Set<string>();
    const wordings = wordingsOf(policy, direction, rules);
    const renamed = rules.map(each => {
      const rule = wordings.get(each) ?? each;
      return rule[peers] === undefined
        ? rule
        : { ...rule, [peers]: mapsIn(rule[peers]).map(peer => byName(peer, taken, root)) };
    });
    if (taken.size === 0) continue;
    const names = enumerated([...taken].sort());
    const changes = [policy.set(path, renamed as Json)];
    yield {
      message: 'unlabelled-namespace',
      data: { name: policy.name, names },
      at: { on: policy.key, path },
      changes,
      evidence: [],
      doubts: [
        `that a namespace has no label ${TAKEN} is seen of those here alone, and that ${names} is its name as well nothing shows`,
        ...labelDoubts(changes, root),
      ],
    };
  }
}

/** A peer that takes the label that the API server sets. `taken`: what it was called by the other one. */
function byName(peer: JsonObject, taken: Set<string>, root: Root): JsonObject {
  const selector = peer.namespaceSelector;
  const labels = isMap(selector) ? selector.matchLabels : undefined;
  if (!isMap(selector) || !isMap(labels)) return peer;
  const name = labels[TAKEN];
  if (typeof name !== 'string' || Object.keys(labels).length > 1 || isLabelled(name, root)) return peer;
  taken.add(name);
  return { ...peer, namespaceSelector: { ...selector, matchLabels: { [ITS_NAME]: name } } };
}

function isLabelled(name: string, { platform }: Root): boolean {
  return (
    platform.isFilledIn(name) ||
    platform.find('Namespace', undefined).some(each => each.labels[TAKEN] === name)
  );
}
