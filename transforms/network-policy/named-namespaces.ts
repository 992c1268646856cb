/** Policies that know a namespace by what it does not have: a label `name`, or a name that a layer above takes away. */

import type { Json, JsonObject, Proposal, Resource, Root } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { enumerated } from '../shared/prose.ts';
import { wordingsOf } from './as-written.ts';
import { labelDoubts } from './labelled.ts';
import { isWholeNamespace } from './narrowing.ts';
import { namespaceNow } from './renamed.ts';

type NamedMessage = 'unlabelled-namespace' | 'renamed-namespace';

/** What people take for the label of a namespace's name, and what the API server sets. */
const TAKEN = 'name';
const ITS_NAME = 'kubernetes.io/metadata.name';

const PEERS = [
  ['ingress', 'from'],
  ['egress', 'to'],
] as const;

/** How a peer calls a namespace, and how the API server calls it. */
interface Naming {
  readonly label: typeof TAKEN | typeof ITS_NAME;
  readonly written: string;
  readonly now: string;
}

/** One finding for each direction of a policy: its rules are one list. */
export function* namedNamespaces(policy: Resource, root: Root): Generator<Proposal<NamedMessage>> {
  const home = root.platform.namespaceOf(policy);
  for (const [direction, peers] of PEERS) {
    const path = ['spec', direction];
    const rules = mapsIn(policy.get(path));
    const wordings = wordingsOf(policy, direction, rules);
    const mended: Naming[] = [];
    const renamed = rules.map(each => {
      const rule = wordings.get(each) ?? each;
      if (rule[peers] === undefined) return rule;
      return {
        ...rule,
        [peers]: mapsIn(rule[peers]).map(peer => {
          const naming = namingOf(peer, root);
          if (naming === undefined) return peer;
          mended.push(naming);
          return mendedPeer(peer, naming, home);
        }),
      };
    });
    if (mended.length === 0) continue;
    const changes = [policy.set(path, renamed as Json)];
    const names = (of: keyof Naming) => enumerated([...new Set(mended.map(each => each[of]))].sort());
    const isUnlabelled = mended.some(({ label }) => label === TAKEN);
    yield {
      message: isUnlabelled ? 'unlabelled-namespace' : 'renamed-namespace',
      data: { name: policy.name, names: names('written'), now: names('now') },
      at: { on: policy.key, path },
      changes,
      evidence: [],
      doubts: [
        isUnlabelled
          ? `that a namespace has no label ${TAKEN} is seen of those here alone, and that ${names('now')} is its name as well nothing shows`
          : `that no other namespace is called ${names('written')} is seen of what is rendered here alone`,
        ...labelDoubts(changes, root),
      ],
    };
  }
}

/** A peer that takes the label that the API server sets; its own namespace it need not name, whatever a layer makes of it. */
function mendedPeer(peer: JsonObject, { written, now }: Naming, home: string | undefined): JsonObject {
  const { namespaceSelector, ...rest } = peer;
  if (now !== written && now === home && rest.podSelector !== undefined && !isWholeNamespace(rest))
    return rest;
  return {
    ...peer,
    namespaceSelector: { ...(namespaceSelector as JsonObject), matchLabels: { [ITS_NAME]: now } },
  };
}

/** Undefined where a peer knows no namespace by its name alone, or knows it as it is. */
function namingOf(peer: JsonObject, root: Root): Naming | undefined {
  const selector = peer.namespaceSelector;
  const labels = isMap(selector) ? selector.matchLabels : undefined;
  if (!isMap(labels)) return undefined;
  const [label, ...others] = Object.keys(labels);
  if ((label !== TAKEN && label !== ITS_NAME) || others.length > 0) return undefined;
  const written = labels[label];
  if (typeof written !== 'string' || root.platform.isFilledIn(written)) return undefined;
  if (label === TAKEN && isLabelled(written, root)) return undefined;
  const now = namespaceNow(written, root);
  return now === undefined || (label === ITS_NAME && now === written) ? undefined : { label, written, now };
}

function isLabelled(name: string, { platform }: Root): boolean {
  return platform.find('Namespace', undefined).some(each => each.labels[TAKEN] === name);
}
