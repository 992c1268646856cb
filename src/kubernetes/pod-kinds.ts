/**
 * The kinds that carry pods, as data: whatever treats one of them otherwise than the next asks this table, and no other
 * list exists.
 *
 * Read from Kubernetes' API and the definitions and documentation of the operators (docs/design/pods.md says of each what
 * is not obvious).
 */

/** A step to a pod spec: a key, or every named element of a list. */
export type PodStep = string | typeof EACH;

/** Every element of a list that has a name. */
export const EACH = Symbol('each named element');

/** Where containers stand below a pod spec, and what they are there. */
export interface ContainerPlace {
  readonly path: readonly string[];
  readonly role: 'main' | 'init' | 'sidecar';
  /** The place holds one container instead of a list: the name that its controller gives it. */
  readonly only?: string;
}

export interface PodKind {
  readonly kind: string;
  /** API groups, of any version; '' is the core group. */
  readonly groups: readonly string[];
  /** Where the pod spec stands; with an {@link EACH} there may be several. */
  readonly pod: readonly PodStep[];
  /** Where the metadata of the pods stands: beside the spec unless stated. */
  readonly metadata?: readonly PodStep[];
  /** `containers` and `initContainers` unless stated. */
  readonly containers?: readonly ContainerPlace[];
  /**
   * What says how many pods there are: a number of replicas with a scale subresource, the nodes, runs that end, callers whose
   * runs end, requests that come in, an operator, or nothing (one, or none before something else takes the template).
   */
  readonly scaled: 'replicas' | 'nodes' | 'runs' | 'calls' | 'requests' | 'operator' | 'nothing';
  /** Of `runs`: how many at once, each with the parallelism of its Job. */
  readonly atOnce?: { readonly path: readonly PodStep[]; readonly otherwise: number };
  /** Of `runs`: the field that keeps one from starting beside the one before, unless it says Allow, as it does unset. */
  readonly overlaps?: readonly string[];
  /** Form of `spec.selector`: that of a label selector, or a plain map; undefined where the controller makes its own. */
  readonly selector?: 'labels' | 'map';
  /**
   * What another pod spec does in a cluster: running pods are replaced, only pods that start later have it, or the API server
   * refuses it until somebody has deleted the object.
   */
  readonly change: 'replaces' | 'later' | 'refused';
  /** Pods beside the rollout's own while it is under way. */
  readonly surge?: {
    readonly path: readonly string[];
    readonly otherwise: string | number;
    /** Where this is set pods are stopped first, or there are as many again. */
    readonly none?: readonly [path: readonly string[], value: string];
    readonly twice?: readonly string[];
  };
  /** Its controller puts containers of its own into the pods: what they ask for is not rendered. */
  readonly isCompleted?: boolean;
  /** Containers of these names are changes to what the operator writes, and no containers. */
  readonly fragments?: readonly string[];
  /** The name of a container that is alone and has none. */
  readonly nameless?: string;
  /** What pods have from the map that holds the list of them; lists are put together. */
  readonly inherits?: readonly string[];
  /** Fields of the pod spec that its API takes from everybody and that are for users to write; all unless stated. */
  readonly takes?: readonly string[];
  /** Fields of containers that its API refuses, or that its controller fills in. */
  readonly leaves?: readonly string[];
}

const TEMPLATE = ['spec', 'template', 'spec'] as const;

/** Workflows run a container by itself, a script, or several in one pod; all of them may have others around. */
const STEPS: readonly ContainerPlace[] = [
  { path: ['container'], role: 'main', only: 'main' },
  { path: ['script'], role: 'main', only: 'main' },
  { path: ['containerSet', 'containers'], role: 'main' },
  { path: ['initContainers'], role: 'init' },
  { path: ['sidecars'], role: 'sidecar' },
];

const WORKFLOWS = {
  groups: ['argoproj.io'],
  containers: STEPS,
  scaled: 'calls',
  isCompleted: true,
  inherits: ['nodeSelector', 'securityContext', 'serviceAccountName', 'volumeClaimTemplates', 'volumes'],
  takes: STEPS.map(({ path }) => path[0]!),
  leaves: ['lifecycle'],
} as const satisfies Partial<PodKind>;

/** What Knative takes whatever its feature flags say: emptyDir volumes, init containers and a pod's security context have one. */
const KNATIVE = {
  groups: ['serving.knative.dev'],
  scaled: 'requests',
  isCompleted: true,
  nameless: 'user-container',
  takes: [
    'automountServiceAccountToken',
    'containerConcurrency',
    'containers',
    'enableServiceLinks',
    'imagePullSecrets',
    'serviceAccountName',
    'timeoutSeconds',
  ],
  leaves: ['lifecycle', 'ports', 'readinessProbe', 'startupProbe'],
} as const satisfies Partial<PodKind>;

/** The operator writes the pods, and the object says what is otherwise about them. */
const MONITORING = {
  groups: ['monitoring.coreos.com'],
  pod: ['spec'],
  metadata: ['spec', 'podMetadata'],
  scaled: 'operator',
  change: 'replaces',
  isCompleted: true,
  takes: ['containers', 'initContainers'],
} as const satisfies Partial<PodKind>;

const METRICS = ['metrics', EACH, 'provider', 'job', ...TEMPLATE] as const;

export const POD_KINDS: readonly PodKind[] = [
  // Kubernetes
  { kind: 'Pod', groups: [''], pod: ['spec'], scaled: 'nothing', change: 'refused' },
  {
    kind: 'PodTemplate',
    groups: [''],
    pod: ['template', 'spec'],
    scaled: 'nothing',
    change: 'later',
  },
  {
    kind: 'ReplicationController',
    groups: [''],
    pod: TEMPLATE,
    scaled: 'replicas',
    selector: 'map',
    change: 'later',
  },
  {
    kind: 'ReplicaSet',
    groups: ['apps', 'extensions'],
    pod: TEMPLATE,
    scaled: 'replicas',
    selector: 'labels',
    change: 'later',
  },
  {
    kind: 'Deployment',
    groups: ['apps', 'extensions'],
    pod: TEMPLATE,
    scaled: 'replicas',
    selector: 'labels',
    change: 'replaces',
    surge: {
      path: ['spec', 'strategy', 'rollingUpdate', 'maxSurge'],
      otherwise: '25%',
      none: [['spec', 'strategy', 'type'], 'Recreate'],
    },
  },
  {
    kind: 'StatefulSet',
    groups: ['apps'],
    pod: TEMPLATE,
    scaled: 'replicas',
    selector: 'labels',
    change: 'replaces',
  },
  {
    kind: 'DaemonSet',
    groups: ['apps', 'extensions'],
    pod: TEMPLATE,
    scaled: 'nodes',
    selector: 'labels',
    change: 'replaces',
  },
  { kind: 'Job', groups: ['batch'], pod: TEMPLATE, scaled: 'runs', change: 'refused' },
  {
    kind: 'CronJob',
    groups: ['batch'],
    pod: ['spec', 'jobTemplate', ...TEMPLATE],
    scaled: 'runs',
    overlaps: ['spec', 'concurrencyPolicy'],
    change: 'later',
  },
  {
    kind: 'JobSet',
    groups: ['jobset.x-k8s.io'],
    pod: ['spec', 'replicatedJobs', EACH, 'template', ...TEMPLATE],
    scaled: 'runs',
    atOnce: { path: ['spec', 'replicatedJobs', EACH, 'replicas'], otherwise: 1 },
    change: 'refused',
  },
  // OpenShift
  {
    kind: 'DeploymentConfig',
    groups: ['apps.openshift.io', ''],
    pod: TEMPLATE,
    scaled: 'replicas',
    selector: 'map',
    change: 'replaces',
    surge: {
      path: ['spec', 'strategy', 'rollingParams', 'maxSurge'],
      otherwise: '25%',
      none: [['spec', 'strategy', 'type'], 'Recreate'],
    },
  },
  // OpenKruise
  {
    kind: 'CloneSet',
    groups: ['apps.kruise.io'],
    pod: TEMPLATE,
    scaled: 'replicas',
    selector: 'labels',
    change: 'replaces',
    surge: { path: ['spec', 'updateStrategy', 'maxSurge'], otherwise: 0 },
  },
  {
    kind: 'StatefulSet',
    groups: ['apps.kruise.io'],
    pod: TEMPLATE,
    scaled: 'replicas',
    selector: 'labels',
    change: 'replaces',
  },
  {
    kind: 'DaemonSet',
    groups: ['apps.kruise.io'],
    pod: TEMPLATE,
    scaled: 'nodes',
    selector: 'labels',
    change: 'replaces',
  },
  // Argo Rollouts
  {
    kind: 'Rollout',
    groups: ['argoproj.io'],
    pod: TEMPLATE,
    scaled: 'replicas',
    selector: 'labels',
    change: 'replaces',
    surge: {
      path: ['spec', 'strategy', 'canary', 'maxSurge'],
      otherwise: '25%',
      twice: ['spec', 'strategy', 'blueGreen'],
    },
  },
  ...['AnalysisTemplate', 'ClusterAnalysisTemplate'].map(
    (kind): PodKind => ({
      kind,
      groups: ['argoproj.io'],
      pod: ['spec', ...METRICS],
      scaled: 'calls',
      change: 'later',
    }),
  ),
  {
    kind: 'AnalysisRun',
    groups: ['argoproj.io'],
    pod: ['spec', ...METRICS],
    scaled: 'calls',
    change: 'refused',
  },
  // Argo Workflows
  ...(['WorkflowTemplate', 'ClusterWorkflowTemplate', 'Workflow'] as const).map(
    (kind): PodKind => ({
      ...WORKFLOWS,
      kind,
      pod: ['spec', 'templates', EACH],
      metadata: ['spec', 'templates', EACH, 'metadata'],
      change: kind === 'Workflow' ? 'refused' : 'later',
    }),
  ),
  {
    ...WORKFLOWS,
    kind: 'CronWorkflow',
    pod: ['spec', 'workflowSpec', 'templates', EACH],
    metadata: ['spec', 'workflowSpec', 'templates', EACH, 'metadata'],
    change: 'later',
  },
  // KEDA
  {
    kind: 'ScaledJob',
    groups: ['keda.sh'],
    pod: ['spec', 'jobTargetRef', 'template', 'spec'],
    scaled: 'runs',
    atOnce: { path: ['spec', 'maxReplicaCount'], otherwise: 100 },
    change: 'replaces',
  },
  // Knative Serving
  { ...KNATIVE, kind: 'Service', pod: TEMPLATE, change: 'replaces' },
  { ...KNATIVE, kind: 'Configuration', pod: TEMPLATE, change: 'replaces' },
  { ...KNATIVE, kind: 'Revision', pod: ['spec'], change: 'refused' },
  // Prometheus operator
  ...['Prometheus', 'PrometheusAgent'].map(
    (kind): PodKind => ({
      ...MONITORING,
      kind,
      fragments: ['prometheus', 'config-reloader', 'init-config-reloader', 'thanos-sidecar'],
    }),
  ),
  {
    ...MONITORING,
    kind: 'Alertmanager',
    fragments: ['alertmanager', 'config-reloader', 'init-config-reloader'],
  },
  { ...MONITORING, kind: 'ThanosRuler', fragments: ['thanos-ruler', 'config-reloader'] },
];
