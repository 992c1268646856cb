/** Policies at the pods: what fetches metrics has to get through. */

import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import { mapOf, selectorIn } from '../../src/network/data.ts';
import { portAt } from '../../src/network/services.ts';
import { directionsOf } from '../../src/network/simulator.ts';
import {
  type Change,
  type Doubt,
  type JsonObject,
  nameOf,
  type Resource,
  type Root,
  selectorOf,
  type Workload,
} from '../../src/transform.ts';
import { mapsIn, sameData } from '../shared/data.ts';
import type { Endpoint } from '../shared/monitoring/endpoints.ts';
import { marksIn, monitoredIn } from '../shared/monitoring/scraped.ts';
import { ownKeys } from '../shared/selectors/own-keys.ts';

/** A policy of the pods gets a rule for it, where the others of the namespace show who it is; else that is a doubt. */
export function letIn(
  workload: Workload,
  endpoints: readonly Endpoint[],
  root: Root,
): { readonly changes: readonly Change[]; readonly doubts: readonly Doubt[] } {
  const policies = root.policiesFor(workload).filter(isForIngress);
  const peers = peersIn(root.platform.namespaceOf(workload), root);
  const isLetIn = (peer: JsonObject) =>
    isFetcher(peer) || peers?.from.some(each => sameData(each, peer)) === true;
  const barred = endpoints.filter(
    ({ port }) => policies.length > 0 && !policies.some(each => isOpenAt(each, port, workload, isLetIn)),
  );
  if (barred.length === 0) return { changes: [], doubts: [] };
  const [policy] = policies;
  const own = policies.filter(each => root.resources.includes(each));
  if (peers === undefined || own.length === 0) {
    const others = barred.every(({ port }) =>
      policies.some(each => isOpenAt(each, port, workload, isElsewhere)),
    );
    const doubt = others
      ? `that NetworkPolicy ${policy!.name} lets what fetches them in at ${words(barred)} is not seen: it names others`
      : `NetworkPolicy ${policy!.name} lets nobody of another namespace in at ${words(barred)}`;
    return { changes: [], doubts: [doubt] };
  }
  const path = ['spec', 'ingress'];
  const saysProtocol = policies
    .flatMap(each => mapsIn(each.get(path)).flatMap(rule => mapsIn(rule.ports)))
    .every(each => each.protocol !== undefined);
  const ports = barred.map(({ port }) => (saysProtocol ? { protocol: 'TCP', port } : { port }));
  const rule = { from: peers.from, ports };
  const alone = own.find(each => isForAlone(each, workload, root));
  return {
    changes: [
      alone === undefined
        ? ownPolicy(workload, rule, own[0]!, root)
        : alone.set(path, [...mapsIn(alone.get(path)), rule]),
    ],
    doubts: peers.doubts,
  };
}

/** A rule of a policy for more than these pods would open the port of all of them. */
function isForAlone(policy: Resource, { key }: Workload, { platform }: Root): boolean {
  const selector = selectorIn(policy.get(['spec', 'podSelector'])) ?? {};
  return platform
    .workloadsIn(platform.namespaceOf(policy))
    .every(each => each.key === key || !matchesSelector(selector, each.podLabels));
}

const SUFFIX = '-metrics';

function ownPolicy(workload: Workload, rule: JsonObject, beside: Resource, root: Root): Change {
  const isTaken = root.platform
    .find('NetworkPolicy', root.platform.namespaceOf(workload))
    .some(({ name }) => name === `${workload.name}${SUFFIX}`);
  return {
    type: 'create',
    beside: beside.key,
    manifest: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: nameOf(workload, { suffix: isTaken ? `${SUFFIX}-in` : SUFFIX }) },
      spec: {
        podSelector: { matchLabels: selectorOf(workload, ownKeys(workload, root)) },
        policyTypes: ['Ingress'],
        ingress: [rule],
      },
    },
  };
}

function words(endpoints: readonly Endpoint[]): string {
  return endpoints.map(({ port }) => `port ${port}`).join(', ');
}

function isForIngress(policy: Resource): boolean {
  return directionsOf(mapOf(policy.get(['spec']))).includes('Ingress');
}

/** Whether some of those that a policy lets in at a port are meant; where it names none, all are let in. */
function isOpenAt(
  policy: Resource,
  port: number,
  workload: Workload,
  isMeant: (peer: JsonObject) => boolean,
): boolean {
  return mapsIn(policy.get(['spec', 'ingress'])).some(rule => {
    const ports = mapsIn(rule.ports);
    const from = mapsIn(rule.from);
    const isPort = ports.length === 0 || ports.some(each => covers(each, port, workload));
    return isPort && (from.length === 0 || from.some(isMeant));
  });
}

function covers({ port, endPort }: JsonObject, wanted: number, workload: Workload): boolean {
  if (port === undefined) return true;
  const first = portAt(workload, port);
  return first === wanted || (Number(first) <= wanted && wanted <= Number(endPort ?? first));
}

function isElsewhere({ namespaceSelector, ipBlock }: JsonObject): boolean {
  return namespaceSelector !== undefined || ipBlock !== undefined;
}

/** What fetches metrics rarely runs beside the pods: whoever is let in from all namespaces, or by a name for that. */
function isFetcher(peer: JsonObject): boolean {
  if (peer.namespaceSelector === undefined) return false;
  const isAnybody =
    Object.keys(mapOf(peer.namespaceSelector)).length === 0 &&
    Object.keys(mapOf(peer.podSelector)).length === 0;
  return isAnybody || FETCHES.test(JSON.stringify(peer));
}

/** What namespaces of those that fetch metrics are called. */
const FETCHES = /monitor|observab|metrics|telemetry|prometheus|grafana|victoria/i;

interface Peers {
  readonly from: readonly JsonObject[];
  readonly doubts: readonly Doubt[];
}

/** Of several that a rule lets in, those that are there for metrics by their names; else nothing says which of them are. */
function fetchers(from: readonly JsonObject[]): Peers {
  const known = from.filter(each => FETCHES.test(JSON.stringify(each)));
  if (known.length > 0 || from.length === 1) return { from: known.length > 0 ? known : from, doubts: [] };
  return { from, doubts: ['which of those that are let in elsewhere fetches metrics is not known'] };
}

/** Who is let in at what is fetched today, by another policy of the namespace. */
function peersIn(namespace: string | undefined, root: Root): Peers | undefined {
  const fetched = [...monitoredIn(root), ...marksIn(root)];
  for (const { to, port } of fetched) {
    if (typeof port !== 'number' || root.platform.namespaceOf(to) !== namespace) continue;
    for (const policy of root.policiesFor(to).filter(isForIngress)) {
      const rule = mapsIn(policy.get(['spec', 'ingress'])).find(({ ports, from }) => {
        const said = mapsIn(ports);
        return said.length > 0 && said.some(each => covers(each, port, to)) && mapsIn(from).some(isElsewhere);
      });
      if (rule !== undefined) return fetchers(mapsIn(rule.from).filter(isElsewhere));
    }
  }
  return undefined;
}
