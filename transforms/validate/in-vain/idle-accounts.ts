/** Accounts that were made for a workload, which runs as another. */

import type { Proposal, Root, Workload } from '../../../src/transform.ts';
import { accountOf } from '../../shared/accounts/accounts.ts';

export type AccountMessage = 'idle-account';

/** The account of its own name, where nothing runs as it and the workload says none: it runs as `default`. */
export function* idleAccounts(workload: Workload, root: Root): Generator<Proposal<AccountMessage>> {
  const { pod, name, kind, key, podPath } = workload;
  if (pod.serviceAccountName !== undefined || pod.serviceAccount !== undefined) return;
  const { platform } = root;
  const namespace = platform.namespaceOf(workload);
  const account = root.find(
    'ServiceAccount',
    each => isFor(each.name, name) && platform.namespaceOf(each) === namespace,
  )[0]?.name;
  // An operator that reads the name runs something as it.
  if (account === undefined || root.namedByCustomResource(account)) return;
  const around = [...platform.workloadsIn(namespace), ...root.workloads];
  if (around.some(each => accountOf(each) === account)) return;
  yield {
    message: 'idle-account',
    data: { workload: `${kind} ${name}`, account },
    at: { on: key, path: [...podPath, 'serviceAccountName'] },
    changes: [],
    evidence: [],
  };
}

function isFor(account: string, workload: string): boolean {
  return account === workload || account === `${workload}-sa` || account === `${workload}-service-account`;
}
