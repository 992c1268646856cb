/** Budgets for tests of new objects. */

import type { AnyTransform } from '../../src/plan/model/input.ts';
import { nameOf, selectorOf, type Workload } from '../../src/transform.ts';
import { type Wish, wanting } from './tiny.ts';

/** A budget for every Deployment that has none. */
export function budget(wish: Wish = {}): AnyTransform {
  return wanting(wish, (resource, root) => {
    const workload = root.workloads.find(each => each.key === resource.key) as Workload;
    if (root.budgetsFor(workload).length > 0) return null;
    const manifest = {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: nameOf(resource) as never },
      spec: { maxUnavailable: 1, selector: { matchLabels: selectorOf(workload) as never } },
    };
    return { path: ['spec'], changes: [{ type: 'create', manifest, beside: resource.key }] };
  });
}
