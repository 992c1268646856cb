/** Whether pods that are not ready may be evicted (catalogue M3). */

import { isStateful } from '../../src/kubernetes/pod-templates.ts';
import type { Workload } from '../../src/transform.ts';

/** What these hold is state, wherever they keep it. */
const STORES = ['database', 'broker', 'cache', 'search', 'coordination', 'storage'];

/** What Kubernetes takes for an unset policy. */
export const DEFAULT_POLICY = 'IfHealthyBudget';

/**
 * AlwaysAllow lets a drain pass pods that never became ready. A store may be recovering just then, and evicting the
 * member can cost the quorum: it keeps what Kubernetes does by default.
 */
export function evictionPolicyFor(workload: Workload): 'AlwaysAllow' | 'IfHealthyBudget' {
  const { kind, apiVersion, pod, containers } = workload;
  const isStore =
    isStateful(kind, apiVersion, pod) ||
    containers.some(({ facts }) => facts.quorum || STORES.includes(facts.component ?? ''));
  return isStore ? DEFAULT_POLICY : 'AlwaysAllow';
}
