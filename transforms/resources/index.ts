/** Requests and limits for every container (catalogue H2b). */

import { printQuantity } from '../../src/kubernetes/quantity.ts';
import {
  type Change,
  type Container,
  type Doubt,
  defineTransform,
  type Evidence,
  type Proposal,
  type Root,
} from '../../src/transform.ts';
import { amount, isLess, largest, sum, times } from '../shared/amounts.ts';
import { describeContainer, immutableTemplate } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { beyondQuota, outOfBounds } from './admission.ts';
import { CHECKS } from './checks.ts';
import { minimumMemory } from './memory.ts';
import { isGuaranteed, newRequests, type Options, statedIn, wantedRequest, written } from './requests.ts';
import { isFull, scratchVolumes } from './scratch.ts';

type Message =
  | 'requests'
  | 'guaranteed'
  | 'memory-limit'
  | 'cpu-limit'
  | 'storage-limit'
  | 'too-low'
  | 'no-environment';

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
      perEnvironment: { development: 0.5, staging: 1, production: 2 },
      description: 'Multiplies requests and limits that nothing else states.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    requests:
      '{subject} requests no {resources}: it is placed and evicted as if it needed none. It requests {values}',
    guaranteed: '{subject} may take more memory than it requests. It requests {values}',
    'memory-limit': '{subject} may take all memory of its node. It may take {values}',
    'cpu-limit': '{subject} may take all CPU of its node. It may take {values}',
    'storage-limit': '{subject} may fill the disk of its node. It may take {values}',
    'too-low': '{subject} may take {written} of {resources}, and needs {values}. It may take that',
    'no-environment': '{subject} requests no {resources}, and how much depends on the environment',
  },
  docs: {
    why: 'The scheduler places by requests and the kubelet evicts by them. A container without limits takes what its neighbours need.',
    risk: 'A memory limit that is too low kills the container, a CPU limit slows it down, a storage limit evicts the pod. Limits are therefore set only where the configuration or the image says how much is needed; requests affect placement alone.',
    links: [
      'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
      'https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/',
    ],
    sameAs: [...new Set(Object.values(CHECKS).flat())],
    sameAsOf: CHECKS,
  },
  *plan(container, { options, root }) {
    yield* requests(container, options, root);
    if (options.qos === 'guaranteed') yield* guaranteed(container, root);
    yield* limit(container, options, 'memory', root);
    if (options.cpuLimits) yield* limit(container, options, 'cpu', root);
    yield* storageLimit(container, options, root);
    yield* tooLow(container, options, root);
  },
});

/** Requests decide where a pod runs and nothing else: safe where the namespace lets them through. */
function* requests(container: Container, options: Options, root: Root): Generator<Proposal<Message>> {
  const wanted: Record<string, string> = {};
  const open: string[] = [];
  for (const resource of ['cpu', 'memory', 'ephemeral-storage']) {
    if (written(container, 'requests', resource) !== undefined) continue;
    const value = wantedRequest(container, options, resource);
    if (value === undefined) open.push(resource);
    else wanted[resource] = value;
  }
  if (open.length > 0) yield noEnvironment(container, open);
  const names = Object.keys(wanted);
  if (names.length === 0) return;
  const doubts = [
    ...outOfBounds(container, root, 'requests', wanted),
    ...beyondQuota(container, root, newRequests(options)),
    ...immutableTemplate(container.workload),
  ];
  const stated = container.facts.resources;
  const at = container.workload.where(container.path);
  yield {
    message: 'requests',
    data: { ...dataOf(container, wanted) },
    at: { on: container.workload.key, path: [...container.path, 'resources', 'requests'] },
    changes: names.map(name => container.set(['resources', 'requests', name], wanted[name]!)),
    doubts,
    evidence: [stated?.evidence ?? { kind: 'manifest', at, says: 'a request changes placement only' }],
  };
}

/** A written request below a written limit is raised to it; a limit is never lowered. */
function* guaranteed(container: Container, root: Root): Generator<Proposal<Message>> {
  const request = container.get(['resources', 'requests', 'memory']);
  const limited = container.get(['resources', 'limits', 'memory']);
  if (!isLess(request, limited)) return;
  const wanted = { memory: String(limited) };
  const doubts = [
    ...outOfBounds(container, root, 'requests', wanted),
    ...beyondQuota(container, root, (each, counted) =>
      each === container && counted === 'requests.memory' ? wanted.memory : undefined,
    ),
    ...immutableTemplate(container.workload),
  ];
  const path = ['resources', 'requests', 'memory'];
  yield {
    message: 'guaranteed',
    data: { ...dataOf(container, wanted) },
    at: { on: container.workload.key, path: [...container.path, ...path] },
    changes: [container.set(path, wanted.memory)],
    doubts,
    evidence: [
      {
        kind: 'manifest',
        at: container.workload.where([...container.path, 'resources']),
        says: 'a request changes placement only',
      },
    ],
  };
}

function* limit(
  container: Container,
  options: Options,
  resource: 'memory' | 'cpu',
  root: Root,
): Generator<Proposal<Message>> {
  if (written(container, 'limits', resource) !== undefined) return;
  const stated = statedIn(container, 'limits', resource);
  // Without a tier the request says already that somebody has to name it.
  if (stated === undefined && options.factor === undefined) return;
  const minimum = resource === 'memory' ? minimumMemory(container) : undefined;
  const base = resource === 'memory' ? options.memoryLimit : options.cpuLimit;
  const scaled = largest(times(base, options.factor ?? 1), minimum?.memory);
  const request = written(container, 'requests', resource);
  const value = largest(stated ?? scaled, request === undefined ? undefined : String(request))!;
  const doubts = [
    ...(stated === undefined
      ? [
          resource === 'memory'
            ? 'how much memory it needs is not known: over the limit it is killed'
            : 'over the limit it is slowed down',
        ]
      : []),
    ...outOfBounds(container, root, 'limits', { [resource]: value }),
    ...immutableTemplate(container.workload),
  ];
  const evidence = stated === undefined ? minimum?.evidence : container.facts.resources?.evidence;
  yield single(container, `${resource}-limit`, resource, value, doubts, evidence);
}

/** Safe where nothing but volumes with a limit can be written (catalogue H2b). */
function* storageLimit(container: Container, options: Options, root: Root): Generator<Proposal<Message>> {
  const resource = 'ephemeral-storage';
  const volumes = scratchVolumes(container);
  const sizes = volumes.map(volume => amount(volume.sizeLimit));
  const total = printQuantity(sum([...sizes, amount(options.logs)], '0Mi'));
  const limited = written(container, 'limits', resource);
  if (limited !== undefined) {
    if (isFull(container, printQuantity(sum(sizes, '0Mi')))) yield* raisedStorage(container, root, total);
    return;
  }
  const stated = statedIn(container, 'limits', resource);
  const isReadOnly = container.get(['securityContext', 'readOnlyRootFilesystem']) === true;
  const request = written(container, 'requests', resource);
  const value = largest(stated ?? total, request === undefined ? undefined : String(request))!;
  const doubts = [
    ...(isReadOnly || stated !== undefined
      ? []
      : ['its root file system is writable: what it writes there is not known']),
    ...(sizes.includes(undefined) && stated === undefined ? ['a volume of its pod has no size limit'] : []),
    ...outOfBounds(container, root, 'limits', { [resource]: value }),
    ...immutableTemplate(container.workload),
  ];
  const at = container.workload.where([...container.path, 'securityContext']);
  const isBounded = isReadOnly && !sizes.includes(undefined);
  const evidence: Evidence | undefined =
    container.facts.resources !== undefined && stated !== undefined
      ? container.facts.resources.evidence
      : isBounded
        ? { kind: 'manifest', at, says: 'its root is read-only, and its volumes are bounded' }
        : undefined;
  yield single(container, 'storage-limit', resource, value, doubts, evidence);
}

/** The kubelet evicts a pod at its limit although no volume of it is full: also a limit from before a volume came. */
function* raisedStorage(container: Container, root: Root, total: string): Generator<Proposal<Message>> {
  const limited = written(container, 'limits', 'ephemeral-storage');
  const doubts = [
    ...outOfBounds(container, root, 'limits', { 'ephemeral-storage': total }),
    ...immutableTemplate(container.workload),
  ];
  const at = container.workload.where([...container.workload.podPath, 'volumes']);
  const evidence: Evidence = { kind: 'manifest', at, says: 'its volumes may hold more than that' };
  const proposal = single(container, 'too-low', 'ephemeral-storage', total, doubts, evidence);
  yield { ...proposal, data: { ...proposal.data, written: String(limited) } };
}

/** A limit that the image cannot live with is raised: nothing can depend on being killed. */
function* tooLow(container: Container, options: Options, root: Root): Generator<Proposal<Message>> {
  const minimum = minimumMemory(container);
  const limited = written(container, 'limits', 'memory');
  if (minimum === undefined || !isLess(limited, minimum.memory)) return;
  if (container.get(['resources', 'limits', 'memory']) === undefined) return;
  const request = written(container, 'requests', 'memory');
  const willRequest = request !== undefined || wantedRequest(container, options, 'memory') !== undefined;
  const raised = { memory: minimum.memory };
  const doubts = [
    ...(minimum.isSure ? [] : [`that ${container.image.name} needs it is not verified`]),
    // Unset, the request is the limit.
    ...(willRequest ? [] : ['its request rises with it, and it may find no node']),
    ...(isGuaranteed(container.workload) ? ['its pod would lose the class Guaranteed'] : []),
    ...outOfBounds(container, root, 'limits', raised),
    ...beyondLimits(container, root, minimum.memory),
    ...immutableTemplate(container.workload),
  ];
  const proposal = single(container, 'too-low', 'memory', minimum.memory, doubts, minimum.evidence);
  yield { ...proposal, data: { ...proposal.data, written: String(limited) } };
}

/** A quota that counts limits: how much the others will take of it only the whole plan shows. */
function beyondLimits({ workload }: Container, root: Root, memory: string): string[] {
  const quota = root
    .find('ResourceQuota', each => each.namespace === workload.namespace)
    .find(each => each.get(['spec', 'hard', 'limits.memory']) !== undefined);
  return quota === undefined
    ? []
    : [`ResourceQuota ${quota.name} counts limits: is there room for ${memory}?`];
}

function single(
  container: Container,
  message: Message,
  resource: string,
  value: string,
  doubts: readonly Doubt[],
  evidence: Evidence | undefined,
): Proposal<Message> {
  const path = ['resources', 'limits', resource];
  const changes: Change[] = [container.set(path, value)];
  return {
    message,
    data: { ...dataOf(container, { [resource]: value }) },
    at: { on: container.workload.key, path: [...container.path, ...path] },
    changes,
    doubts,
    evidence: evidence === undefined ? [] : [evidence],
  };
}

function noEnvironment(container: Container, resources: readonly string[]): Proposal<Message> {
  return {
    message: 'no-environment',
    data: { subject: describeContainer(container), resources: enumerated(resources) },
    at: { on: container.workload.key, path: [...container.path, 'resources', 'requests'] },
    changes: [],
    evidence: [],
    blocked: 'which environment is this? environments: {<name>: {tier: ?, roots: [<this folder>]}}',
  };
}

function dataOf(container: Container, values: Readonly<Record<string, string>>): Record<string, string> {
  return {
    subject: describeContainer(container),
    resources: enumerated(Object.keys(values)),
    values: enumerated(Object.entries(values).map(([name, value]) => `${name} ${value}`)),
  };
}
