/** A policy for what no other policy selects: nobody may talk to that. */

import { apiGroupOf } from '../../src/kubernetes/kinds.ts';
import { mapOf } from '../../src/network/data.ts';
import { declaredPorts } from '../../src/network/services.ts';
import { directionsOf } from '../../src/network/simulator.ts';
import { toldOfUnrendered } from '../../src/network/unrendered.ts';
import type { JsonObject, Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import {
  makerOfPods,
  type OwnedNamespace,
  ownedNamespaces,
  placeOf,
  whoOwns,
} from '../shared/namespaces/namespaces.ts';
import { idleService } from '../shared/namespaces/unrendered.ts';
import { isInManifest } from '../shared/places.ts';
import { enumerated } from '../shared/prose.ts';
import { takesToo } from '../shared/selectors/twins.ts';
import { challengesIn } from './callers/challenges.ts';
import { takesNoConnections } from './callers/unseen.ts';
import { isBounded } from './egress.ts';
import { isSelected } from './missing.ts';
import { arePoliciesBeside, isInScope, isOfOperators } from './scope.ts';

export type DenyMessage = 'no-deny';

/**
 * @param wish.both for what goes out too
 * @param wish.without workloads that get no policy of their own, whatever is taken
 */
export function* defaultDeny(
  namespace: OwnedNamespace,
  { both, without }: { readonly both: boolean; readonly without: readonly Workload[] },
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
  const obstacle = obstacleTo(namespace, both, root);
  if (obstacle !== undefined) {
    yield { ...finding, ...obstacle };
    return;
  }
  const isLeft = (each: Workload) =>
    !isSelected(each, root) && takesNoConnections(each, missing.includes('Ingress'), root);
  const open = workloads.filter(
    each =>
      isInScope(each, root) &&
      !((isSelected(each, root) || isLeft(each)) && (!both || isBounded(each, root))),
  );
  const stuck = open.filter(each => without.includes(each));
  if (stuck.length > 0) {
    const names = enumerated(stuck.map(each => each.name));
    yield {
      ...finding,
      known: `no policy can be written for ${names} as things are, and it would cut them off`,
    };
    return;
  }
  // Whose file it is matters once there is something to write.
  if (claimants.length > 0) {
    yield { ...finding, ...whoOwns(namespace, root, true) };
    return;
  }
  const challenges = missing.includes('Ingress') ? challengesIn(name, root) : undefined;
  const manifests = [denyOf(missing), ...(challenges === undefined ? [] : [challenges.policy])];
  const silent = workloads.filter(
    each => isInScope(each, root) && declaredPorts(each).length > 0 && isLeft(each),
  );
  const names = new Set(workloads.map(each => each.name));
  const bare = workloads.filter(
    each => isInScope(each, root) && !isLeft(each) && !isOpenedToday(each, both, root.before),
  );
  const twins = root.platform
    .workloadsElsewhereIn(name)
    .filter(each => !names.has(each.name))
    .slice(0, 1);
  yield {
    ...finding,
    data: { ...finding.data, change: open.length > 0 ? '' : '. It gets one' },
    changes: manifests.map(manifest => ({ type: 'create', manifest, namespace: name })),
    doubts: [
      ...(challenges === undefined ? [] : [challenges.doubt]),
      ...(silent.length === 0
        ? []
        : [`nobody is seen to use the ports of ${enumerated(silent.map(each => each.name))}`]),
      ...twins.map(each => takesToo(each, root.platform)),
      'pods that run there and stand in no manifest of the repository are cut off',
      ...(bare.length === 0
        ? []
        : [`without the new policies for ${enumerated(bare.map(each => each.name))} it cuts them off`]),
    ],
    // Before each has its own, it would cut off everybody.
    ...(open.length > 0 && {
      awaits: `policies of their own for ${enumerated(open.map(each => each.name))}`,
    }),
  };
}

/** Whether a workload has policies of its own before anything is written: who takes the deny and not theirs closes it. */
function isOpenedToday(workload: Workload, both: boolean, before: Root): boolean {
  const today = before.platform
    .workloadsIn(before.platform.namespaceOf(workload))
    .find(each => each.key === workload.key);
  return today !== undefined && isSelected(today, before) && (!both || isBounded(today, before));
}

/** Whether what comes into the pods of a namespace is denied where no policy lets it in, today or by what the same run brings. */
export function isDenied(namespace: string | undefined, both: boolean, root: Root): boolean {
  if (namespace === undefined) return false;
  if (hasDefault(namespace, 'Ingress', root)) return true;
  const owned = ownedNamespaces(root).find(({ name }) => name === namespace);
  return (
    owned !== undefined &&
    owned.claimants.length === 0 &&
    !isOfOperators(namespace) &&
    !arePoliciesBeside(namespace, root) &&
    obstacleTo(owned, both, root) === undefined
  );
}

/** Why a namespace gets no default deny, whoever owns it. */
function obstacleTo(
  namespace: OwnedNamespace,
  both: boolean,
  root: Root,
): Pick<Proposal, 'known'> | undefined {
  const { name, workloads } = namespace;
  const maker = makerOfPods(namespace, root, each => both || !isBuild(each));
  if (maker !== undefined)
    return { known: `${maker} may make pods there that nobody has rendered, and it would cut them off` };
  const idle = idleService(namespace, root);
  if (idle !== undefined)
    return {
      known: `Service ${idle.name} (${idle.where([])}) selects pods that nothing here renders: it would cut them off`,
    };
  // Who calls from another namespace names it as well.
  const told = [...new Set([...workloads, ...root.workloads])];
  const [unrendered] = told.flatMap(each => toldOfUnrendered(each, name, root) ?? []);
  if (unrendered === undefined) return undefined;
  const { host, at } = unrendered;
  return { known: `nothing here renders ${host}, which programs call there (${at}): it would be cut off` };
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
