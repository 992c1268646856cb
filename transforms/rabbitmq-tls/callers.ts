/** Who talks to a server in plain text. */

import type { Edge, Root } from '../../src/transform.ts';
import { describeWorkload } from '../shared/pods.ts';
import { counted, enumerated } from '../shared/prose.ts';
import { isAmong, type Server } from './server.ts';

const SHOWN = 5;

/** Each caller once, at the place that says so. */
export function plainCallers({ workload }: Server, ports: readonly number[], root: Root): readonly Edge[] {
  const seen = new Set<string>();
  return root.edges.filter(edge => {
    if (edge.to.key !== workload.key || !edge.to.containers.some(each => isAmong(ports, edge.port, each)))
      return false;
    const caller = callerOf(edge);
    return !seen.has(caller) && seen.add(caller);
  });
}

function callerOf({ from }: Edge): string {
  return from.type === 'workload'
    ? describeWorkload(from.workload)
    : `${from.object.kind} ${from.object.name}`;
}

/** `Deployment web and Job report`, or each with the place that says so. */
export function listed(callers: readonly Edge[], isPlaced = false): string {
  const names = callers
    .slice(0, SHOWN)
    .map(each => (isPlaced ? `${callerOf(each)} (${each.evidence.at})` : callerOf(each)));
  const more = callers.length - SHOWN;
  return enumerated(more > 0 ? [...names, counted(more, 'other')] : names);
}
