/** Files of other tools, as small as they can be and in the shapes that src/evidence/formats cites. */
import type { Found } from '../../src/evidence/model/found.ts';
import { readEvidence, SourceProblem } from '../../src/evidence/read.ts';

export const DATE = '2026-11-20';

export function bytesOf(content: unknown): Uint8Array {
  return new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
}

export function readOne(content: unknown, image?: string): Found {
  return readEvidence([{ name: 'a.json', bytes: bytesOf(content), as: { date: DATE, image } }])[0]!;
}

/** `file:line: message` of what is refused. */
export function refusalOf(content: unknown): string {
  const bytes = content instanceof Uint8Array ? content : bytesOf(content);
  try {
    readEvidence([{ name: 'a.json', bytes, as: { date: DATE, image: undefined } }]);
  } catch (error) {
    if (error instanceof SourceProblem) return `${error.file}:${error.line}: ${error.message}`;
    throw error;
  }
  return 'read';
}

export function listOf(...items: readonly object[]): object {
  return { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items };
}

export function scan(recommended: object, object: object = {}, more: object = {}): object {
  return {
    object: {
      cluster: 'c1',
      name: 'web',
      container: 'app',
      pods: [],
      hpa: null,
      namespace: 'shop',
      kind: 'Deployment',
      ...object,
    },
    recommended: { requests: {}, limits: {}, info: { cpu: null, memory: null }, ...recommended },
    severity: 'OK',
    ...more,
  };
}

export function krr(...scans: readonly object[]): object {
  const settings = {
    history_duration: 336.0,
    timeframe_duration: 1.25,
    cpu_percentile: 95.0,
    memory_buffer_percentage: 15.0,
  };
  return {
    scans,
    score: 100,
    resources: ['cpu', 'memory'],
    strategy: { name: 'simple', settings },
    errors: [],
  };
}

export interface PodShape {
  readonly owner?: readonly [kind: string, name: string];
  readonly labels?: object;
  readonly container?: object;
  readonly spec?: object;
  readonly status?: object;
}

export function pod({
  owner = ['ReplicaSet', 'web-6d4cf56db6'],
  labels,
  container,
  spec,
  status,
}: PodShape = {}): object {
  const [kind, name] = owner;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web-6d4cf56db6-x2x4z',
      namespace: 'shop',
      labels: { 'pod-template-hash': '6d4cf56db6', ...labels },
      ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid: '1', controller: true }],
    },
    spec: { containers: [{ name: 'app', image: 'shop/web:1.4', ...container }], ...spec },
    status: {
      phase: 'Running',
      containerStatuses: [
        {
          name: 'app',
          image: 'docker.io/shop/web:1.4',
          imageID: `docker.io/shop/web@sha256:${'a'.repeat(64)}`,
          ready: true,
          state: { running: { startedAt: '2026-11-01T00:00:00Z' } },
          user: { linux: { uid: 1000, gid: 2000, supplementalGroups: [2000] } },
          ...status,
        },
      ],
    },
  };
}

export function profile(
  container: object,
  {
    kind = 'ApplicationProfile',
    annotations = {},
    labels = {},
  }: { kind?: string; annotations?: object; labels?: object } = {},
): object {
  const content = {
    name: 'app',
    imageTag: 'shop/web:1.4',
    imageID: `shop/web@sha256:${'a'.repeat(64)}`,
    capabilities: [],
    execs: [],
    opens: [{ path: '/etc/passwd', flags: ['O_RDONLY'] }],
    syscalls: ['openat', 'read'],
    ...container,
  };
  return {
    apiVersion: 'spdx.softwarecomposition.kubescape.io/v1beta1',
    kind,
    metadata: {
      name: 'replicaset-web-6d4cf56db6',
      namespace: 'shop',
      labels: {
        'kubescape.io/workload-kind': 'Deployment',
        'kubescape.io/workload-name': 'web',
        'kubescape.io/workload-namespace': 'shop',
        ...labels,
      },
      annotations: {
        'kubescape.io/status': 'completed',
        'kubescape.io/completion': 'complete',
        ...annotations,
      },
    },
    spec: kind === 'ContainerProfile' ? content : { architectures: ['amd64'], containers: [content] },
  };
}
