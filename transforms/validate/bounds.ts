/** Bounds that contradict each other, or that bound nothing. */

import type { FieldPath, Proposal, Resource } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { enumerated } from '../shared/prose.ts';

export type BoundMessage = 'bounds' | 'idle-bounds' | 'quota-limits';

/** What KEDA takes for what is not written. */
const KEDA_LEAST = 0;
const KEDA_MOST = 100;

export function* contradictions(resource: Resource): Generator<Proposal<BoundMessage>> {
  const { kind, apiVersion } = resource;
  if (kind === 'HorizontalPodAutoscaler') yield* reversed(resource, 'minReplicas', 'maxReplicas');
  if (kind === 'ScaledObject' && apiVersion.startsWith('keda.sh/')) yield* ofKeda(resource);
  if (kind === 'ResourceQuota') yield* limitsOfDevices(resource);
}

function* reversed(resource: Resource, low: string, high: string): Generator<Proposal<BoundMessage>> {
  const [least, most] = [numberAt(resource, low) ?? 1, numberAt(resource, high)];
  if (most === undefined || most >= least) return;
  yield found('bounds', resource, ['spec', high], { most, least, who: 'the API server' });
}

function* ofKeda(resource: Resource): Generator<Proposal<BoundMessage>> {
  const least = numberAt(resource, 'minReplicaCount') ?? KEDA_LEAST;
  const most = numberAt(resource, 'maxReplicaCount') ?? KEDA_MOST;
  const idle = numberAt(resource, 'idleReplicaCount');
  if (least > most)
    yield found('bounds', resource, ['spec', 'maxReplicaCount'], { most, least, who: 'KEDA' });
  if (idle !== undefined && idle >= least)
    yield found('idle-bounds', resource, ['spec', 'idleReplicaCount'], { idle, least });
}

/** Devices cannot be overcommitted: a quota knows their requests alone. */
function* limitsOfDevices(resource: Resource): Generator<Proposal<BoundMessage>> {
  const hard = resource.get(['spec', 'hard']);
  const keys = Object.keys(isMap(hard) ? hard : {}).filter(key => /^limits\.[^/]+\/./.test(key));
  if (keys.length > 0)
    yield found('quota-limits', resource, ['spec', 'hard', keys[0]!], { keys: enumerated(keys) });
}

function found(
  message: BoundMessage,
  { kind, name, key }: Resource,
  path: FieldPath,
  data: Readonly<Record<string, string | number>>,
): Proposal<BoundMessage> {
  return {
    message,
    data: { resource: `${kind} ${name}`, ...data },
    at: { on: key, path },
    changes: [],
    evidence: [],
  };
}

function numberAt(resource: Resource, field: string): number | undefined {
  const value = resource.get(['spec', field]);
  return typeof value === 'number' ? value : undefined;
}
