/** Written amounts that are far from what was measured. */

import type { Container, Doubt, Evidence, Proposal, Root } from '../../src/transform.ts';
import { seenAmount } from '../shared/images/observed.ts';
import { isLess, largest, times } from '../shared/numbers/amounts.ts';
import { describeContainer, immutableTemplate } from '../shared/pods.ts';

export type AmountMessage = 'tight' | 'below' | 'above';

const RESOURCES = ['memory', 'cpu'] as const;
const UNITS = { memory: 'memory', cpu: 'CPU' } as const;

/** @param factor by which a request may be off */
export function* amounts(
  container: Container,
  root: Root,
  factor: number,
): Generator<Proposal<AmountMessage>> {
  for (const resource of RESOURCES) {
    const seen = seenAmount(container, root, 'requests', resource);
    if (seen === undefined) continue;
    const { what: used } = seen;
    const request = statedIn(container, 'requests', resource);
    const limit = statedIn(container, 'limits', resource);
    const found = (type: 'requests' | 'limits', now: string) => ({
      data: { subject: describeContainer(container), unit: UNITS[resource], now, used },
      at: { on: container.workload.key, path: [...container.path, 'resources', type, resource] },
      ...speaksFor(container, root, resource, seen),
    });
    // A limit of the processor slows down, one of memory kills.
    if (resource === 'memory' && limit !== undefined && isLess(limit, used)) {
      const wanted = largest(used, seenAmount(container, root, 'limits', resource)?.what)!;
      yield {
        ...found('limits', limit),
        message: 'tight',
        changes: [
          container.set(['resources', 'limits', resource], wanted),
          ...(request !== undefined && isLess(request, used)
            ? [container.set(['resources', 'requests', resource], used)]
            : []),
        ],
      };
    } else if (request !== undefined && isLess(times(request, factor), used)) {
      // Beside a lower limit the API server refuses it.
      if (limit !== undefined && isLess(limit, used)) continue;
      yield {
        ...found('requests', request),
        message: 'below',
        changes: [container.set(['resources', 'requests', resource], used)],
      };
    } else if (request !== undefined && isLess(times(used, factor), request)) {
      yield {
        ...found('requests', request),
        message: 'above',
        changes: [container.set(['resources', 'requests', resource], used)],
      };
    }
  }
}

function statedIn(container: Container, type: 'requests' | 'limits', resource: string): string | undefined {
  const value = container.get(['resources', type, resource]);
  const isAmount = typeof value === 'string' || typeof value === 'number';
  return isAmount && isLess('0', value) ? String(value) : undefined;
}

function speaksFor(
  container: Container,
  root: Root,
  resource: string,
  seen: { readonly evidence: Evidence; readonly doubts: readonly Doubt[] },
): { readonly evidence: readonly Evidence[]; readonly doubts: readonly Doubt[] } {
  const { workload } = container;
  const scaler = root.autoscalerFor(workload);
  return {
    evidence: [seen.evidence],
    doubts: [
      `somebody has written the ${UNITS[resource as 'memory']} that it has, and may know of loads that were not there`,
      ...seen.doubts,
      ...(scaler === undefined ? [] : [`${scaler.kind} ${scaler.name} may measure by what is requested`]),
      ...immutableTemplate(workload),
    ],
  };
}
