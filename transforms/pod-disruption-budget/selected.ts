/** Which pods a budget is about, and whether its number lets one of them go. */

import type { Json, Resource, Root, Workload } from '../../src/transform.ts';
import { indexBy } from '../shared/index-by.ts';
import { remembered } from '../shared/remembered.ts';
import { isScalable } from '../shared/replicas/replicas.ts';

/** Scalable workloads that a budget selects. */
export function selectedBy(budget: Resource, root: Root): readonly Workload[] {
  return selections(root)(root.platform.workloadsIn(root.platform.namespaceOf(budget))).get(budget) ?? [];
}

/** Scalable workloads by the budgets that select them. */
const selections = remembered((root: Root) =>
  remembered((workloads: readonly Workload[]) =>
    indexBy(workloads.filter(isScalable), workload => root.budgetsFor(workload)),
  ),
);

/** Percentages round up: `minAvailable: 90%` of three pods is all three. */
export function blocksDrains(minimum: Json | undefined, maximum: Json | undefined, pods: number): boolean {
  // Scaled to zero: nothing to drain.
  if (pods === 0) return false;
  if (maximum !== undefined) return amountOf(maximum, pods) === 0;
  const needed = amountOf(minimum, pods);
  return needed !== undefined && needed >= pods;
}

function amountOf(value: Json | undefined, pods: number): number | undefined {
  if (typeof value === 'number') return value;
  const percent = typeof value === 'string' ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? undefined : Math.ceil((Number(percent) * pods) / 100);
}
