/** Replicas that two write: the manifest, and an autoscaler. */

import type { Proposal, Root, Workload } from '../../../src/transform.ts';
import { counted } from '../../shared/prose.ts';
import { setBackBy } from '../../shared/replicas/set-back.ts';

export type ScaledMessage = 'scaled-replicas' | 'synced-replicas';

/** With no replicas an autoscaler rests: that is how it is switched off. */
export function* scaledReplicas(workload: Workload, root: Root): Generator<Proposal<ScaledMessage>> {
  const { replicas, kind, name, key } = workload;
  const scaler = root.autoscalerFor(workload);
  if (replicas === undefined || replicas === 0 || scaler === undefined) return;
  const when = setBackBy(root);
  if (when === undefined) return;
  yield {
    message: root.platform.resetsReplicas?.isIgnored ? 'synced-replicas' : 'scaled-replicas',
    data: {
      workload: `${kind} ${name}`,
      replicas: counted(replicas, 'replica'),
      scaler: `${scaler.kind} ${scaler.name}`,
      when,
    },
    at: { on: key, path: ['spec', 'replicas'] },
    changes: [],
    evidence: [],
    mayBeExplained: true,
  };
}
