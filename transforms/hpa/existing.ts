/** Autoscalers that are there and cannot do what they are for. */

import type { Doubt, Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { describeContainer } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { setBackBy } from '../shared/replicas/set-back.ts';
import { isAbout, resizerOf, resizes, sharesOf, withoutRequest } from './measured.ts';

export type ExistingMessage =
  | 'no-request'
  | 'two'
  | 'resized'
  | 'replicas'
  | 'no-room'
  | 'few'
  | 'few-written';

const TARGET = ['spec', 'scaleTargetRef'];

/** @param minimum that the environment wants, where it is known */
export function* existing(
  scaler: Resource,
  root: Root,
  minimum: number | undefined,
): Generator<Proposal<ExistingMessage>> {
  const workload = root.workloads.find(
    each => each.namespace === scaler.namespace && isAbout(scaler, TARGET, each),
  );
  // Who names nothing that is rendered is found by `validate`.
  if (workload === undefined) return;
  const rival = rivalOf(scaler, workload, root);
  if (rival !== undefined) {
    yield {
      ...found(scaler, TARGET, { other: `${rival.kind} ${rival.name}`, target: nameOf(workload) }),
      message: 'two',
      blocked: 'which of the two is meant? Each sets the number that the other has just set',
    };
  }
  yield* replicas(scaler, workload, root);
  if (scaler.kind !== 'HorizontalPodAutoscaler') return;
  yield* shares(scaler, workload, root);
  yield* bounds(scaler, minimum);
}

function found(scaler: Resource, path: readonly string[], data: Readonly<Record<string, string | number>>) {
  return {
    data: { scaler: `${scaler.kind} ${scaler.name}`, ...data },
    at: { on: scaler.key, path },
    changes: [],
    evidence: [],
    mayBeExplained: true as const,
  };
}

function nameOf({ kind, name }: Workload): string {
  return `${kind} ${name}`;
}

/** The one that comes first names the other. KEDA makes an autoscaler of its own for each of its objects. */
function rivalOf(scaler: Resource, workload: Workload, root: Root): Resource | undefined {
  const all = ['HorizontalPodAutoscaler', 'ScaledObject']
    .flatMap(kind => root.find(kind))
    .filter(each => each.namespace === scaler.namespace && isAbout(each, TARGET, workload));
  return all[0] === scaler ? all[1] : undefined;
}

function* shares(scaler: Resource, workload: Workload, root: Root): Generator<Proposal<ExistingMessage>> {
  const path = ['spec', 'metrics'];
  const resizer = resizerOf(workload, root);
  for (const share of sharesOf(scaler)) {
    const { resource } = share;
    const without = withoutRequest(workload, share, root);
    if (without.length > 0) {
      yield {
        ...found(scaler, path, { what: resource, containers: enumerated(without.map(describeContainer)) }),
        message: 'no-request',
        blocked: `what does it need? Without a request of ${resource} it never scales`,
      };
    }
    if (resizer === undefined || !resizes(resizer, resource)) continue;
    yield {
      ...found(scaler, path, { what: resource, other: resizer.name }),
      message: 'resized',
      blocked: 'which of the two is meant for it? What one changes moves the other',
    };
  }
}

/** A number that is applied again and again takes back what the autoscaler has done. */
function* replicas(scaler: Resource, workload: Workload, root: Root): Generator<Proposal<ExistingMessage>> {
  const path = ['spec', 'replicas'];
  if (workload.replicas === undefined || workload.replicas === 0) return;
  const when = setBackBy(root);
  if (when === undefined) return;
  yield {
    message: 'replicas',
    data: {
      scaler: `${scaler.kind} ${scaler.name}`,
      target: nameOf(workload),
      replicas: workload.replicas,
      when,
    },
    at: { on: workload.key, path },
    changes: [workload.remove(path)],
    restarts: false,
    evidence: [{ kind: 'manifest', at: scaler.where(TARGET), says: 'it sets the number' }],
    doubts: [RELEASED],
  };
}

/** Kubernetes defaults what nobody owns any more. */
export const RELEASED: Doubt =
  'applied by the client, a field that goes is one replica until the autoscaler looks: give the field up first (kubectl apply edit-last-applied), or apply it by the server';

function* bounds(scaler: Resource, minimum: number | undefined): Generator<Proposal<ExistingMessage>> {
  const path = ['spec', 'minReplicas'];
  const [least, most] = [scaler.get(path) ?? 1, scaler.get(['spec', 'maxReplicas'])];
  if (typeof least !== 'number' || typeof most !== 'number') return;
  if (least === most) {
    yield {
      ...found(scaler, ['spec', 'maxReplicas'], { pods: most }),
      message: 'no-room',
      blocked: 'how many pods may there be at most?',
    };
  }
  if (minimum === undefined || least >= Math.min(minimum, 2)) return;
  const few = found(scaler, path, { pods: least, minimum: Math.min(minimum, most) });
  if ((scaler.get(path) ?? null) !== null || most < 2) {
    yield { ...few, message: 'few-written', blocked: 'is one pod meant to be enough here?' };
    return;
  }
  yield {
    ...few,
    message: 'few',
    changes: [scaler.set(path, Math.min(minimum, most))],
    doubts: ['whether it may run more than once while nothing happens is for its people to say'],
  };
}
