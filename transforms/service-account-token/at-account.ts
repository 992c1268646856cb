/** One line at an account in place of one at each of its pods. */

import type { Doubt, Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { accountOf } from '../shared/accounts/accounts.ts';
import { projectsApiToken, unusedBy, useOfToken } from '../shared/accounts/api-token.ts';
import { counted, enumerated } from '../shared/prose.ts';
import { remembered } from '../shared/remembered.ts';

export const FIELD = 'automountServiceAccountToken';

/** More names are a number. */
const MOST_NAMES = 3;

type Plans = ReadonlyMap<string, Proposal<'at-account'>>;

/**
 * What the account of a workload is to say, for all its pods: where a comment says what it is for, or where several pods would
 * have to say the same. Undefined where each says it for itself.
 */
export function planAtAccount(workload: Workload, root: Root): Proposal<'at-account'> | undefined {
  return plansOf(root).get(accountOf(workload));
}

const plansOf = remembered((root: Root): Plans => {
  const accounts = root.find('ServiceAccount', ({ name }) => name !== 'default');
  return new Map(accounts.flatMap(account => [...planFor(account, root)].map(plan => [account.name, plan])));
});

function* planFor(account: Resource, root: Root): Generator<Proposal<'at-account'>> {
  const { platform } = root;
  const pods = platform
    .workloadsIn(platform.namespaceOf(account))
    .filter(each => accountOf(each) === account.name);
  const silent = pods.filter(({ pod }) => (pod[FIELD] ?? null) === null);
  if ((account.get([FIELD]) ?? null) !== null || silent.length === 0) return;
  if (silent.some(each => useOfToken(each, root) !== undefined)) return;
  // A prefix writes its name; the manifest stands where its kind is written.
  const said = platform.apartFromApiAt(account.where(['kind']));
  // Of one workload there may be several, in environments that share the namespace.
  const names = [...new Set(silent.map(({ name }) => name))];
  if (said === undefined && (names.length === 1 || silent.some(isSettled))) return;
  yield {
    message: 'at-account',
    data: {
      account: account.name,
      workloads: names.length > MOST_NAMES ? counted(names.length, 'workload') : enumerated(names),
    },
    at: { on: account.key, path: [FIELD] },
    changes: [account.set([FIELD], false)],
    evidence: said === undefined ? [] : [said],
    doubts: [
      ...(said === undefined ? madeFor(account.name, silent) : []),
      // What gives it rights may be rendered out of sight.
      ...(said !== undefined && !root.complete ? ['what is out of sight may give it rights'] : []),
      ...(silent.some(projectsApiToken) ? ['a volume projects a token for the API'] : []),
    ],
  };
}

/** Whether the configuration says it of all its containers: its pods are safe by themselves. */
function isSettled({ containers }: Workload): boolean {
  return containers.every(each => unusedBy(each)?.kind === 'config');
}

/** What speaks against it where nobody has said what an account is for. */
export function madeFor(account: string, workloads: readonly Workload[]): readonly Doubt[] {
  const unknown = workloads
    .flatMap(({ containers }) => containers)
    .filter(each => unusedBy(each) === undefined)
    .map(({ name }) => name);
  const names = [...new Set(unknown)];
  return [
    ...(names.length > 0 ? [`whether ${enumerated(names)} uses it is not known`] : []),
    `whether anything outside of the repository gives ServiceAccount ${account} rights is not known`,
  ];
}
