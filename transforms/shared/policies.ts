/** Network policies around what a transform puts into a namespace. */

import { matchesLabels } from '../../src/kubernetes/selectors.ts';
import { type Cluster, directionsOf, isLetThrough, type Pod } from '../../src/network/simulator.ts';
import {
  type Change,
  type Json,
  type JsonObject,
  nameOf,
  type Proposal,
  type Resource,
  type Root,
  selectorOf,
  type Workload,
} from '../../src/transform.ts';
import { isMap, mapsIn } from './data.ts';
import { writtenLabels } from './labels/apart.ts';
import { labelsOf } from './pods.ts';

type Labels = Readonly<Record<string, string>>;

/** The rule that lets names of hosts be asked for, wherever the server of names is. */
export const TO_DNS: JsonObject = {
  to: [{ namespaceSelector: {} }],
  ports: ['UDP', 'TCP'].map(protocol => ({ protocol, port: 53 })),
};

/** A policy beside an object, and called after it. */
export function newPolicy(
  beside: Resource,
  name: { readonly of?: Resource; readonly suffix: string },
  spec: JsonObject,
): Change {
  return {
    type: 'create',
    manifest: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: nameOf(name.of ?? beside, { suffix: name.suffix }) },
      spec,
    },
    beside: beside.key,
  };
}

/** Those of one namespace, whoever renders them. */
export function policiesIn(namespace: string, { platform }: Root): Cluster {
  const policies = platform.find('NetworkPolicy', namespace === '' ? undefined : namespace).flatMap(each => {
    const spec = each.get(['spec']);
    return isMap(spec) && directionsOf(spec).length > 0 ? [{ namespace, spec }] : [];
  });
  return { namespaces: new Map(), policies };
}

/**
 * Whether pods of others in the namespace of a workload have labels too: a policy by these opens the others as well, and is the
 * first that keeps them in where none was about them.
 */
export function isShared(labels: Labels, workload: Workload, { platform }: Root): boolean {
  return platform
    .workloadsIn(platform.namespaceOf(workload))
    .filter(({ kind, name }) => kind !== workload.kind || name !== workload.name)
    .some(({ podLabels }) => matchesLabels(labels, podLabels));
}

/** Documentation has it for itself: whoever is let out to it is let out to the world. */
const SOMEWHERE = '203.0.113.1';

/** Whether pods are let out to a port of whatever is outside of the cluster. */
export function mayLeave(from: Pod, port: number, cluster: Cluster, address = SOMEWHERE): boolean {
  return isLetThrough('Egress', { from, to: { address }, port, protocol: 'TCP' }, cluster);
}

/** Whether they are let out to a port of any address that a policy names, as that of the API server, or of all. */
export function mayLeaveSomewhere(from: Pod, port: number, cluster: Cluster): boolean {
  const peers = cluster.policies.flatMap(({ spec }) => mapsIn(spec.egress)).flatMap(({ to }) => mapsIn(to));
  const named = peers.flatMap(({ ipBlock }) =>
    isMap(ipBlock) && typeof ipBlock.cidr === 'string' ? [ipBlock.cidr.replace(/\/.*/, '')] : [],
  );
  return [SOMEWHERE, ...named].some(address => mayLeave(from, port, cluster, address));
}

/** Why no policy is written: {@link isShared}. */
export const ALIKE = 'the pods have no labels of their own by which a policy could take them';

/** What is said of pods that policies keep from what they are for: policies of their own, or why there are none. */
export function lettingThrough(
  finding: Omit<Proposal, 'message'>,
  changes: readonly Change[] | undefined,
): Proposal<'kept-out' | 'shut-out'> {
  if (changes === undefined) return { ...finding, message: 'shut-out', known: ALIKE };
  return { ...finding, message: 'kept-out', changes, doubts: ['whatever has its labels is let through too'] };
}

/** What takes the pods of a workload and no others: its selector, else all that its manifest writes; undefined where others have these too. */
export function labelsTaking(workload: Workload, root: Root): Json | undefined {
  if (!isShared(labelsOf(workload), workload, root)) return selectorOf(workload);
  const written = writtenLabels(workload);
  return isShared(written, workload, root) ? undefined : written;
}
