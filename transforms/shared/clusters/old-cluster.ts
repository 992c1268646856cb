/** What shows that manifests are for a cluster before Kubernetes 1.22, or before 1.27. */

import type { AppliedBy, Doubt, Resource, Root } from '../../../src/transform.ts';
import { remembered } from '../remembered.ts';

/**
 * Groups whose `v1beta1` Kubernetes 1.22 took away: what still writes them runs on an older cluster.
 *
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
const GONE_IN_1_22 =
  /^(?:extensions|networking\.k8s\.io|rbac\.authorization\.k8s\.io|apiextensions\.k8s\.io|admissionregistration\.k8s\.io|certificates\.k8s\.io|coordination\.k8s\.io|scheduling\.k8s\.io|apiregistration\.k8s\.io)\/v1beta1$/;

/** Whether an object of the root, or of others in its namespaces, is one that only an older cluster takes. */
export const isForOldCluster = remembered((root: Root): boolean =>
  besideOf(root).some(({ apiVersion }) => GONE_IN_1_22.test(apiVersion)),
);

/**
 * What Kubernetes took away from 1.25 to 1.27, and versions of cert-manager that its last release for a cluster before 1.23 served.
 *
 * @see https://cert-manager.io/docs/releases/upgrading/upgrading-1.5-1.6/
 */
const GONE_BY_1_27 =
  /^(?:(?:policy|batch|discovery\.k8s\.io|node\.k8s\.io|events\.k8s\.io|flowcontrol\.apiserver\.k8s\.io)\/v1beta1|autoscaling\/v2beta[12]|(?:[\w.]*\.)?cert-?manager\.(?:io|k8s\.io)\/v1(?:alpha\d|beta\d))$/;

/**
 * What Flux bootstrapped before 2.0, which came out in the summer after Kubernetes 1.27: a cluster of that age, as far as the
 * repository tells. Later releases read these versions too, so nothing more than the age follows.
 *
 * @see https://github.com/fluxcd/flux2/releases/tag/v2.0.0
 */
const OF_FLUX_BEFORE_2 = /^kustomize\.toolkit\.fluxcd\.io\/v1(?:alpha|beta)\d$/;

/** What of Flux applies the root, where it was written for a Flux before 2.0. */
export function oldFluxOf({ platform }: Root): AppliedBy | undefined {
  return platform.appliedBy.find(({ apiVersion }) => OF_FLUX_BEFORE_2.test(apiVersion));
}

/** Whether one beside it, or what applies it, is for a cluster that does not know what came with 1.27. */
export const isForClusterBefore27 = remembered(
  (root: Root): boolean =>
    isForOldCluster(root) ||
    [...besideOf(root), ...root.platform.appliedBy].some(
      ({ apiVersion }) => GONE_BY_1_27.test(apiVersion) || OF_FLUX_BEFORE_2.test(apiVersion),
    ),
);

/** Kinds with the version of them that only clusters from 1.19 on serve, most of them from 1.21 on. */
const SINCE_THEN =
  /^(?:policy\/v1 PodDisruptionBudget|batch\/v1 CronJob|autoscaling\/v2 \w+|networking\.k8s\.io\/v1 Ingress(?:Class)?|discovery\.k8s\.io\/v1 \w+)$/;

/** Whether nothing beside it shows that the cluster is a younger one. */
export const isOnlyForOldCluster = remembered(
  (root: Root): boolean =>
    isForOldCluster(root) &&
    !besideOf(root).some(({ apiVersion, kind }) => SINCE_THEN.test(`${apiVersion} ${kind}`)),
);

/** Against versions of today: what stands in an old one is debt, and no proof that the cluster is as old. */
export function doubtsOfOldCluster(root: Root): Doubt[] {
  return isOnlyForOldCluster(root)
    ? ['all that stands here is for a cluster before Kubernetes 1.22, and that one may still run']
    : [];
}

/** The objects of the root and of the namespaces that its workloads run in, whoever renders them. */
export const besideOf = remembered((root: Root): readonly Resource[] => {
  const { platform, resources, workloads } = root;
  const namespaces = new Set(workloads.map(each => platform.namespaceOf(each)));
  return [...resources, ...[...namespaces].flatMap(each => platform.resourcesIn(each))];
});
