/** Whether a pooler in front of a server is of use. */

import { isForTrials, type Root, type Workload } from '../../src/transform.ts';
import { isOnOwnMachine } from '../shared/clusters/local.ts';
import { podKind } from '../shared/pods.ts';
import { mostReplicas } from '../shared/replicas/replicas.ts';
import { type Caller, isNamed } from './callers.ts';
import type { Room } from './capacity.ts';
import type { Context } from './context.ts';
import { connectionsOf } from './own/own-pools.ts';

export interface Served {
  readonly applications: readonly Caller[];
  /** Whoever else is told the server goes on directly. */
  readonly callers: readonly Caller[];
  readonly room: Room;
  /** Pods that the server is. */
  readonly members: number;
}

/** Why a pooler is wanted. */
export interface Need {
  /** What may speak against it, and nobody says of what it is: it is reported then. */
  readonly known?: string;
}

/** The team has named who goes through it, or connections may become more than the server takes. */
export function needOf(served: Served, { root, options }: Context): Need | undefined {
  const { applications, members } = served;
  if (applications.some(({ workload }) => isNamed(workload, options))) return {};
  // What one person tries out never reaches the limit.
  if (isTrial(root) && members < 2) return undefined;
  const areMany = applications.length > 1 || applications.some(({ workload }) => isMany(workload, root));
  if (!areMany) return undefined;
  const wanted = connectionsOf(applications, root);
  if (wanted === undefined || wanted.most > spaceFor(served)) return {};
  if (wanted.presumed === undefined) return undefined;
  return { known: `if ${wanted.presumed} is the size of its pool for this server, all of them fit` };
}

function isTrial(root: Root): boolean {
  const { tier, isPassing } = root.environment;
  return isForTrials(tier) || isPassing === true || isOnOwnMachine(root);
}

function isMany(workload: Workload, root: Root): boolean {
  return podKind(workload).scaled !== 'replicas' || mostReplicas(workload, root) > 1;
}

/** What is left of the connections of the server for applications. */
function spaceFor({ applications, callers, room }: Served): number {
  return room.most - room.kept - (callers.length - applications.length);
}
