/** An account for one workload alone, in place of one that several share. */

import {
  type Change,
  type Doubt,
  type Json,
  type JsonObject,
  nameOf,
  type Reference,
  type Resource,
  type Root,
  type Workload,
} from '../../src/transform.ts';
import { accountOf } from '../shared/accounts/accounts.ts';
import { mapsIn } from '../shared/data.ts';
import { applicationLabels } from '../shared/labels/name.ts';
import { immutableTemplate } from '../shared/pods.ts';

/** What a workload gets, and by which name a binding knows it. */
export interface OwnAccount {
  readonly changes: readonly Change[];
  readonly name: Reference;
}

const TYPE = { apiVersion: 'v1', kind: 'ServiceAccount' } as const;

/** @param suffix behind the name of the workload; undefined where nobody has said one */
export function ownAccount(workload: Workload, root: Root, suffix: string | undefined): OwnAccount {
  const wanted = suffix ?? habitOf(root);
  const end = isShared(workload, root)
    ? `-${workload.kind.toLowerCase()}${wanted}`
    : isTaken(`${workload.name}${wanted}`, workload, root)
      ? `${wanted}-account`
      : wanted;
  const name = nameOf(workload, end === '' ? {} : { suffix: end });
  const labels = applicationLabels(workload, root, TYPE);
  const secrets = pullSecretsOf(workload, root);
  const manifest: JsonObject = {
    ...TYPE,
    metadata: { name, ...(Object.keys(labels).length > 0 && { labels }) },
    ...(secrets.length > 0 && { imagePullSecrets: secrets }),
  };
  const path = [...workload.podPath, 'serviceAccountName'];
  // The older word for it says the same: both at once have to agree.
  const old = [...workload.podPath, 'serviceAccount'];
  return {
    name,
    changes: [
      { type: 'create', manifest, beside: workload.key },
      workload.set(path, name),
      ...((workload.get(old) ?? null) === null ? [] : [workload.remove(old)]),
    ],
  };
}

const SUFFIXES = ['-sa', '-service-account', '-serviceaccount', '-account'];

/** How the accounts of the root end, where all of several do. */
function habitOf(root: Root): string {
  const accounts = root.find('ServiceAccount').filter(({ name }) => name !== 'default');
  return accounts.length < 2
    ? ''
    : (SUFFIXES.find(suffix => accounts.every(({ name }) => name.endsWith(suffix))) ?? '');
}

function isShared(workload: Workload, root: Root): boolean {
  return root.workloads.some(
    each => each.key !== workload.key && each.name === workload.name && each.namespace === workload.namespace,
  );
}

function isTaken(name: string, workload: Workload, { platform }: Root): boolean {
  const namespace = platform.namespaceOf(workload);
  return platform.find('ServiceAccount', namespace).some(each => each.name === name);
}

/** The account of a workload, whoever renders it. */
export function accountObject(workload: Workload, { platform }: Root): Resource | undefined {
  const name = accountOf(workload);
  return platform.find('ServiceAccount', platform.namespaceOf(workload)).find(each => each.name === name);
}

/** Those that its pods have from their account: where a pod says some itself, it has none from there. */
function pullSecretsOf(workload: Workload, root: Root): readonly Json[] {
  if (mapsIn(workload.pod.imagePullSecrets).length > 0) return [];
  const secrets = mapsIn(accountObject(workload, root)?.get(['imagePullSecrets']));
  return secrets.map(({ name }) => {
    const [made] = root.find('Secret', each => each.name === name && each.namespace === workload.namespace);
    return { name: made === undefined ? name! : nameOf(made) };
  });
}

/** What speaks against another account whatever it is for. */
export function doubtsOf(workload: Workload, root: Root): Doubt[] {
  const account = accountOf(workload);
  const namespace = root.platform.namespaceOf(workload);
  const bearsSecrets =
    mapsIn(workload.pod.imagePullSecrets).length > 0 || accountObject(workload, root) !== undefined;
  const principal = `/sa/${account}`;
  const policy = root.platform
    .resourcesIn(namespace)
    .find(each => each.kind === 'AuthorizationPolicy' && JSON.stringify(each.object).includes(principal));
  return [
    'a cloud, a vault or a policy of the cluster may know it by its present account',
    ...(bearsSecrets
      ? []
      : [`account ${account} may have imagePullSecrets that somebody has given it in the cluster`]),
    ...(policy === undefined ? [] : [`AuthorizationPolicy ${policy.name} names its present account`]),
    ...(root.platform.openShift === undefined
      ? []
      : ['on OpenShift an account may be allowed another security context']),
    ...immutableTemplate(workload),
  ];
}
