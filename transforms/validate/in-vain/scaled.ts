/** Replicas that two write: the manifest, and an autoscaler. */

import type { Proposal, Root, Workload } from '../../../src/transform.ts';
import { counted } from '../../shared/prose.ts';

export type ScaledMessage = 'scaled-replicas';

/** With no replicas an autoscaler rests: that is how it is switched off. */
export function* scaledReplicas(workload: Workload, root: Root): Generator<Proposal<ScaledMessage>> {
  const { replicas, kind, name, key } = workload;
  const scaler = root.autoscalerFor(workload);
  if (replicas === undefined || replicas === 0 || scaler === undefined) return;
  if (root.platform.leavesReplicas) return;
  yield {
    message: 'scaled-replicas',
    data: {
      workload: `${kind} ${name}`,
      replicas: counted(replicas, 'replica'),
      scaler: `${scaler.kind} ${scaler.name}`,
    },
    at: { on: key, path: ['spec', 'replicas'] },
    changes: [],
    evidence: [],
    mayBeExplained: true,
  };
}
