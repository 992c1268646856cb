/** Pods that stay as they are until somebody deletes them. */

import type { Proposal, Workload } from '../../src/transform.ts';
import { strategyPath, typeOf } from './strategy.ts';

export function* onDelete(workload: Workload): Generator<Proposal<'on-delete'>> {
  const { kind, name, key } = workload;
  if (kind === 'Deployment' || typeOf(workload) !== 'OnDelete') return;
  const path = [...strategyPath(workload), 'type'];
  yield {
    message: 'on-delete',
    data: { kind, name },
    at: { on: key, path },
    changes: [workload.set(path, 'RollingUpdate')],
    evidence: [{ kind: 'manifest', at: workload.where(path), says: 'OnDelete' }],
    doubts: ['somebody may delete its pods in an order of their own'],
  };
}
