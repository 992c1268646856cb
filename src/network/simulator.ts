/**
 * What network policies let through, as the API documents it (`NetworkPolicy` of networking.k8s.io/v1): policies only add, a
 * pod that none selects for a direction takes everything, and a connection has to pass at both ends.
 */

import { matchesSelector } from '../kubernetes/selectors.ts';
import type { Json, JsonObject, Protocol } from '../transform.ts';
import { mapOf, mapsIn, selectorIn } from './data.ts';
import { isInBlock } from './ranges.ts';

type Labels = Readonly<Record<string, string>>;

export interface Pod {
  readonly namespace: string;
  readonly labels: Labels;
  /** Those that its containers declare: policies may say their names. */
  readonly ports: readonly { readonly name?: string; readonly port: number; readonly protocol: Protocol }[];
}

/** One end of a connection: a pod, or an address outside of the cluster. */
export type End = Pod | { readonly address: string };

export interface Cluster {
  /** Labels of Namespaces by name. The one that says its name is added, as the API server does. */
  readonly namespaces: ReadonlyMap<string, Labels>;
  readonly policies: readonly Policy[];
}

/** A NetworkPolicy, in the namespace that it is in. */
export interface Policy {
  readonly namespace: string;
  readonly spec: JsonObject;
}

/** A connection as it arrives: at a port of the pod. */
export interface Connection {
  readonly from: End;
  readonly to: End;
  readonly port: number;
  readonly protocol: Protocol;
}

type Direction = 'Ingress' | 'Egress';

/** Whether the policies of a cluster let a connection through. */
export function isAllowed(connection: Connection, cluster: Cluster): boolean {
  return isLetThrough('Ingress', connection, cluster) && isLetThrough('Egress', connection, cluster);
}

/** Whether some policy takes a pod for a direction: then it takes only what they let through. */
export function isIsolated(pod: Pod, direction: Direction, { policies }: Cluster): boolean {
  return policies.some(policy => takes(policy, pod, direction));
}

/** Whether the policies of one end let a connection through: of the called one, or of the caller. */
export function isLetThrough(direction: Direction, connection: Connection, cluster: Cluster): boolean {
  const [own, other] =
    direction === 'Ingress' ? [connection.to, connection.from] : [connection.from, connection.to];
  if (!isPod(own)) return true;
  const policies = cluster.policies.filter(policy => takes(policy, own, direction));
  if (policies.length === 0) return true;
  const [rules, peers] = direction === 'Ingress' ? ['ingress', 'from'] : ['egress', 'to'];
  return policies.some(policy =>
    mapsIn(policy.spec[rules]).some(
      rule => isPeer(rule[peers], other, policy, cluster) && isPort(rule.ports, connection),
    ),
  );
}

/** Whether some rule of a policy is for a port of a pod, whoever is let in by it. */
export function isOpened({ ingress }: JsonObject, at: Omit<Connection, 'from'>): boolean {
  return mapsIn(ingress).some(rule => isPort(rule.ports, at));
}

function isPod(end: End): end is Pod {
  return 'labels' in end;
}

function takes({ namespace, spec }: Policy, pod: Pod, direction: Direction): boolean {
  return (
    namespace === pod.namespace &&
    directionsOf(spec).includes(direction) &&
    matchesSelector(selectorIn(spec.podSelector) ?? {}, pod.labels)
  );
}

/** Without `policyTypes` a policy is about what comes in, and about what goes out where it has rules for that. */
export function directionsOf({ policyTypes, egress }: JsonObject): readonly Json[] {
  if (Array.isArray(policyTypes) && policyTypes.length > 0) return policyTypes;
  return Array.isArray(egress) && egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

/** Without peers a rule is for all. */
function isPeer(peers: Json | undefined, end: End, { namespace }: Policy, cluster: Cluster): boolean {
  const all = mapsIn(peers);
  return all.length === 0 || all.some(peer => matchesPeer(peer, end, namespace, cluster));
}

/** A peer without a namespace selector means the namespace of its policy. Blocks are for what is no pod. */
function matchesPeer(peer: JsonObject, end: End, home: string, cluster: Cluster): boolean {
  if (!isPod(end)) {
    const { cidr, except } = mapOf(peer.ipBlock);
    if (typeof cidr !== 'string' || !isInBlock(end.address, cidr)) return false;
    return !(Array.isArray(except) && except.some(each => isInBlock(end.address, String(each))));
  }
  const [pods, namespaces] = [selectorIn(peer.podSelector), selectorIn(peer.namespaceSelector)];
  if (pods === undefined && namespaces === undefined) return false;
  const isThere =
    namespaces === undefined
      ? end.namespace === home
      : matchesSelector(namespaces, labelsOf(end.namespace, cluster));
  return isThere && matchesSelector(pods ?? {}, end.labels);
}

function labelsOf(namespace: string, { namespaces }: Cluster): Labels {
  return { ...namespaces.get(namespace), 'kubernetes.io/metadata.name': namespace };
}

/** Without ports a rule is for all of them; a port without a number is for all of its protocol. */
function isPort(ports: Json | undefined, connection: Omit<Connection, 'from'>): boolean {
  const all = mapsIn(ports);
  return all.length === 0 || all.some(each => matchesPort(each, connection));
}

function matchesPort(
  { port: wanted, endPort, protocol = 'TCP' }: JsonObject,
  { to, port, protocol: used }: Omit<Connection, 'from'>,
): boolean {
  if (protocol !== used) return false;
  if (wanted === undefined || wanted === null) return true;
  if (typeof wanted === 'number') return port >= wanted && port <= Number(endPort ?? wanted);
  return (
    isPod(to) && to.ports.some(each => each.name === wanted && each.port === port && each.protocol === used)
  );
}
