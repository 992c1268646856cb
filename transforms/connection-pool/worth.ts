/** Whether a pooler in front of a server is of use. */

import { isForTrials, type Root, type Workload } from '../../src/transform.ts';
import { isOnOwnMachine } from '../shared/clusters/local.ts';
import { podKind } from '../shared/pods.ts';
import { mostReplicas } from '../shared/replicas/replicas.ts';
import { type Caller, isNamed } from './callers.ts';
import type { Room } from './capacity.ts';
import type { Context } from './context.ts';
import { connectionsOf } from './own-pools.ts';

export interface Served {
  readonly applications: readonly Caller[];
  /** Whoever else is told the server goes on directly. */
  readonly callers: readonly Caller[];
  readonly room: Room;
  /** Pods that the server is. */
  readonly members: number;
}

/** The team has named who goes through it, or connections may become more than the server takes. */
export function isWanted(served: Served, { root, options }: Context): boolean {
  const { applications, members } = served;
  if (applications.some(({ workload }) => isNamed(workload, options))) return true;
  // What one person tries out never reaches the limit.
  if (isTrial(root) && members < 2) return false;
  const areMany = applications.length > 1 || applications.some(({ workload }) => isMany(workload, root));
  return areMany && !haveRoom(served, root);
}

function isTrial(root: Root): boolean {
  const { tier, isPassing } = root.environment;
  return isForTrials(tier) || isPassing === true || isOnOwnMachine(root);
}

function isMany(workload: Workload, root: Root): boolean {
  return podKind(workload).scaled !== 'replicas' || mostReplicas(workload, root) > 1;
}

/** Pools of their own, as far as all of them say how large these are. */
function haveRoom({ applications, callers, room }: Served, root: Root): boolean {
  const wanted = connectionsOf(applications, root);
  return wanted !== undefined && wanted <= room.most - room.kept - (callers.length - applications.length);
}
