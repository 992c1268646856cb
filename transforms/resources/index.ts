/** Requests and limits for every container (catalogue H2b). */

import { defineTransform } from '../../src/transform.ts';
import { runsToday } from '../shared/pods.ts';
import { CHECKS } from './checks.ts';
import { limit, storageLimit, tooLow } from './limits.ts';
import { guaranteed, requests } from './requests.ts';

export default defineTransform({
  id: 'resources',
  title: 'Containers say what they need and may take',
  severity: 'high',
  group: 'resources',
  order: 700,
  preset: 'recommended',
  each: 'container',
  options: {
    cpuRequest: { type: 'string', default: '100m', description: 'CPU request before the factor.' },
    memoryRequest: { type: 'string', default: '128Mi', description: 'Memory request before the factor.' },
    cpuLimit: { type: 'string', default: '500m', description: 'CPU limit before the factor.' },
    memoryLimit: { type: 'string', default: '512Mi', description: 'Memory limit before the factor.' },
    storage: {
      type: 'boolean',
      default: false,
      complete: true,
      description: 'Request and limit ephemeral storage.',
    },
    storageRequest: { type: 'string', default: '50Mi', description: 'Request for ephemeral storage.' },
    logs: {
      type: 'string',
      default: '256Mi',
      description: 'Room for logs in the limit for ephemeral storage.',
    },
    cpuLimits: { type: 'boolean', default: false, description: 'Set CPU limits too. They throttle.' },
    qos: {
      type: 'string',
      enum: ['burstable', 'guaranteed'],
      default: 'burstable',
      description: 'guaranteed: raise memory requests to the limit, never lower a limit.',
    },
    factor: {
      type: 'number',
      perEnvironment: { otherwise: 1 },
      description: 'Multiplies requests and limits that nothing else states: for numbers per environment.',
    },
  },
  facts: ['resources'],
  placement: { field: 'source', resource: 'beside' },
  messages: {
    requests: '{subject} requests no {resources}: {effect}. It requests {values}',
    guaranteed: '{subject} may take more memory than it requests. It requests {values}',
    'memory-limit': '{subject} may take all memory of its node. It may take {values}',
    'unknown-need':
      '{subject} may take all memory of its node, and what it works on decides how much it needs',
    'cpu-limit': '{subject} may take all CPU of its node. It may take {values}',
    'storage-limit': '{subject} may fill the disk of its node. It may take {values}',
    'too-low': '{subject} may take {written} of {resources}, and needs {values}. It may take that',
  },
  briefs: {
    requests: 'no request for {resources}',
    guaranteed: 'memory limit above request',
    'memory-limit': 'no memory limit',
    'unknown-need': 'no memory limit',
    'cpu-limit': 'no CPU limit',
    'storage-limit': 'no ephemeral-storage limit',
    'too-low': '{resources} too low',
  },
  docs: {
    why: 'The scheduler places by requests and the kubelet evicts by them. A container without limits takes what its neighbours need.',
    risk: 'A request that is too high leaves a pod without a node, fills a quota, or wakes an autoscaler that had nothing to measure; a memory limit that is too low kills the container, a CPU limit slows it down, a storage limit evicts the pod. A number is therefore written by default only where the configuration, the image or the runtime settings say it.',
    links: [
      'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
      'https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/',
    ],
    sameAs: [...new Set(Object.values(CHECKS).flat())],
    sameAsOf: CHECKS,
  },
  *plan(container, context) {
    // What is switched off is placed nowhere, and nobody has measured it.
    if (!runsToday(container.workload, context.root)) return;
    const { options } = context;
    yield* requests(container, context);
    if (options.qos === 'guaranteed') yield* guaranteed(container, context);
    yield* limit(container, 'memory', context);
    if (options.cpuLimits) yield* limit(container, 'cpu', context);
    yield* storageLimit(container, context);
    yield* tooLow(container, context);
  },
});
