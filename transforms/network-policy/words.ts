/** What is said of connections. */

import type { Edge, Proposal } from '../../src/transform.ts';
import { enumerated } from '../shared/prose.ts';

/** What comes of policies of several environments in one namespace. */
export const OF_TWINS = 'each of their policies would be for the pods of all';

/** In place of a policy that would cut off what manifests speak of. */
export function cutOff(edges: readonly Edge[]): Pick<Proposal, 'known'> {
  const names = enumerated([...new Set(edges.map(connection))].slice(0, 3));
  return {
    known: `a policy would cut off ${names}, which passes today: its pods share labels with others, or another policy counts on this one`,
  };
}

/** In place of a rule for callers that nothing can name. */
export function namelessCallers(names: readonly string[]): Pick<Proposal, 'known'> {
  return {
    known: `pods of ${enumerated(names)} call it and have no labels of their own: give them some, so that a policy can let them in`,
  };
}

function connection({ from, to, port }: Edge): string {
  const caller = from.type === 'workload' ? from.workload : from.object;
  return `${caller.kind} ${caller.name} from port ${port} of ${to.name}`;
}
