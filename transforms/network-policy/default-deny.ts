/** A policy for what no other policy selects: nobody may talk to that. */

import { apiGroupOf } from '../../src/kubernetes/kinds.ts';
import { mapOf } from '../../src/network/data.ts';
import { directionsOf } from '../../src/network/simulator.ts';
import { toldOfUnrendered } from '../../src/network/unrendered.ts';
import type { JsonObject, Proposal, Resource, Root } from '../../src/transform.ts';
import { makerOfPods, type OwnedNamespace, placeOf, whoOwns } from '../shared/namespaces/namespaces.ts';
import { isInManifest } from '../shared/places.ts';
import { enumerated } from '../shared/prose.ts';
import { challengeDoubts } from './challenges.ts';
import { isBounded } from './egress.ts';
import { isSelected } from './missing.ts';
import { isInScope } from './scope.ts';
import { takesNoConnections } from './unseen.ts';

export type DenyMessage = 'no-deny';

/** @param both for what goes out too */
export function* defaultDeny(
  namespace: OwnedNamespace,
  both: boolean,
  root: Root,
): Generator<Proposal<DenyMessage>> {
  const { name, workloads, claimants } = namespace;
  const wanted = DIRECTIONS.slice(0, both ? 2 : 1);
  const missing = wanted.filter(direction => !hasDefault(name, direction, root));
  if (missing.length === 0) return;
  const finding = {
    message: 'no-deny',
    data: { namespace: name, directions: enumerated(missing.map(each => each.toLowerCase())), change: '' },
    at: placeOf(namespace, root),
    changes: [],
    evidence: [],
  } as const;
  if (claimants.length > 0) {
    yield { ...finding, ...whoOwns(namespace, root) };
    return;
  }
  const maker = makerOfPods(namespace, root, each => both || !isBuild(each));
  if (maker !== undefined) {
    yield {
      ...finding,
      known: `${maker} may make pods there that nobody has rendered, and it would cut them off`,
    };
    return;
  }
  // Who calls from another namespace names it as well.
  const told = [...new Set([...workloads, ...root.workloads])];
  const [unrendered] = told.flatMap(each => toldOfUnrendered(each, name, root) ?? []);
  if (unrendered !== undefined) {
    const blocked = `what else runs there? Programs call what nothing here renders (${unrendered})`;
    yield { ...finding, blocked, asks: [{ type: 'decision', about: `what runs in namespace ${name}` }] };
    return;
  }
  const open = workloads.filter(
    each =>
      isInScope(each, root) &&
      !((isSelected(each, root) || takesNoConnections(each, root)) && (!both || isBounded(each, root))),
  );
  yield {
    ...finding,
    data: { ...finding.data, change: open.length > 0 ? '' : '. It gets one' },
    changes: [{ type: 'create', manifest: denyOf(missing), namespace: name }],
    doubts: [
      ...(missing.includes('Ingress') ? challengeDoubts(name, root) : []),
      'pods that run there and stand in no manifest of the repository are cut off',
    ],
    // Before each has its own, it would cut off everybody.
    ...(open.length > 0 && {
      awaits: `policies of their own for ${enumerated(open.map(each => each.name))}`,
    }),
  };
}

/** Nobody calls the pods of a build: they fetch what they need. */
function isBuild({ apiVersion, kind }: Resource): boolean {
  return apiGroupOf(apiVersion) === 'build.openshift.io' && kind === 'BuildConfig';
}

const DIRECTIONS = ['Ingress', 'Egress'] as const;
type Direction = (typeof DIRECTIONS)[number];

/** A second one, for what goes out, stands beside the first. */
function denyOf(directions: readonly Direction[]): JsonObject {
  const name = directions.includes('Ingress') ? 'default-deny' : 'default-deny-egress';
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name },
    spec: { podSelector: {}, policyTypes: directions },
  };
}

/** Whether a policy takes every pod of a namespace for what comes in, whatever it lets through. */
function hasDefault(namespace: string, direction: Direction, { platform }: Root): boolean {
  return platform
    .find('NetworkPolicy', namespace)
    .filter(each => apiGroupOf(each.apiVersion) === 'networking.k8s.io')
    .some(each => directionsOf(mapOf(each.get(['spec']))).includes(direction) && isForAll(each));
}

/** Labels that layers give to selectors they give to the pods too. */
function isForAll(policy: Resource): boolean {
  const { matchLabels, ...rest } = mapOf(policy.get(['spec', 'podSelector']));
  const own = Object.keys(mapOf(matchLabels)).filter(key =>
    isInManifest(['spec', 'podSelector', 'matchLabels', key], policy),
  );
  return own.length === 0 && Object.values(rest).every(each => Object.keys(Object(each)).length === 0);
}
