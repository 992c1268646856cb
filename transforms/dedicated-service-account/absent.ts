/** Accounts that pods name and nobody provides. */

import type { Proposal, Root, Workload } from '../../src/transform.ts';
import { accountOf } from '../shared/accounts/accounts.ts';
import { holdsVariable } from '../shared/labels/values.ts';
import { describeWorkload } from '../shared/pods.ts';
import { isMissing } from '../shared/provided.ts';

/** Once for each, beside the first workload that names it. */
export function* absentAccounts(root: Root): Generator<Proposal<'absent'>> {
  const seen = new Set<string>();
  for (const workload of root.workloads) {
    const account = accountOf(workload);
    const key = `${workload.namespace ?? ''}/${account}`;
    if (GIVEN.has(account) || holdsVariable(account) || seen.has(key)) continue;
    seen.add(key);
    if (isAbsent(account, workload, root)) yield absent(account, workload);
  }
}

/** Those of every namespace; the last two are OpenShift's. */
const GIVEN = new Set(['default', 'builder', 'deployer']);

function isAbsent(account: string, workload: Workload, root: Root): boolean {
  const path = pathOf(workload);
  const { platform } = root;
  return (
    isMissing({ kind: 'ServiceAccount', name: account }, workload, root) &&
    platform.find('ServiceAccount', platform.namespaceOf(workload)).every(({ name }) => name !== account) &&
    platform.madeOutside('ServiceAccount', account, workload.where(path), platform.namespaceOf(workload)) ===
      undefined
  );
}

function pathOf({ pod, podPath }: Workload): readonly string[] {
  return [
    ...(podPath as string[]),
    pod.serviceAccountName === undefined ? 'serviceAccount' : 'serviceAccountName',
  ];
}

/** Whose account kustomize names anew where it renames that: its built-in references of ServiceAccount, by `serviceAccountName`. */
const FOLLOWING = new Set([
  'Pod',
  'StatefulSet',
  'Deployment',
  'ReplicationController',
  'CronJob',
  'Job',
  'DaemonSet',
]);

function isFollowing(workload: Workload): boolean {
  return FOLLOWING.has(workload.kind) && workload.pod.serviceAccountName !== undefined;
}

function absent(account: string, workload: Workload): Proposal<'absent'> {
  const path = pathOf(workload);
  const finding = {
    message: 'absent',
    data: { subject: describeWorkload(workload), account, change: '' },
    at: { on: workload.key, path },
  } as const;
  if (workload.formerNames.length > 0 && !isFollowing(workload)) {
    return {
      ...finding,
      changes: [],
      evidence: [],
      known: 'the kustomizations here would rename a new one, and the name in the pods would not follow',
    };
  }
  return {
    ...finding,
    data: { ...finding.data, change: '. It is made' },
    changes: [
      {
        type: 'create',
        manifest: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account } },
        beside: workload.key,
      },
    ],
    evidence: [{ kind: 'manifest', at: workload.where(path), says: 'names it' }],
    doubts: [
      'somebody may make it outside of the repository, with rights, secrets for images or an identity of a cloud',
    ],
  };
}
