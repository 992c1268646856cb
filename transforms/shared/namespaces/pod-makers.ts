/** Workloads whose account may make pods in their namespace: build servers, executors, provisioners, operators. */

import type { Resource, Root, Workload } from '../../../src/transform.ts';
import { bindingsOf } from '../accounts/accounts.ts';
import { isMap, mapsIn, stringsIn } from '../data.ts';

/** What is a pod, or becomes some. */
const PODS = new Set([
  '*',
  'pods',
  'deployments',
  'daemonsets',
  'statefulsets',
  'replicasets',
  'replicationcontrollers',
  'jobs',
  'cronjobs',
]);
const MAKING = new Set(['*', 'create']);
const GROUPS = new Set(['*', '', 'apps', 'batch']);
/** Roles that every cluster has. */
const BUILT_IN = new Set(['cluster-admin', 'admin', 'edit']);

/** The first of the workloads of a namespace that may make pods there. */
export function podMaker(
  workloads: readonly Workload[],
  namespace: string,
  root: Root,
): Workload | undefined {
  return workloads.find(each =>
    bindingsOf(each, root).some(
      binding =>
        (binding.kind === 'ClusterRoleBinding' || root.platform.namespaceOf(binding) === namespace) &&
        makesPods(binding, namespace, root),
    ),
  );
}

function makesPods(binding: Resource, namespace: string, { platform }: Root): boolean {
  const role = binding.get(['roleRef']);
  if (!isMap(role)) return false;
  if (role.kind === 'ClusterRole' && BUILT_IN.has(String(role.name))) return true;
  const isOfCluster = role.kind === 'ClusterRole';
  return platform
    .find(isOfCluster ? 'ClusterRole' : 'Role', isOfCluster ? undefined : namespace)
    .filter(each => each.name === role.name)
    .flatMap(each => mapsIn(each.get(['rules'])))
    .some(
      ({ apiGroups, resources, verbs }) =>
        stringsIn(apiGroups).some(each => GROUPS.has(each)) &&
        stringsIn(resources).some(each => PODS.has(each)) &&
        stringsIn(verbs).some(each => MAKING.has(each)),
    );
}
