/** Whose network policies are this repository's business. */

import { apiGroupOf } from '../../src/kubernetes/kinds.ts';
import { runsToCompletion } from '../../src/kubernetes/pod-templates.ts';
import { matchesLabels, matchesSelector } from '../../src/kubernetes/selectors.ts';
import type { Root, Workload } from '../../src/transform.ts';
import { isInManifest } from '../shared/places.ts';
import { labelsOf, podKind, podSelector } from '../shared/pods.ts';

/** Kinds of which one anywhere shows that somebody keeps policies of another sort: two sorts are one too many. */
const OTHER_SORTS = [
  'CiliumNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'GlobalNetworkPolicy',
  'StagedNetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
  // Hand policies down from one namespace to others.
  'HierarchyConfiguration',
];

/** Namespaces of what runs clusters: its makers say who talks to it. */
const OF_OPERATORS =
  /^(?:kube-.*|openshift.*|istio.*|linkerd.*|flux.*|argo(?:cd|-.*)?|cert-manager.*|ingress-.*|metallb.*|knative-.*|olm|operators|.*-(?:system|operators?))$/;

/** Whether the repository keeps its policies otherwise: as another kind, or by something that generates them. */
export function areMadeElsewhere(root: Root): boolean {
  if (OTHER_SORTS.some(kind => root.rendersKind(kind))) return true;
  const policies = [...root.find('NetworkPolicy'), ...root.platform.find('NetworkPolicy', root.namespace)];
  if (policies.some(each => apiGroupOf(each.apiVersion) !== 'networking.k8s.io')) return true;
  const rules = ['ClusterPolicy', 'Policy'].flatMap(kind => [
    ...root.platform.find(kind, undefined),
    ...root.platform.find(kind, root.namespace),
  ]);
  return rules.some(
    each =>
      apiGroupOf(each.apiVersion) === 'kyverno.io' &&
      JSON.stringify(each.get(['spec', 'rules']) ?? null).includes('"kind":"NetworkPolicy"'),
  );
}

/** Policies for a namespace that stand in a file which no root reads: somebody applies them, and knows of more than we see. */
export function arePoliciesBeside(namespace: string | undefined, { platform }: Root): boolean {
  return namespace !== undefined && platform.boundsBeside('NetworkPolicy', namespace).length > 0;
}

export function isOfOperators(namespace: string | undefined): boolean {
  return namespace !== undefined && OF_OPERATORS.test(namespace);
}

/**
 * Whether a policy of ours may be for the pods of a workload: on the network of their node none is, an operator that makes
 * them knows who talks to them, and a part of a workflow comes and goes.
 */
export function isInScope(workload: Workload, root: Root): boolean {
  const { platform } = root;
  const { scaled, isCompleted } = podKind(workload);
  return (
    workload.pod.hostNetwork !== true &&
    hasOwnLabels(workload) &&
    !arePoliciesBeside(platform.namespaceOf(workload), root) &&
    scaled !== 'operator' &&
    scaled !== 'calls' &&
    isCompleted !== true &&
    !isLeftToDefault(workload, root) &&
    workload.podPath.every(step => typeof step === 'string') &&
    !isOfOperators(platform.namespaceOf(workload))
  );
}

/**
 * Without labels no policy selects them, and those that a layer gives to everything select everything. Pods that their own workload
 * does not select are refused: first they get its labels.
 */
function hasOwnLabels(workload: Workload): boolean {
  const { podLabels } = workload;
  const template = workload.podPath.slice(0, -1);
  const selector = podSelector(workload);
  if (selector !== undefined && Object.keys(podLabels).length > 0)
    return matchesSelector(selector, podLabels);
  return Object.keys(podLabels).some(key => isInManifest([...template, 'metadata', 'labels', key], workload));
}

/** Whether nothing tells the pods of a workload from those around: they have no labels, or only such as layers give to everything. */
export function isNameless(workload: Workload, { platform }: Root): boolean {
  const labels = labelsOf(workload);
  const keys = Object.keys(labels);
  if (keys.length === 0) return true;
  const path =
    podSelector(workload) === undefined
      ? [...workload.podMetadataPath, 'labels']
      : ['spec', 'selector', 'matchLabels'];
  if (keys.some(key => isInManifest([...path, key], workload))) return false;
  return platform
    .workloadsIn(platform.namespaceOf(workload))
    .some(each => each !== workload && matchesLabels(labels, each.podLabels));
}

/** Nobody talks to a job without a Service: a default deny for the namespace is all that it takes. */
function isLeftToDefault(workload: Workload, root: Root): boolean {
  return runsToCompletion(workload.kind, workload.apiVersion) && root.servicesFor(workload).length === 0;
}
