/**
 * What fields of built-in kinds may say where the API server takes a few words alone, as far as `values.ts` looks.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/
 */

export interface KnownValues {
  /** Steps from the top; `*` is each element of a list. */
  readonly path: readonly string[];
  readonly values: readonly string[];
}

function at(path: string, values: string): KnownValues {
  return { path: path.split('.'), values: values.split(' ') };
}

const PROTOCOLS = 'TCP UDP SCTP';
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

const OF_CONTAINERS = ['containers.*', 'initContainers.*'].flatMap(container => [
  at(`${container}.imagePullPolicy`, 'Always IfNotPresent Never'),
  at(`${container}.terminationMessagePolicy`, 'File FallbackToLogsOnError'),
  at(`${container}.ports.*.protocol`, PROTOCOLS),
  ...PROBES.map(probe => at(`${container}.${probe}.httpGet.scheme`, 'HTTP HTTPS')),
]);

/** @param restarts which policies of restarts pods of the kind may have */
function ofPods(path: string, restarts: string): KnownValues[] {
  const values = [
    at('restartPolicy', restarts),
    at('dnsPolicy', 'ClusterFirst ClusterFirstWithHostNet Default None'),
    at('tolerations.*.effect', 'NoSchedule PreferNoSchedule NoExecute'),
    at('topologySpreadConstraints.*.whenUnsatisfiable', 'DoNotSchedule ScheduleAnyway'),
    ...OF_CONTAINERS,
  ];
  return values.map(each => ({ ...each, path: [...path.split('.'), ...each.path] }));
}

function ofClaims(path: string): KnownValues[] {
  return [
    at(`${path}.accessModes.*`, 'ReadWriteOnce ReadOnlyMany ReadWriteMany ReadWriteOncePod'),
    at(`${path}.volumeMode`, 'Filesystem Block'),
  ];
}

const ENDLESS = 'Always';
const ENDING = 'OnFailure Never';

/** By group (without its version) and kind. */
export const VALUES: Readonly<Record<string, readonly KnownValues[]>> = {
  'apps/Deployment': [
    at('spec.strategy.type', 'Recreate RollingUpdate'),
    ...ofPods('spec.template.spec', ENDLESS),
  ],
  'apps/StatefulSet': [
    at('spec.updateStrategy.type', 'RollingUpdate OnDelete'),
    at('spec.podManagementPolicy', 'OrderedReady Parallel'),
    ...ofClaims('spec.volumeClaimTemplates.*.spec'),
    ...ofPods('spec.template.spec', ENDLESS),
  ],
  'apps/DaemonSet': [
    at('spec.updateStrategy.type', 'RollingUpdate OnDelete'),
    ...ofPods('spec.template.spec', ENDLESS),
  ],
  'batch/Job': ofPods('spec.template.spec', ENDING),
  'batch/CronJob': [
    at('spec.concurrencyPolicy', 'Allow Forbid Replace'),
    ...ofPods('spec.jobTemplate.spec.template.spec', ENDING),
  ],
  '/Pod': ofPods('spec', `${ENDLESS} ${ENDING}`),
  '/PersistentVolumeClaim': ofClaims('spec'),
  '/Service': [
    at('spec.type', 'ClusterIP NodePort LoadBalancer ExternalName'),
    at('spec.sessionAffinity', 'None ClientIP'),
    at('spec.externalTrafficPolicy', 'Cluster Local'),
    at('spec.ports.*.protocol', PROTOCOLS),
  ],
  'networking.k8s.io/Ingress': [
    at('spec.rules.*.http.paths.*.pathType', 'Exact Prefix ImplementationSpecific'),
  ],
  'networking.k8s.io/NetworkPolicy': [
    at('spec.policyTypes.*', 'Ingress Egress'),
    at('spec.ingress.*.ports.*.protocol', PROTOCOLS),
    at('spec.egress.*.ports.*.protocol', PROTOCOLS),
  ],
  'policy/PodDisruptionBudget': [at('spec.unhealthyPodEvictionPolicy', 'IfHealthyBudget AlwaysAllow')],
  'autoscaling/HorizontalPodAutoscaler': [
    ...['scaleUp', 'scaleDown'].flatMap(way => [
      at(`spec.behavior.${way}.policies.*.type`, 'Pods Percent'),
      at(`spec.behavior.${way}.selectPolicy`, 'Max Min Disabled'),
    ]),
    at('spec.metrics.*.type', 'Resource ContainerResource Pods Object External'),
    at('spec.metrics.*.resource.target.type', 'Utilization Value AverageValue'),
  ],
};
