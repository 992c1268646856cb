/** Selectors by what a release changes: they cannot be changed once the object exists (catalogue M20). */

import { isOfRelease } from '../../src/kubernetes/origin-labels.ts';
import type { FieldPath, Proposal, Root, Workload } from '../../src/transform.ts';
import { podSelector } from '../shared/pods.ts';
import { areEnough } from '../shared/selectors/own-keys.ts';

/** Of `apps/v1`: their selectors are immutable. */
const IMMUTABLE = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];

/** A version, or a chart with one: `2.3.16`, `v1.4`, `web-0.1.0`, a commit. `v1` and `canary` tell variants apart. */
const RELEASED = /\d\.\d|^[\da-f]{7,40}$/;

/** A workload whose pods would be told apart as well without the label. */
export function* frozenSelectors(workload: Workload, root: Root): Generator<Proposal<'frozen-selector'>> {
  if (!IMMUTABLE.includes(workload.kind)) return;
  const labels = Object.entries(podSelector(workload)?.matchLabels ?? {});
  const lasting = labels.filter(([key]) => !isOfRelease(key)).map(([key]) => key);
  const [frozen] = labels.filter(([key, value]) => isOfRelease(key) && RELEASED.test(value));
  if (frozen === undefined || lasting.length === 0 || !areEnough(lasting, workload, root)) return;
  const path: FieldPath = ['spec', 'selector', 'matchLabels', frozen[0]];
  yield {
    message: 'frozen-selector',
    data: { workload: `${workload.kind} ${workload.name}`, label: frozen.join('=') },
    at: { on: workload.key, path },
    changes: [],
    evidence: [],
  };
}
