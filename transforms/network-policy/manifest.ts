/** Rules as a policy writes them: by references for what the root renders, and in plain labels to be tried out. */

import { mapOf } from '../../src/network/data.ts';
import {
  type FieldPath,
  type Json,
  type JsonObject,
  type Root,
  selectorOf,
  type Workload,
} from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { isInManifest } from '../shared/places.ts';
import { labelsOf, podSelector } from '../shared/pods.ts';
import { lastingKeys } from '../shared/selectors/own-keys.ts';
import type { Peer } from './callers/peers.ts';
import type { PortRule, Rule } from './rules.ts';

const NAMESPACE = 'kubernetes.io/metadata.name';

/** How the pods of a workload are written in a policy. */
type PodWords = (workload: Workload) => JsonObject;

/** Its selector; labels of its pods where it has none. */
export function plainPods(workload: Workload): JsonObject {
  return { ...(podSelector(workload) ?? { matchLabels: workload.podLabels }) } as JsonObject;
}

/** The same as the place must write it where new policies go: by labels that the next release leaves alone. */
export function referredPods(root: Root): PodWords {
  return workload => {
    const { matchExpressions } = podSelector(workload) ?? {};
    return {
      matchLabels: selectorOf(workload, lastingKeys(workload, root)),
      ...(matchExpressions !== undefined && { matchExpressions }),
    } as JsonObject;
  };
}

/** Which policy is written, and how. */
export interface Wording {
  /** Namespace of the policy. */
  readonly home: string | undefined;
  /** What the policy is for: layers give it what they give these. */
  readonly targets: readonly Workload[];
  /** For pods of the root; others stand there as they are. */
  readonly words: PodWords;
}

/** Rules for what comes in. */
export function ingressOf(rules: readonly Rule[], wording: Wording, root: Root): JsonObject[] {
  return rules.map(({ peers, ports }) => ({
    ...(peers.length > 0 && { from: peersOf(peers, wording, root) }),
    ports: portsIn(ports),
  }));
}

/** Ports in a rule. */
export function portsIn(ports: readonly PortRule[]): JsonObject[] {
  return ports.map(({ port, protocol }) => ({ protocol, port }));
}

/** The same callers, or callees, in a rule. */
export function peersOf(peers: readonly Peer[], wording: Wording, root: Root): JsonObject[] {
  // Layers give a policy what they give its targets; of a target without a selector nothing is seen of that.
  const near = wording.targets.every(each => podSelector(each) !== undefined)
    ? wording.targets
    : root.workloads;
  const asExpressions = near.some(each => isRelabelled(each, root));
  return together(peers.map(peer => peerOf(peer, wording, asExpressions, root)));
}

/**
 * The namespace of a workload is one of its environment where a layer gives it, and so is that of a neighbour: a policy that names
 * the other one stands no lower than where the own one is given.
 */
export function nextToNames(
  workload: Workload,
  peers: readonly Peer[],
  { platform }: Root,
): { readonly restsOn?: { readonly resource: string; readonly path: FieldPath } } {
  const home = platform.namespaceOf(workload);
  const isNamed = peers.some(
    each => each.type === 'workload' && platform.namespaceOf(each.workload) !== home,
  );
  return isNamed ? { restsOn: { resource: workload.key, path: ['metadata', 'namespace'] } } : {};
}

/** Peers that say one of several values each are one that says them all. */
function together(peers: readonly JsonObject[]): JsonObject[] {
  const found = new Map<string, { readonly peer: JsonObject; readonly values: Json[] }>();
  for (const [index, peer] of peers.entries()) {
    const { key, values } = onlyExpression(peer);
    const group = key === undefined ? String(index) : JSON.stringify([key, peer.namespaceSelector ?? null]);
    const known = found.get(group);
    if (known === undefined) found.set(group, { peer, values: [...values] });
    else known.values.push(...values);
  }
  return [...found.values()].map(({ peer, values }) => {
    const { key } = onlyExpression(peer);
    if (key === undefined || values.length < 2) return peer;
    const expression = { key, operator: 'In', values: [...new Set(values)] };
    return { ...peer, podSelector: { matchExpressions: [expression] } };
  });
}

/** The one expression of a peer, where it says nothing else of pods. */
function onlyExpression({ podSelector }: JsonObject): {
  readonly key: string | undefined;
  readonly values: readonly Json[];
} {
  const { matchExpressions, ...others } = mapOf(podSelector);
  const [first, ...more] = mapsIn(matchExpressions);
  const isOne = Object.keys(others).length === 0 && more.length === 0 && first?.operator === 'In';
  return isOne && Array.isArray(first.values)
    ? { key: String(first.key), values: first.values }
    : { key: undefined, values: [] };
}

function peerOf(
  peer: Peer,
  { home, targets, words }: Wording,
  asExpressions: boolean,
  root: Root,
): JsonObject {
  if (peer.type === 'anybody') return {};
  if (peer.type === 'addresses') return { ipBlock: { cidr: peer.cidr } };
  if (peer.type === 'workload') {
    const { workload } = peer;
    const namespace = root.platform.namespaceOf(workload);
    const isOwn = root.workloads.includes(workload);
    return {
      ...(namespace !== home && inNamespace(namespace)),
      podSelector: isOwn
        ? ownPods(workload, targets, words, root)
        : foreign(lastingLabels(workload, root), asExpressions),
    };
  }
  // OpenShift takes pods on the network of their nodes only where pods are selected as well.
  if (peer.type === 'namespaces') return { namespaceSelector: { matchLabels: peer.labels }, podSelector: {} };
  if (peer.type === 'beside') return { podSelector: foreign(peer.labels, asExpressions) };
  const { labels, namespace } = peer;
  return {
    ...inNamespace(namespace),
    ...(Object.keys(labels).length > 0 && { podSelector: foreign(labels, asExpressions) }),
  };
}

function lastingLabels(workload: Workload, root: Root): Readonly<Record<string, string>> {
  const keys = lastingKeys(workload, root);
  const labels = Object.entries(labelsOf(workload));
  return Object.fromEntries(labels.filter(([key]) => keys?.includes(key) ?? true));
}

function inNamespace(namespace: string | undefined): JsonObject {
  return { namespaceSelector: namespace === undefined ? {} : { matchLabels: { [NAMESPACE]: namespace } } };
}

/**
 * A selector of pods that nobody here renders.
 *
 * @param near what layers give labels to as they give them to the policy
 */
export function foreignPods(
  labels: Readonly<Record<string, string>>,
  near: readonly Workload[],
  root: Root,
): JsonObject {
  return foreign(
    labels,
    near.some(each => isRelabelled(each, root)),
  );
}

/**
 * Labels of pods that do not come from here. What kustomizations give to selectors goes into the `matchLabels` of policies
 * too: those pods do not have it, and expressions are left alone.
 */
function foreign(labels: Readonly<Record<string, string>>, asExpressions: boolean): JsonObject {
  if (!asExpressions) return { matchLabels: labels };
  const expressions = Object.entries(labels).map(([key, value]) => ({
    key,
    operator: 'In',
    values: [value],
  }));
  return { matchExpressions: expressions };
}

/**
 * A workload of the root. Where layers give the policy labels that they do not give that workload (`commonLabels` of a base for one
 * of them), a reference would come out as a selector that no pod has: what its manifest says stands there as expressions then.
 */
function ownPods(workload: Workload, targets: readonly Workload[], words: PodWords, root: Root): JsonObject {
  if (targets.every(target => hasAllGiven(workload, target, root))) return words(workload);
  const labels = lastingLabels(workload, root);
  const written = Object.entries(labels).filter(([key]) => isInManifest([...SELECTED, key], workload));
  return foreign(written.length > 0 ? Object.fromEntries(written) : labels, true);
}

const SELECTED = ['spec', 'selector', 'matchLabels'];

/** Whether a caller has whatever layers give to the selectors of a workload, here and in the other environments. */
function hasAllGiven(caller: Workload, target: Workload, root: Root): boolean {
  const sisters = root.sistersOf(caller);
  const pairs = root.sistersOf(target).flatMap(each => {
    const sister = sisters.find(other => other.root === each.root);
    return sister === undefined ? [] : [[sister.workload, each.workload] as const];
  });
  return [[caller, target] as const, ...pairs].every(([{ podLabels }, other]) =>
    Object.entries(labelsGiven(other)).every(([key, value]) => podLabels[key] === value),
  );
}

/** Labels of a selector that kustomizations give. */
function labelsGiven(workload: Workload): JsonObject {
  const labels = workload.get(SELECTED);
  if (!isMap(labels)) return {};
  return Object.fromEntries(
    Object.entries(labels).filter(([key]) => !isInManifest([...SELECTED, key], workload)),
  );
}

/** Whether a kustomization gives labels to the selector of a workload, here or in another environment. */
function isRelabelled(workload: Workload, root: Root): boolean {
  const all = [workload, ...root.sistersOf(workload).map(each => each.workload)];
  return all.some(each => Object.keys(labelsGiven(each)).length > 0);
}
