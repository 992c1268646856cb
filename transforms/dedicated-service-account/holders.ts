/** Which pods of an account hold a token of it, and what gives it rights. */

import type { Resource, Root, Workload } from '../../src/transform.ts';
import { accountOf, bindingsOf } from '../shared/accounts/accounts.ts';
import { isLeftToAccount, unusedBy } from '../shared/accounts/api-token.ts';
import { mapsIn } from '../shared/data.ts';

/** Kinds whose pods take an account by name, and take another one. Pods of operators have what these give them. */
const KINDS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Rollout']);

/** Whether its pods have a token: what has none shares no rights by its account. */
export function holdsToken(workload: Workload, root: Root): boolean {
  const written = workload.pod.automountServiceAccountToken;
  if (!KINDS.has(workload.kind) || written === false) return false;
  return written === true || !isLeftToAccount(workload, root);
}

/** Whether it is known of all that runs in it that it leaves the API alone. */
export function isIdle({ containers }: Workload): boolean {
  return containers.length > 0 && containers.every(each => unusedBy(each) !== undefined);
}

/** The bindings that name its account as such: what all accounts have, another one has too. */
export function ownBindings(workload: Workload, root: Root): readonly Resource[] {
  const account = accountOf(workload);
  return [...new Set(bindingsOf(workload, root))].filter(binding =>
    mapsIn(binding.get(['subjects'])).some(each => each.kind !== 'Group' && isCalled(each.name, account)),
  );
}

function isCalled(name: unknown, account: string): boolean {
  return name === account || String(name).endsWith(`:${account}`);
}

/** The workloads of a root by namespace and account. */
export function byAccount(root: Root): readonly (readonly [Workload, ...Workload[]])[] {
  const groups = new Map<string, [Workload, ...Workload[]]>();
  for (const workload of root.workloads) {
    if (!holdsToken(workload, root)) continue;
    const key = `${workload.namespace ?? ''}/${accountOf(workload)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [workload]);
    else group.push(workload);
  }
  return [...groups.values()];
}
