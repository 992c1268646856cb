/** Order lists of key-order.ts. */

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const CONTAINER_KEYS = words(`
  name image imagePullPolicy restartPolicy command args workingDir ports envFrom env resources resizePolicy
  livenessProbe readinessProbe startupProbe lifecycle securityContext volumeMounts volumeDevices
  terminationMessagePath terminationMessagePolicy stdin stdinOnce tty`);

export const POD_SPEC_KEYS = words(`
  serviceAccountName serviceAccount automountServiceAccountToken enableServiceLinks hostNetwork hostPID hostIPC
  hostUsers shareProcessNamespace dnsPolicy dnsConfig hostname subdomain hostAliases imagePullSecrets os
  runtimeClassName priorityClassName schedulerName nodeName nodeSelector affinity tolerations
  topologySpreadConstraints securityContext restartPolicy activeDeadlineSeconds terminationGracePeriodSeconds
  initContainers containers ephemeralContainers volumes`);

/** Fields of patches in the order in which kustomize runs them. */
export const KUSTOMIZATION_KEYS = words(`
  apiVersion kind metadata namespace namePrefix nameSuffix bases resources components crds configurations openapi
  generators transformers validators helmGlobals helmCharts patchesStrategicMerge patches patchesJson6902 images
  replicas replacements vars labels commonLabels commonAnnotations generatorOptions configMapGenerator
  secretGenerator buildMetadata sortOptions`);

/** Top-level keys that no Kubernetes object has: they tell a kustomization. */
export const KUSTOMIZATION_ONLY: ReadonlySet<string> = new Set(
  KUSTOMIZATION_KEYS.filter(key => !['apiVersion', 'kind', 'metadata'].includes(key)),
);

export const ORDERS: Readonly<Record<string, readonly string[]>> = {
  object: words(`
    apiVersion kind metadata type immutable automountServiceAccountToken imagePullSecrets secrets provisioner
    parameters reclaimPolicy volumeBindingMode allowVolumeExpansion value globalDefault preemptionPolicy description
    aggregationRule rules roleRef subjects webhooks spec data stringData binaryData status`),
  metadata: words('name generateName namespace labels annotations finalizers ownerReferences'),
  labels: words(`
    app.kubernetes.io/name app.kubernetes.io/instance app.kubernetes.io/version app.kubernetes.io/component
    app.kubernetes.io/part-of app.kubernetes.io/managed-by`),

  controllerSpec: words(`
    replicas minReadySeconds revisionHistoryLimit progressDeadlineSeconds paused serviceName podManagementPolicy
    selector strategy updateStrategy persistentVolumeClaimRetentionPolicy ordinals template volumeClaimTemplates`),
  jobSpec: words(`
    suspend parallelism completions completionMode backoffLimit backoffLimitPerIndex activeDeadlineSeconds
    ttlSecondsAfterFinished podFailurePolicy podReplacementPolicy selector template`),
  cronJobSpec: words(`
    schedule timeZone startingDeadlineSeconds concurrencyPolicy suspend successfulJobsHistoryLimit
    failedJobsHistoryLimit jobTemplate`),
  otherSpec: words(`
    type clusterIP allocateLoadBalancerNodePorts loadBalancerClass externalTrafficPolicy internalTrafficPolicy
    publishNotReadyAddresses sessionAffinity podSelector policyTypes ingress egress ingressClassName
    defaultBackend tls rules
    scaleTargetRef minReplicas maxReplicas minAvailable maxUnavailable unhealthyPodEvictionPolicy accessModes
    storageClassName resources volumeMode selector ports behavior metrics hard limits`),
  scaleTargetRef: words('apiVersion kind name'),
  template: words('metadata spec'),
  jobTemplate: words('metadata spec'),
  strategy: words('type rollingUpdate'),
  updateStrategy: words('type rollingUpdate'),
  selector: words('matchLabels matchExpressions'),

  podSecurityContext: words(`
    runAsNonRoot runAsUser runAsGroup fsGroup fsGroupChangePolicy supplementalGroups supplementalGroupsPolicy
    seccompProfile appArmorProfile seLinuxOptions sysctls windowsOptions`),
  securityContext: words(`
    privileged allowPrivilegeEscalation readOnlyRootFilesystem runAsNonRoot runAsUser runAsGroup capabilities
    seccompProfile appArmorProfile seLinuxOptions procMount windowsOptions`),
  capabilities: words('drop add'),
  seccompProfile: words('type localhostProfile'),
  resources: words('requests limits claims'),
  amounts: words('cpu memory ephemeral-storage'),
  probe: words(`
    exec httpGet tcpSocket grpc initialDelaySeconds periodSeconds timeoutSeconds successThreshold failureThreshold
    terminationGracePeriodSeconds`),
  httpGet: words('path port host scheme httpHeaders'),
  lifecycle: words('postStart preStop'),
  emptyDir: words('medium sizeLimit'),

  containerPort: words('name containerPort hostPort hostIP protocol'),
  servicePort: words('name appProtocol protocol port targetPort nodePort'),
  'paths[]': words('path pathType backend'),
  'env[]': words('name value valueFrom'),
  'volumeMounts[]': words('name mountPath subPath subPathExpr readOnly recursiveReadOnly mountPropagation'),
  'volumes[]': words(
    'name configMap secret emptyDir persistentVolumeClaim projected hostPath csi ephemeral nfs downwardAPI',
  ),
  'topologySpreadConstraints[]': words(
    'maxSkew minDomains topologyKey whenUnsatisfiable labelSelector matchLabelKeys nodeAffinityPolicy nodeTaintsPolicy',
  ),
  'images[]': words('name newName newTag digest tagSuffix'),
  'replicas[]': words('name count'),
  'patches[]': words('path patch target options'),
  'labels[]': words('pairs includeSelectors includeTemplates fields'),
  'configMapGenerator[]': words('name namespace behavior type files envs literals options'),
  'secretGenerator[]': words('name namespace behavior type files envs literals options'),
};
