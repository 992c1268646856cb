/**
 * The fields of built-in kinds that manifests write, as far as `misspelt.ts` looks.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/
 */

/** Fields by name: `true` is not looked into, a map is, and of a list each of its elements. */
export interface Fields {
  readonly [name: string]: true | Fields | readonly [Fields];
}

function plain<Name extends string>(names: string): Record<Name, true> {
  return Object.fromEntries(names.split(' ').map(name => [name, true])) as Record<Name, true>;
}

const METADATA: Fields = plain(
  'name generateName namespace labels annotations finalizers ownerReferences uid resourceVersion generation creationTimestamp deletionTimestamp deletionGracePeriodSeconds managedFields selfLink',
);
const SELECTOR: Fields = plain('matchLabels matchExpressions');
const HTTP_GET: Fields = plain('path port host scheme httpHeaders');
const HANDLER: Fields = {
  exec: plain('command'),
  httpGet: HTTP_GET,
  tcpSocket: plain('port host'),
  grpc: plain('port service'),
};
const PROBE: Fields = {
  ...HANDLER,
  ...plain(
    'initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold terminationGracePeriodSeconds',
  ),
};
const HOOK: Fields = { ...HANDLER, sleep: plain('seconds') };
const SECURITY =
  'seLinuxOptions windowsOptions runAsUser runAsGroup runAsNonRoot seccompProfile appArmorProfile';

const CONTAINER: Fields = {
  ...plain(
    'name image command args workingDir imagePullPolicy terminationMessagePath terminationMessagePolicy stdin stdinOnce tty restartPolicy restartPolicyRules resizePolicy volumeDevices targetContainerName',
  ),
  ports: [plain('name hostPort containerPort protocol hostIP')],
  env: [
    {
      ...plain('name value'),
      valueFrom: {
        fieldRef: plain('apiVersion fieldPath'),
        resourceFieldRef: plain('containerName resource divisor'),
        configMapKeyRef: plain('name key optional'),
        secretKeyRef: plain('name key optional'),
        fileKeyRef: true,
      },
    },
  ],
  envFrom: [{ prefix: true, configMapRef: plain('name optional'), secretRef: plain('name optional') }],
  resources: plain('limits requests claims'),
  volumeMounts: [plain('name readOnly recursiveReadOnly mountPath subPath mountPropagation subPathExpr')],
  livenessProbe: PROBE,
  readinessProbe: PROBE,
  startupProbe: PROBE,
  lifecycle: { postStart: HOOK, preStop: HOOK, stopSignal: true },
  securityContext: plain(
    `${SECURITY} capabilities privileged readOnlyRootFilesystem allowPrivilegeEscalation procMount`,
  ),
};

const VOLUME: Fields = {
  ...plain(
    'name gcePersistentDisk awsElasticBlockStore gitRepo nfs iscsi glusterfs rbd flexVolume cinder cephfs flocker downwardAPI fc azureFile vsphereVolume quobyte azureDisk photonPersistentDisk projected portworxVolume scaleIO storageos csi ephemeral image',
  ),
  hostPath: plain('path type'),
  emptyDir: plain('medium sizeLimit'),
  secret: plain('secretName items defaultMode optional'),
  configMap: plain('name items defaultMode optional'),
  persistentVolumeClaim: plain('claimName readOnly'),
};

export const POD_SPEC: Fields = {
  ...plain(
    'restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName serviceAccount automountServiceAccountToken nodeName hostNetwork hostPID hostIPC hostUsers hostname hostnameOverride subdomain setHostnameAsFQDN shareProcessNamespace imagePullSecrets schedulerName priorityClassName priority preemptionPolicy runtimeClassName enableServiceLinks overhead readinessGates schedulingGates resourceClaims schedulingGroup workloadRef',
  ),
  containers: [CONTAINER],
  initContainers: [CONTAINER],
  ephemeralContainers: [CONTAINER],
  volumes: [VOLUME],
  securityContext: plain(
    `${SECURITY} supplementalGroups supplementalGroupsPolicy fsGroup fsGroupChangePolicy sysctls seLinuxChangePolicy`,
  ),
  resources: plain('limits requests claims'),
  affinity: plain('nodeAffinity podAffinity podAntiAffinity'),
  tolerations: [plain('key operator value effect tolerationSeconds')],
  topologySpreadConstraints: [
    plain(
      'maxSkew topologyKey whenUnsatisfiable labelSelector minDomains nodeAffinityPolicy nodeTaintsPolicy matchLabelKeys',
    ),
  ],
  hostAliases: [plain('ip hostnames')],
  dnsConfig: plain('nameservers searches options'),
  os: plain('name'),
};

const TEMPLATE: Fields = { metadata: METADATA, spec: POD_SPEC };
const JOB_SPEC: Fields = {
  ...plain(
    'parallelism completions completionMode backoffLimit backoffLimitPerIndex maxFailedIndexes activeDeadlineSeconds ttlSecondsAfterFinished suspend manualSelector podFailurePolicy successPolicy podReplacementPolicy managedBy',
  ),
  selector: SELECTOR,
  template: TEMPLATE,
};
const CLAIM_SPEC: Fields = {
  ...plain(
    'accessModes selector volumeName storageClassName volumeMode dataSource dataSourceRef volumeAttributesClassName',
  ),
  resources: plain('limits requests'),
};

/** `spec` of kinds, by group (without its version) and kind. */
export const SPECS: Readonly<Record<string, Fields>> = {
  'apps/Deployment': {
    ...plain('replicas minReadySeconds revisionHistoryLimit paused progressDeadlineSeconds'),
    selector: SELECTOR,
    template: TEMPLATE,
    strategy: { type: true, rollingUpdate: plain('maxSurge maxUnavailable') },
  },
  'apps/StatefulSet': {
    ...plain(
      'replicas serviceName podManagementPolicy revisionHistoryLimit minReadySeconds persistentVolumeClaimRetentionPolicy ordinals',
    ),
    selector: SELECTOR,
    template: TEMPLATE,
    volumeClaimTemplates: [{ ...plain('apiVersion kind status'), metadata: METADATA, spec: CLAIM_SPEC }],
    updateStrategy: { type: true, rollingUpdate: plain('partition maxUnavailable') },
  },
  'apps/DaemonSet': {
    ...plain('minReadySeconds revisionHistoryLimit'),
    selector: SELECTOR,
    template: TEMPLATE,
    updateStrategy: { type: true, rollingUpdate: plain('maxSurge maxUnavailable') },
  },
  'batch/Job': JOB_SPEC,
  'batch/CronJob': {
    ...plain(
      'schedule timeZone startingDeadlineSeconds concurrencyPolicy suspend successfulJobsHistoryLimit failedJobsHistoryLimit',
    ),
    jobTemplate: { metadata: METADATA, spec: JOB_SPEC },
  },
  '/Pod': POD_SPEC,
  '/PersistentVolumeClaim': CLAIM_SPEC,
  '/Service': {
    ...plain(
      'selector type clusterIP clusterIPs externalIPs externalName externalTrafficPolicy healthCheckNodePort internalTrafficPolicy ipFamilies ipFamilyPolicy ipFamily topologyKeys loadBalancerIP loadBalancerClass loadBalancerSourceRanges allocateLoadBalancerNodePorts publishNotReadyAddresses sessionAffinity sessionAffinityConfig trafficDistribution',
    ),
    ports: [plain('name protocol appProtocol port targetPort nodePort')],
  },
};

/** What all objects have. */
export const OBJECT_METADATA = METADATA;
