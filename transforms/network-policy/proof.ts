/** Policies tried out before they are proposed: what passes today has to pass then. */

import { apiGroupOf } from '../../src/kubernetes/kinds.ts';
import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import { mapOf, selectorIn } from '../../src/network/data.ts';
import { inside, podOf } from '../../src/network/pods.ts';
import {
  type Cluster,
  directionsOf,
  type End,
  isAllowed,
  isIsolated,
  isLetThrough,
  isOpened,
  type Pod,
  type Policy,
} from '../../src/network/simulator.ts';
import type { Edge, JsonObject, Protocol, Resource, Root, Workload } from '../../src/transform.ts';
import { type CallerOptions, knownCallers, ROUTER_NAMESPACE } from './callers/known.ts';
import type { Peer } from './callers/peers.ts';
import { type Call, tunnelsOf } from './callers/tunnels.ts';
import { arrivals, departures, type PortRule } from './rules.ts';

/** A policy that is there, or will be, with what it will say. */
export interface Planned {
  readonly namespace: string | undefined;
  /** The object that says something else today. */
  readonly instead?: Resource;
  readonly spec: JsonObject;
}

/** What a policy would cut off although it passes today and manifests speak of it. */
export function cutOffBy(planned: Planned, options: CallerOptions, root: Root): readonly Edge[] {
  const { namespace, instead, spec } = planned;
  const selector = selectorIn(spec.podSelector) ?? {};
  const selected = root.platform
    .workloadsIn(namespace)
    .filter(each => matchesSelector(selector, each.podLabels));
  // It stops nothing at other pods.
  const reached = [
    ...(directionsOf(spec).includes('Ingress')
      ? selected.flatMap(each => arrivals(root).get(each) ?? [])
      : []),
    ...(directionsOf(spec).includes('Egress')
      ? selected.flatMap(each => departures(root).get(each) ?? [])
      : []),
  ];
  if (reached.length === 0) return [];
  const ends = reached.flatMap(({ from, to }) => (from.type === 'workload' ? [from.workload, to] : [to]));
  const namespaces = new Set([namespace, ...ends.map(each => root.platform.namespaceOf(each))]);
  const today = [...namespaces].flatMap(each => policiesIn(each, root));
  const before = clusterOf(
    today.map(({ policy }) => policy),
    root,
  );
  const kept = today.filter(({ resource }) => resource !== instead).map(({ policy }) => policy);
  const after = { ...before, policies: [...kept, { namespace: inside(namespace), spec }] };
  return reached.filter(edge => waysOf(edge, root).some(isCut));

  function isCut(edge: Edge): boolean {
    const to = podOf(edge.to, root);
    return endsOf(edge, options, root).some(from => {
      const way = { from, to, ...arrivalOf(edge, to) };
      return isAllowed(way, before) && !isAllowed(way, after);
    });
  }
}

/** As it was sent, and as a mesh between pods hands it over. */
function waysOf(edge: Edge, root: Root): readonly Edge[] {
  return edge.from.type === 'workload' ? [edge, ...tunnelsOf(edge, root)] : [edge];
}

/** The policies that bar a call between pods as they stand; none where it passes, or where its port is not known. */
export function barring({ from, ...edge }: Edge, root: Root): readonly Resource[] {
  if (from.type !== 'workload') return [];
  const { platform } = root;
  const [to, caller] = [podOf(edge.to, root), podOf(from.workload, root)];
  const ways = waysOf({ from, ...edge }, root).map(each => arrivalOf(each, to));
  if (ways.some(({ port }) => port === 0)) return [];
  for (const [direction, pod, workload] of [
    ['Ingress', to, edge.to],
    ['Egress', caller, from.workload],
  ] as const) {
    const written = policiesIn(platform.namespaceOf(workload), root);
    const cluster = clusterOf(
      written.map(({ policy }) => policy),
      root,
    );
    if (ways.some(each => isLetThrough(direction, { from: caller, to, ...each }, cluster))) continue;
    return written
      .filter(({ policy }) => isIsolated(pod, direction, { ...cluster, policies: [policy] }))
      .map(({ resource }) => resource);
  }
  return [];
}

/** The policies that take the pods of a workload for what comes in. */
export function policiesFor(workload: Workload, root: Root): readonly Resource[] {
  const [namespace, pod] = [root.platform.namespaceOf(workload), podOf(workload, root)];
  return policiesIn(namespace, root)
    .filter(({ policy }) => isIsolated(pod, 'Ingress', clusterOf([policy], root)))
    .map(({ resource }) => resource);
}

/** Whether some rule of a policy is for the port at which a call arrives, whoever is let in by it. */
export function opens(policy: Resource, edge: Edge, root: Root): boolean {
  const arrival = arrivalOf(edge, podOf(edge.to, root));
  // A name that no container declares: which port it is nobody knows.
  if (arrival.port === 0) return true;
  return isOpened(mapOf(policy.get(['spec'])), { ...arrival, to: podOf(edge.to, root) });
}

function policiesIn(namespace: string | undefined, { platform }: Root) {
  return platform
    .find('NetworkPolicy', namespace)
    .filter(each => apiGroupOf(each.apiVersion) === 'networking.k8s.io')
    .map(resource => {
      const policy: Policy = { namespace: inside(namespace), spec: mapOf(resource.get(['spec'])) };
      return { resource, policy };
    });
}

function clusterOf(policies: readonly Policy[], { platform }: Root): Cluster {
  const labels = platform.find('Namespace', undefined).map(each => [each.name, each.labels] as const);
  return { namespaces: new Map([...labels, [OUTSIDE, ROUTER_NAMESPACE]]), policies };
}

/** A port of which only the name is known is one that the pod has not declared: policies cannot mean it by a number. */
function arrivalOf({ port, protocol }: PortRule, { ports }: Pod): { port: number; protocol: Protocol } {
  const number = typeof port === 'number' ? port : ports.find(({ name }) => name === port)?.port;
  return { port: number ?? 0, protocol };
}

/** Stands for a namespace that nobody here renders; of a name that no real one has. */
const OUTSIDE = '(outside)';

/** For documentation: nobody's. */
const SOMEWHERE = '192.0.2.1';

/** All that may call. Who stands outside is taken for what rules would say of it. */
function endsOf({ from, to }: Edge, options: CallerOptions, root: Root): readonly End[] {
  const home = root.platform.namespaceOf(to);
  return knownCallers(from, home, options, root).map(({ peer }) => endOfPeer(peer, to, root));
}

function endOfPeer(peer: Peer, to: Workload, root: Root): End {
  if (peer.type === 'workload') return podOf(peer.workload, root);
  if (peer.type === 'anybody') return { address: SOMEWHERE };
  if (peer.type === 'addresses') return { address: peer.cidr.replace(/\/.*/, '') };
  if (peer.type === 'beside')
    return { namespace: inside(root.platform.namespaceOf(to)), labels: peer.labels, ports: [] };
  if (peer.type === 'namespaces') return { namespace: OUTSIDE, labels: {}, ports: [] };
  return { namespace: peer.namespace ?? OUTSIDE, labels: peer.labels, ports: [] };
}

/** Whether a policy lets a call in that arrives at pods which it selects. */
export function passesBy({ edge, peer }: Call, { namespace, spec }: Planned, root: Root): boolean {
  const to = podOf(edge.to, root);
  const cluster = clusterOf([{ namespace: inside(namespace), spec }], root);
  const from = endOfPeer(peer, edge.to, root);
  return isLetThrough('Ingress', { from, to, ...arrivalOf(edge, to) }, cluster);
}
