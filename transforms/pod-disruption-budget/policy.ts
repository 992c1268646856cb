/** Whether pods that are not ready may be evicted (catalogue M3). */

import { isStateful } from '../../src/kubernetes/pod-templates.ts';
import type { Workload } from '../../src/transform.ts';
import { isStore } from '../shared/storage/stores.ts';

/** What Kubernetes takes for an unset policy. */
export const DEFAULT_POLICY = 'IfHealthyBudget';

/**
 * AlwaysAllow lets a drain pass pods that never became ready. A store may be recovering just then, and evicting the
 * member can cost the quorum: it keeps what Kubernetes does by default.
 */
export function evictionPolicyFor(workload: Workload): 'AlwaysAllow' | 'IfHealthyBudget' {
  const { kind, apiVersion, pod, containers } = workload;
  const keepsState =
    isStateful(kind, apiVersion, pod) ||
    containers.some(container => container.facts.quorum || isStore(container));
  return keepsState ? DEFAULT_POLICY : 'AlwaysAllow';
}
