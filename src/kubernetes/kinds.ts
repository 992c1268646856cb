/** Which kinds carry a pod template, and which exist once per cluster. */

const PODS_IN_TEMPLATE = ['spec', 'template', 'spec'] as const;

/** API groups (any version) of each kind with pods; '' is the core group. */
const WORKLOADS: Readonly<Record<string, { groups: readonly string[]; path: readonly string[] }>> = {
  Pod: { groups: [''], path: ['spec'] },
  ReplicationController: { groups: [''], path: PODS_IN_TEMPLATE },
  Deployment: { groups: ['apps', 'extensions'], path: PODS_IN_TEMPLATE },
  ReplicaSet: { groups: ['apps', 'extensions'], path: PODS_IN_TEMPLATE },
  DaemonSet: { groups: ['apps', 'extensions'], path: PODS_IN_TEMPLATE },
  StatefulSet: { groups: ['apps'], path: PODS_IN_TEMPLATE },
  Job: { groups: ['batch'], path: PODS_IN_TEMPLATE },
  CronJob: { groups: ['batch'], path: ['spec', 'jobTemplate', ...PODS_IN_TEMPLATE] },
  Rollout: { groups: ['argoproj.io'], path: PODS_IN_TEMPLATE },
};

/** API group of an apiVersion: `apps` of `apps/v1`, '' of `v1`. */
export function apiGroupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/**
 * Where the pod spec of a workload kind stands.
 *
 * @returns for example `['spec', 'template', 'spec']`; null for kinds without pods, and for a kind of the same name
 *   in a foreign API group. A Rollout that takes its template from `workloadRef` has nothing at the path.
 */
export function podPathOf(kind: string, apiVersion: string): string[] | null {
  const workload = Object.hasOwn(WORKLOADS, kind) ? WORKLOADS[kind] : undefined;
  return workload?.groups.includes(apiGroupOf(apiVersion)) ? [...workload.path] : null;
}

/** Where the pods' own metadata stands: beside the pod spec; for a Pod the object's. Null for kinds without pods. */
export function podMetadataPathOf(kind: string, apiVersion: string): string[] | null {
  const path = podPathOf(kind, apiVersion);
  return path === null ? null : [...path.slice(0, -1), 'metadata'];
}

/** True for kinds that run pods: Pod, the controllers of Kubernetes, and Argo Rollouts. */
export function isWorkload(kind: string, apiVersion: string): boolean {
  return podPathOf(kind, apiVersion) !== null;
}

/** True for workloads that end: Job and CronJob. They get no probes and no disruption budget. */
export function runsToCompletion(kind: string, apiVersion: string): boolean {
  return (kind === 'Job' || kind === 'CronJob') && isWorkload(kind, apiVersion);
}

/**
 * True when pods keep data or identity: a StatefulSet, or a pod spec that mounts a PersistentVolumeClaim.
 *
 * @param pod the pod spec, when there is one
 */
export function isStateful(kind: string, apiVersion: string, pod?: { readonly volumes?: unknown }): boolean {
  if (kind === 'StatefulSet' && isWorkload(kind, apiVersion)) return true;
  if (!Array.isArray(pod?.volumes)) return false;
  return pod.volumes.some(
    volume => typeof volume === 'object' && volume !== null && 'persistentVolumeClaim' in volume,
  );
}

/**
 * Cluster-scoped kinds by API group, as of Kubernetes 1.36 (`kubectl api-resources --namespaced=false`), plus the
 * removed PodSecurityPolicy and the operators' kinds that repositories carry most.
 */
const CLUSTER_SCOPED: Readonly<Record<string, readonly string[]>> = {
  '': ['ComponentStatus', 'Namespace', 'Node', 'PersistentVolume'],
  'admissionregistration.k8s.io': [
    'MutatingAdmissionPolicy',
    'MutatingAdmissionPolicyBinding',
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
  ],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'apiregistration.k8s.io': ['APIService'],
  'authentication.k8s.io': ['SelfSubjectReview', 'TokenReview'],
  'authorization.k8s.io': ['SelfSubjectAccessReview', 'SelfSubjectRulesReview', 'SubjectAccessReview'],
  'certificates.k8s.io': ['CertificateSigningRequest', 'ClusterTrustBundle'],
  'coordination.k8s.io': [],
  'discovery.k8s.io': [],
  'events.k8s.io': [],
  'flowcontrol.apiserver.k8s.io': ['FlowSchema', 'PriorityLevelConfiguration'],
  'internal.apiserver.k8s.io': ['StorageVersion'],
  'networking.k8s.io': ['IngressClass', 'IPAddress', 'ServiceCIDR'],
  'node.k8s.io': ['RuntimeClass'],
  policy: ['PodSecurityPolicy'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
  'resource.k8s.io': ['DeviceClass', 'DeviceTaintRule', 'ResourceSlice'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment', 'VolumeAttributesClass'],
  'storagemigration.k8s.io': ['StorageVersionMigration'],
  'cert-manager.io': ['ClusterIssuer'],
  'external-secrets.io': ['ClusterExternalSecret', 'ClusterPushSecret', 'ClusterSecretStore'],
  'gateway.networking.k8s.io': ['GatewayClass'],
  'karpenter.sh': ['NodeClaim', 'NodePool'],
  'kyverno.io': ['ClusterPolicy'],
  'snapshot.storage.k8s.io': ['VolumeSnapshotClass', 'VolumeSnapshotContent'],
};

/**
 * Whether an object exists outside namespaces.
 *
 * @returns undefined for groups that are not Kubernetes' own and not in the table: only their CRD knows.
 */
export function isClusterScoped(kind: string, apiVersion: string): boolean | undefined {
  const group = apiGroupOf(apiVersion);
  const kinds = Object.hasOwn(CLUSTER_SCOPED, group) ? CLUSTER_SCOPED[group] : undefined;
  if (kinds?.includes(kind)) return true;
  // No CRD can have a group without a dot; below k8s.io there are CRDs too, known where the table has the group.
  const known = !group.includes('.') || (group.endsWith('.k8s.io') && kinds !== undefined);
  return known ? false : undefined;
}
