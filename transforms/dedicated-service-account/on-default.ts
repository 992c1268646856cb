/** Pods that use the API by the account which every other pod of the namespace has too. */

import type { Change, Evidence, Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { isCloudIdentity, useOfToken } from '../shared/accounts/api-token.ts';
import { staying } from '../shared/choices.ts';
import { mapsIn } from '../shared/data.ts';
import { describeWorkload } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { isIdle, ownBindings } from './holders.ts';
import { doubtsOf, type OwnAccount, ownAccount } from './own-account.ts';

type Message = 'bound' | 'uses';
type Group = readonly [Workload, ...Workload[]];

/** @param group the workloads of the root that hold a token of one account `default` */
export function* onDefault(
  group: Group,
  root: Root,
  suffix: string | undefined,
): Generator<Proposal<Message>> {
  const bindings = ownBindings(group[0], root);
  const [first, ...others] = group.filter(each => !isIdle(each));
  if (first === undefined) return;
  if (bindings.length > 0) yield bound([first, ...others], bindings, root, suffix);
  else for (const workload of [first, ...others]) yield* uses(workload, root, suffix);
}

/** Without rights of its own it shows by something else that it uses the API, and rights may come at any time. */
function* uses(workload: Workload, root: Root, suffix: string | undefined): Generator<Proposal<Message>> {
  const sign = signOf(workload, root);
  if (sign === undefined) return;
  const found = {
    message: 'uses',
    data: { subject: describeWorkload(workload) },
    at: { on: workload.key, path: [...workload.podPath, 'serviceAccountName'] },
  } as const;
  const against = obstacleTo([workload], [], root);
  yield against === undefined
    ? {
        ...found,
        changes: ownAccount(workload, root, suffix).changes,
        evidence: [sign],
        doubts: doubtsOf(workload, root),
      }
    : { ...found, changes: [], evidence: [], ...against };
}

function signOf(workload: Workload, root: Root): Evidence | undefined {
  const at = workload.where([...workload.podPath, 'automountServiceAccountToken']);
  if (workload.pod.automountServiceAccountToken === true)
    return { kind: 'manifest', at, says: 'it asks for a token' };
  const says = useOfToken(workload, root);
  return says === undefined ? undefined : { kind: 'manifest', at: workload.where(workload.podPath), says };
}

/** The rights go with all that may use them, and what is known to leave the API alone is left behind without. */
function bound(
  group: Group,
  bindings: readonly Resource[],
  root: Root,
  suffix: string | undefined,
): Proposal<Message> {
  const [first] = group;
  const found = {
    message: 'bound',
    data: {
      bindings: enumerated(bindings.map(each => `${each.kind} ${each.name}`)),
      workloads: enumerated(group.map(describeWorkload)),
    },
    at: { on: first.key, path: [...first.podPath, 'serviceAccountName'] },
  } as const;
  const against = obstacleTo(group, bindings, root);
  if (against !== undefined) return { ...found, changes: [], evidence: [], ...against };
  const made = group.map(each => ({ workload: each, account: ownAccount(each, root, suffix) }));
  return {
    ...found,
    changes: [
      ...made.flatMap(({ account }) => account.changes),
      ...bindings.map(binding => rebound(binding, made)),
    ],
    evidence: bindings.map(binding => ({
      kind: 'manifest',
      at: binding.where(['subjects']),
      says: 'gives account default rights',
    })),
    doubts: [
      'what runs there by other means under account default loses these rights',
      ...new Set(group.flatMap(each => doubtsOf(each, root))),
    ],
  };
}

interface Made {
  readonly workload: Workload;
  readonly account: OwnAccount;
}

function rebound(binding: Resource, made: readonly Made[]): Change {
  const subjects = mapsIn(binding.get(['subjects'])).flatMap(subject =>
    subject.kind === 'ServiceAccount' && subject.name === 'default'
      ? made.map(({ account }) => ({ ...subject, name: account.name }))
      : [subject],
  );
  return binding.set(['subjects'], subjects);
}

const ALL_NEED_THEM = staying(
  'all pods that have the account',
  'all of its pods need the rights of the account',
);

/** What would fail for certain without somebody who changes something elsewhere. */
function obstacleTo(
  group: Group,
  bindings: readonly Resource[],
  root: Root,
): Pick<Proposal, 'blocked' | 'asks'> | undefined {
  const blocked =
    bindingOfOthers(bindings, root) ?? group.map(each => knownElsewhere(each, root)).find(Boolean);
  return blocked === undefined
    ? undefined
    : {
        blocked,
        asks: [{ type: 'decision', about: 'rights of default accounts', choices: [ALL_NEED_THEM] }],
      };
}

function bindingOfOthers(bindings: readonly Resource[], root: Root): string | undefined {
  const isOurs = (binding: Resource) => root.find(binding.kind).includes(binding);
  const isPlain = (binding: Resource) =>
    mapsIn(binding.get(['subjects'])).every(each => each.kind !== 'User');
  const other = bindings.find(each => !isOurs(each) || !isPlain(each));
  return (
    other &&
    `which of them need what ${other.kind} ${other.name} gives (${other.where(['subjects'])})? Give these an account of their own, and bind that one`
  );
}

function knownElsewhere(workload: Workload, root: Root): string | undefined {
  const { name, podAnnotations } = workload;
  if (isCloudIdentity(workload, root))
    return `account default is an identity of a cloud, which trusts it by its name: does ${name} need it?`;
  const role = podAnnotations['vault.hashicorp.com/role'];
  return (
    role && `Vault knows role ${role} by the account of the pod: should it take another one for ${name}?`
  );
}
