/** The number of pods follows the load (catalogue L5). */

import { fitsWildcard } from '../../src/kubernetes/wildcard.ts';
import { defineTransform, type PlanContext, type Workload } from '../../src/transform.ts';
import { sourceName } from '../shared/elsewhere.ts';
import { asWorkload, runsToday } from '../shared/pods.ts';
import { isScalable, SCALABLE_KINDS } from '../shared/replicas/replicas.ts';
import { existing } from './existing.ts';
import { missing, type Wanted } from './missing.ts';

interface Options {
  readonly scalable: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly cpu: number;
  readonly memory?: number;
  readonly slowly: boolean;
}

const FEW = [
  'kube-score:horizontalpodautoscaler-replicas',
  'kube-linter:hpa-minimum-three-replicas',
  'polaris:hpaMinAvailability',
];

export default defineTransform({
  id: 'hpa',
  title: 'The number of pods follows the load where that is wanted, and can',
  severity: 'low',
  severities: { 'no-request': 'medium', two: 'medium', resized: 'medium' },
  group: 'availability',
  // After replicas, before budgets and spread: both are about the least that it leaves.
  order: 770,
  preset: 'opt-in',
  each: 'resource',
  kinds: [...SCALABLE_KINDS, 'HorizontalPodAutoscaler', 'ScaledObject'],
  options: {
    scalable: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description: 'Workloads that get an autoscaler, as `Kind/name` with `*` and `?`.',
    },
    minimum: {
      type: 'integer',
      minimum: 1,
      perEnvironment: { staging: 2, production: 3 },
      description: 'Pods that there are at least. Where there is none no autoscaler is made.',
    },
    maximum: {
      type: 'integer',
      minimum: 2,
      perEnvironment: { staging: 5, production: 10 },
      description: 'Pods that there are at most.',
    },
    cpu: {
      type: 'integer',
      default: 70,
      minimum: 1,
      description: 'Share of the requested processor in percent that pods use on average.',
    },
    memory: {
      type: 'integer',
      minimum: 1,
      description:
        'The same of memory, if wanted: what runs on a JVM or caches never gives any back, and so never scales down.',
    },
    slowly: {
      type: 'boolean',
      default: false,
      description:
        'Up by at most the same again, or four pods, a minute, and down by at most half a minute: slower than Kubernetes does by itself, in both directions.',
    },
  },
  placement: { field: 'source', resource: 'overlay' },
  messages: {
    'no-request':
      '{scaler} measures {what} by what is requested, and {containers} requests none: it never scales',
    two: '{scaler} and {other} both scale {target}',
    resized: '{scaler} measures {what} by what is requested, which VerticalPodAutoscaler {other} changes',
    replicas:
      '{target} says `replicas: {replicas}`, and {scaler} sets that: {when} takes back what it has done. It says none',
    few: '{scaler} goes down to one pod, which a drain or a crash takes away. It keeps {minimum}',
    'few-written': '{scaler} goes down to {pods}, and a drain or a crash takes the last pod away',
    'no-room': '{scaler} has as many pods at least as at most, {pods}: it never scales',
    missing: '{kind} {name} has as many pods with much to do as with little. It has {minimum} to {maximum}',
  },
  briefs: {
    'no-request': 'no {what} request',
    two: 'scaled by {other} too',
    resized: 'measured by what {other} changes',
    replicas: 'replicas beside its autoscaler',
    few: 'one pod at least',
    'few-written': '{pods} at least',
    'no-room': 'at least and at most {pods}',
    missing: 'no autoscaler',
  },
  docs: {
    why: 'A number of pods is right for one load. But an autoscaler that cannot measure does nothing and says so in its status alone, and one that shares its number with a manifest loses it at every deployment.',
    risk: 'More pods ask for more of the quota, and whatever they connect to has more connections. What keeps sessions, data or an order of its own must not be scaled: only what the configuration lists gets an autoscaler. A written number that goes is one pod for a moment, unless its field is given up first.',
    links: [
      'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/',
      'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling',
    ],
    sameAs: [
      'kube-score:deployment-targeted-by-hpa-does-not-have-replicas-configured',
      'polaris:hpaMaxAvailability',
      ...FEW,
    ],
    sameAsOf: {
      'no-request': [],
      two: [],
      resized: [],
      missing: [],
      replicas: ['kube-score:deployment-targeted-by-hpa-does-not-have-replicas-configured'],
      few: FEW,
      'few-written': FEW,
      'no-room': ['polaris:hpaMaxAvailability'],
    },
  },
  *plan(resource, context) {
    const { root, options } = context;
    const workload = asWorkload(resource);
    if (workload === undefined) {
      yield* existing(resource, root, options.minimum);
    } else if (
      isScalable(workload) &&
      runsToday(workload, root) &&
      root.autoscalerFor(workload) === undefined
    ) {
      const wanted = wantedFor(workload, context);
      if (wanted !== undefined) yield missing(workload, root, wanted);
    }
  },
});

function wantedFor(workload: Workload, { options, configured }: PlanContext<Options>): Wanted | undefined {
  const { minimum, maximum, cpu, memory, slowly, scalable } = options;
  const names = [workload.name, sourceName(workload)].map(name => `${workload.kind}/${name}`);
  const isListed = scalable.some(pattern => names.some(name => fitsWildcard(pattern, name)));
  if (!isListed || minimum === undefined || maximum === undefined) return undefined;
  return {
    minimum,
    maximum,
    slowly,
    shares: memory === undefined ? { cpu } : { cpu, memory },
    listed: configured('scalable', `${workload.name} may be scaled`),
    isStated: configured('minimum', '') !== undefined && configured('maximum', '') !== undefined,
  };
}
