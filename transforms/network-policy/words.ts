/** What is said of connections. */

import type { Edge, Proposal } from '../../src/transform.ts';
import { enumerated } from '../shared/prose.ts';

/** A question in place of a policy that would cut off what manifests speak of. */
export function cutOff(edges: readonly Edge[]): Pick<Proposal, 'blocked' | 'asks'> {
  const names = enumerated([...new Set(edges.map(connection))].slice(0, 3));
  return {
    blocked: `a policy would cut off ${names}, which passes today: its pods share labels with others, or another policy counts on this one`,
  };
}

function connection({ from, to, port }: Edge): string {
  const caller = from.type === 'workload' ? from.workload : from.object;
  return `${caller.kind} ${caller.name} from port ${port} of ${to.name}`;
}
