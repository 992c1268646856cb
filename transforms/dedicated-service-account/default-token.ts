/** A written account `default` whose token every pod has that says nothing of it. */

import type { Doubt, Evidence, Proposal, Root, Workload } from '../../src/transform.ts';
import { accountOf } from '../shared/accounts/accounts.ts';
import { unusedBy, useOfToken } from '../shared/accounts/api-token.ts';
import { enumerated } from '../shared/prose.ts';

const FIELD = ['automountServiceAccountToken'];

export function* defaultTokens(root: Root): Generator<Proposal<'default-token'>> {
  for (const account of root.find('ServiceAccount', each => each.name === 'default')) {
    if ((account.get(FIELD) ?? null) !== null) continue;
    const pods = root.platform
      .workloadsIn(root.platform.namespaceOf(account))
      .filter(each => accountOf(each) === 'default');
    const silent = pods.filter(each => (each.pod.automountServiceAccountToken ?? null) === null);
    // They need it until they have an account of their own.
    if (silent.some(each => useOfToken(each, root) !== undefined)) continue;
    yield {
      message: 'default-token',
      data: { namespace: root.platform.namespaceOf(account) ?? 'its namespace' },
      at: { on: account.key, path: FIELD },
      changes: [account.set(FIELD, false)],
      evidence: evidenceOf(pods),
      doubts: doubtsOf(pods, silent, root),
    };
  }
}

function evidenceOf(pods: readonly Workload[]): Evidence[] {
  return pods.flatMap(workload => {
    const path = [...workload.podPath, ...FIELD];
    return (workload.get(path) ?? null) === null
      ? workload.containers.flatMap(each => unusedBy(each) ?? [])
      : [{ kind: 'manifest', at: workload.where(path), says: 'its pods say it themselves' }];
  });
}

function doubtsOf(pods: readonly Workload[], silent: readonly Workload[], root: Root): Doubt[] {
  const unknown = silent.filter(({ containers }) => containers.some(each => unusedBy(each) === undefined));
  return [
    ...(unknown.length > 0
      ? [`whether ${enumerated(unknown.map(({ name }) => name))} uses it is not known`]
      : []),
    ...(pods.length === 0 || !root.complete ? ['what runs there by other means may use it'] : []),
  ];
}
