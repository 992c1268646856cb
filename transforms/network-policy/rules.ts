/** Rules that let in who is seen to call, and nobody else. */

import type { Change, Doubt, Edge, Evidence, Protocol, Root, Workload } from '../../src/transform.ts';
import { indexBy } from '../shared/index-by.ts';
import { enumerated } from '../shared/prose.ts';
import { remembered } from '../shared/remembered.ts';
import { isLikelyStore } from '../shared/storage/stores.ts';
import { forwardedTo } from './callers/forwarders.ts';
import { callsOfJobs, jobsLikeCallers } from './callers/jobs.ts';
import { type CallerOptions, knownCallers } from './callers/known.ts';
import { membersOf } from './callers/members.ts';
import { visitsTo } from './callers/metrics.ts';
import type { Known, Peer } from './callers/peers.ts';
import { presumedTo } from './callers/presumed.ts';
import { type Call, tunnelDoubts, withTunnels } from './callers/tunnels.ts';
import { isNameless } from './scope.ts';

export interface PortRule {
  readonly port: number | string;
  readonly protocol: Protocol;
}

/** One item of `ingress`: these callers, on these ports. */
export interface Rule {
  /** Empty: everybody. */
  readonly peers: readonly Peer[];
  readonly ports: readonly PortRule[];
}

export interface Admission {
  readonly rules: readonly Rule[];
  /** Whom they let in. */
  readonly calls: readonly Call[];
  /** The same without callers that other environments of the target do not have. */
  readonly shared: readonly Rule[];
  /** For those callers. */
  readonly local: readonly Rule[];
  readonly edges: readonly Edge[];
  /** How the callers are called, each once. */
  readonly callers: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly doubts: readonly Doubt[];
  /** Without which rules name pods that do not have the labels yet. */
  readonly changes: readonly Change[];
  /** Callers whose pods have no labels of their own: a rule for them would let in everybody around them. */
  readonly nameless: readonly string[];
}

/**
 * What has to arrive at the pods of some workloads.
 *
 * @param isMeant which of the calls it is about
 */
export function admissionTo(
  workloads: readonly Workload[],
  options: CallerOptions,
  root: Root,
  isMeant: (call: Call) => boolean = () => true,
): Admission {
  const seen = workloads.flatMap(each => arrivals(root).get(each) ?? []);
  const unseen = workloads.flatMap(each => [
    ...presumedTo(each, seen, root),
    ...forwardedTo(each, seen, root),
    ...membersOf(each, root),
    ...visitsTo(each, seen, root),
  ]);
  const all = [...seen, ...unseen];
  const calls = all
    .flatMap(edge =>
      knownCallers(edge.from, root.platform.namespaceOf(edge.to), options, root).map(known => ({
        edge,
        known,
        peer: known.peer,
      })),
    )
    .filter(isMeant);
  const edges = unique(calls.map(({ edge }) => edge));
  const presumed = unseen.filter(each => edges.includes(each));
  const named = callsOfJobs(workloads, root).filter(isMeant);
  const alike = jobsLikeCallers(all, named, root).filter(isMeant);
  const jobs = [...named, ...alike];
  const sent = [...calls, ...jobs];
  const arriving = withTunnels(sent, root);
  const { named: withNames, rules } = rulesFor(arriving);
  return {
    rules,
    calls: arriving,
    ...byPlace(arriving, root),
    edges,
    callers: unique([
      ...calls.map(({ known }) => known.name),
      ...jobs.map(({ job }) => job.name),
      ...forwardersIn(arriving),
    ]),
    evidence: [
      ...[...edges, ...jobs].map(({ evidence }) => evidence),
      ...shownIn(calls.map(({ known }) => known)),
    ],
    doubts: unique([
      ...calls.flatMap(({ known }) => known.doubt ?? []),
      ...presumed.map(presumption),
      ...alike.map(
        ({ job, evidence }) => `that ${job.kind} ${job.name} calls it is not seen: ${evidence.says}`,
      ),
      ...uncertain(edges),
      ...(arriving.length > sent.length ? tunnelDoubts(workloads, root) : []),
    ]),
    changes: changesOf(calls.map(({ known }) => known)),
    nameless: unique([
      ...withNames.flatMap(({ peer }) =>
        peer.type === 'workload' && isNameless(peer.workload, root)
          ? [`${peer.workload.kind} ${peer.workload.name}`]
          : [],
      ),
      ...jobs.flatMap(({ job, peer }) =>
        peer.type === 'beside' && Object.keys(peer.labels).length === 0 ? [`${job.kind} ${job.name}`] : [],
      ),
    ]),
  };
}

/** Of a caller of several ports once. */
function changesOf(known: readonly Known[]): readonly Change[] {
  const named = new Map(known.map(each => [each.name, each.changes ?? []]));
  return [...named.values()].flat();
}

function shownIn(known: readonly Known[]): readonly Evidence[] {
  const all = known.flatMap(({ evidence }) => evidence ?? []);
  return [...new Map(all.map(each => [JSON.stringify(each), each])).values()];
}

function presumption({ from, to, evidence }: Edge): Doubt {
  if (from.type === 'monitoring') return `that its metrics are fetched is not seen: ${evidence.says}`;
  const caller = from.type === 'workload' ? from.workload : undefined;
  const what = caller === to ? 'its pods call each other' : `${caller?.name ?? 'it'} calls it`;
  return `that ${what} is not seen: ${evidence.says}`;
}

function rulesFor(calls: readonly Call[]): { readonly named: readonly Call[]; readonly rules: Rule[] } {
  const opened = calls.filter(({ peer }) => peer.type === 'anybody');
  const open = opened.map(({ edge }) => portKey(edge));
  // Where everybody may come in, nobody has to be named.
  const named = calls.filter(({ edge, peer }) => peer.type !== 'anybody' && !open.includes(portKey(edge)));
  const rules = [
    ...grouped(named),
    ...(opened.length === 0 ? [] : [{ peers: [], ports: portsOf(opened.map(({ edge }) => edge)) }]),
  ];
  return { named, rules };
}

/** What passes connections on in its own name. */
function forwardersIn(calls: readonly Call[]): string[] {
  return calls.flatMap(({ waypoint }) => (waypoint === undefined ? [] : [`waypoint ${waypoint}`]));
}

function byPlace(calls: readonly Call[], root: Root): Pick<Admission, 'shared' | 'local'> {
  const local = calls.filter(({ edge }) => isOnlyHere(edge, root));
  return {
    shared: rulesFor(calls.filter(call => !local.includes(call))).rules,
    local: rulesFor(local).rules,
  };
}

/** Whether an environment that has the target too has nothing of its caller. */
function isOnlyHere({ from, to }: Call['edge'], root: Root): boolean {
  if (from === undefined || from.type !== 'workload' || !root.workloads.includes(from.workload)) return false;
  const homes = new Set(root.sistersOf(from.workload).map(each => each.root));
  return root.sistersOf(to).some(each => !homes.has(each.root));
}

/** Callers that are seen by nothing but what others are given too. */
function uncertain(edges: readonly Edge[]): Doubt[] {
  const callers = new Map<string, string[]>();
  for (const { from, shared } of edges)
    if (from.type === 'workload' && shared !== undefined) add(callers, shared, from.workload.name);
  return [...callers].map(
    ([shared, names]) =>
      `whether ${enumerated(unique(names))} ${unique(names).length > 1 ? 'call' : 'calls'} it is not certain: all of ${shared} is given to several, whoever needs what`,
  );
}

/** A server that keeps data calls nobody because a text for its clients is given to it too. */
const realEdges = remembered((root: Root) =>
  root.edges.filter(
    ({ from, shared }) => !(from.type === 'workload' && shared !== undefined && isServer(from.workload)),
  ),
);

function isServer({ containers }: Workload): boolean {
  return containers.filter(({ role }) => role === 'main').every(isLikelyStore);
}

/** Edges by the workload that they lead to. */
export const arrivals = remembered((root: Root) => indexBy(realEdges(root), ({ to }) => [to]));

/** Edges by the workload that they come from. */
export const departures = remembered((root: Root) =>
  indexBy(realEdges(root), ({ from }) => (from.type === 'workload' ? [from.workload] : [])),
);

/** Peers with the same ports have one rule. */
export function grouped(calls: readonly Call[]): Rule[] {
  const byPeer = new Map<string, Call[]>();
  for (const call of calls) add(byPeer, peerKey(call.peer), call);
  const byPorts = new Map<string, { peers: Peer[]; ports: PortRule[] }>();
  for (const [first, ...others] of byPeer.values()) {
    const ports = portsOf([first!, ...others].map(({ edge }) => edge));
    const key = JSON.stringify(ports);
    const rule = byPorts.get(key);
    if (rule === undefined) byPorts.set(key, { peers: [first!.peer], ports });
    else rule.peers.push(first!.peer);
  }
  return [...byPorts.values()];
}

/** Each once, and in an order that does not depend on who was seen first. */
export function portsOf(used: readonly PortRule[]): PortRule[] {
  const ports = new Map(used.map(each => [portKey(each), { port: each.port, protocol: each.protocol }]));
  return [...ports.values()].sort(
    (a, b) => Number(a.port) - Number(b.port) || (portKey(a) < portKey(b) ? -1 : 1),
  );
}

function portKey({ port, protocol }: PortRule): string {
  return `${protocol} ${port}`;
}

function peerKey(peer: Peer): string {
  if (peer.type !== 'workload') return JSON.stringify(peer);
  const { namespace, key, podPath } = peer.workload;
  return JSON.stringify([namespace, key, podPath]);
}

function add<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
