/** The accounts that pods run under, and what gives them rights. */

import type { Resource, Root, Workload } from '../../../src/transform.ts';
import { mapsIn } from '../data.ts';

/** The account whose token is mounted. */
export function accountOf({ pod }: Workload): string {
  const name = pod.serviceAccountName ?? pod.serviceAccount;
  return typeof name === 'string' && name !== '' ? name : 'default';
}

/** The bindings of a workload's account, whoever renders them: accounts are often bound by another root of the cluster. */
export function bindingsOf(workload: Workload, root: Root): readonly Resource[] {
  const { platform } = root;
  const namespace = platform.namespaceOf(workload);
  const account = accountOf(workload);
  const groups = [
    'system:serviceaccounts',
    `system:serviceaccounts:${namespace ?? ''}`,
    'system:authenticated',
  ];
  // The API server knows an account by this name of a user too.
  const user = `system:serviceaccount:${namespace ?? ''}:${account}`;
  // A binding of another namespace gives rights there.
  const bindings = [
    ...root.find('RoleBinding'),
    ...platform.find('RoleBinding', namespace),
    ...platform.find('ClusterRoleBinding', undefined),
  ];
  return bindings.filter(binding =>
    mapsIn(binding.get(['subjects'])).some(subject => {
      if (subject.kind === 'Group') return groups.includes(String(subject.name));
      if (subject.kind === 'User') return subject.name === user;
      if (subject.kind !== 'ServiceAccount' || subject.name !== account) return false;
      return (subject.namespace ?? platform.namespaceOf(binding)) === namespace;
    }),
  );
}
