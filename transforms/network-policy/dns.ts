/** Pods that policies let out to others and not to the DNS: they find nobody by name. */

import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import { mapOf, selectorIn } from '../../src/network/data.ts';
import { directionsOf } from '../../src/network/simulator.ts';
import type { Json, JsonObject, Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { isMap, mapAt, mapsIn } from '../shared/data.ts';
import { indexBy } from '../shared/index-by.ts';
import { remembered } from '../shared/remembered.ts';

export type DnsMessage = 'no-dns';

const DNS = 53;
/** Where clusters have it; a label `name` is written for the same. */
const OF_DNS = new Set(['kube-system', 'openshift-dns']);

/** One finding for each policy whose pods have no other that lets them ask. */
export function* withoutDns(policy: Resource, root: Root): Generator<Proposal<DnsMessage>> {
  const rules = mapsIn(policy.get(['spec', 'egress']));
  if (rules.length === 0 || !bounds(policy)) return;
  // What the rules of a network plugin let through they let through beside these.
  if (root.resources.some(({ apiVersion }) => /cilium|calico|antrea/.test(apiVersion))) return;
  const selected = selectedBy(root).get(policy.key) ?? [];
  const asking = selected.filter(asksTheCluster);
  if (asking.length === 0 || asking.some(workload => policySpecs(workload, root).some(letsAsk))) return;
  yield {
    message: 'no-dns',
    data: { name: policy.name },
    at: { on: policy.key, path: ['spec', 'egress'] },
    changes: [],
    evidence: [],
    known:
      'most clusters have theirs in namespace kube-system, behind pods with k8s-app: kube-dns: port 53 of UDP and TCP belongs into a rule',
  };
}

const selectedBy = remembered((root: Root) =>
  indexBy(root.workloads, workload => root.policiesFor(workload).map(({ key }) => key)),
);

function bounds(policy: Resource): boolean {
  return directionsOf(mapOf(policy.get(['spec']))).includes('Egress');
}

/** Of all policies that select its pods, those that nothing here renders included. */
function policySpecs(workload: Workload, root: Root): readonly JsonObject[] {
  const namespace = root.platform.namespaceOf(workload);
  const beside = namespace === undefined ? [] : root.platform.boundsBeside('NetworkPolicy', namespace);
  return [
    ...root.policiesFor(workload).map(policy => mapOf(policy.get(['spec']))),
    ...beside
      .map(({ spec }) => spec)
      .filter(({ podSelector }) => matchesSelector(selectorIn(podSelector) ?? {}, workload.podLabels)),
  ];
}

/** Policies are not for pods of the node's network, and another resolver may be anywhere. */
function asksTheCluster({ pod }: Workload): boolean {
  return pod.hostNetwork !== true && (pod.dnsPolicy === undefined || pod.dnsPolicy === 'ClusterFirst');
}

function letsAsk(spec: JsonObject): boolean {
  if (!directionsOf(spec).includes('Egress')) return false;
  return mapsIn(spec.egress).some(rule => {
    const ports = mapsIn(rule.ports);
    if (ports.some(isOfDns)) return true;
    const peers = mapsIn(rule.to);
    return ports.length === 0 && (peers.length === 0 || !peers.every(isElsewhere));
  });
}

/** A name of a port may be that of the DNS. */
function isOfDns({ port, endPort }: JsonObject): boolean {
  if (typeof port !== 'number') return port === undefined || /dns|53/.test(String(port));
  return port === DNS || (typeof endPort === 'number' && port <= DNS && DNS <= endPort);
}

/** Pods of its own namespace, or of namespaces that are named and are others. */
function isElsewhere(peer: JsonObject): boolean {
  if (peer.ipBlock !== undefined) return false;
  if (!isMap(peer.namespaceSelector)) return true;
  const labels = mapAt(peer.namespaceSelector, 'matchLabels');
  const name: Json | undefined = labels['kubernetes.io/metadata.name'] ?? labels.name;
  return typeof name === 'string' && !OF_DNS.has(name);
}
