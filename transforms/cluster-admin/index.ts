/** Programs that hold every right there is (catalogue H6). */

import { defineTransform, type JsonObject, type Resource, type Root } from '../../src/transform.ts';
import { mapAt, mapsIn, stringsIn } from '../shared/data.ts';
import { enumerated } from '../shared/prose.ts';

export default defineTransform({
  id: 'cluster-admin',
  title: 'No program has every right in the cluster',
  severity: 'critical',
  severities: { namespace: 'high' },
  group: 'security',
  order: 325,
  preset: 'report',
  each: 'resource',
  kinds: ['RoleBinding', 'ClusterRoleBinding'],
  options: {},
  placement: { field: 'source', resource: 'beside' },
  messages: {
    cluster: '{subject} gives {who} every right in the whole cluster',
    default:
      '{subject} gives the account default every right in {namespace}: every pod has them that names no other',
    namespace: '{subject} gives {who} every right in {namespace}',
  },
  briefs: {
    cluster: 'every right in the cluster',
    default: 'every right for each pod',
    namespace: 'every right in {namespace}',
  },
  docs: {
    why: 'Who gets into a pod has the rights of its account, and with all of them the cluster, its Secrets and its nodes. What a binding is called (`view`) says nothing about it.',
    risk: 'Which rights a program needs stands in no manifest, so nothing is taken away. Controllers of Argo CD and Flux, and accounts that a custom resource names for them to act as, are not found.',
    links: [
      'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
      'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles',
    ],
    sameAs: ['kube-linter:cluster-admin-role-binding', 'polaris:clusterrolebindingClusterAdmin'],
  },
  *plan(binding, { root }) {
    if (!binding.apiVersion.startsWith('rbac.authorization.k8s.io/')) return;
    // People who run a cluster have all rights in it: that is what their group is for.
    const programs = mapsIn(binding.get(['subjects'])).filter(
      ({ kind, name }) => kind === 'ServiceAccount' && !isDeployer(String(name), root),
    );
    if (programs.length === 0 || !givesEverything(binding, root)) return;
    const namespace = root.platform.namespaceOf(binding);
    const isDefault = programs.some(({ name }) => name === 'default');
    const message = binding.kind === 'ClusterRoleBinding' ? 'cluster' : isDefault ? 'default' : 'namespace';
    yield {
      message,
      data: {
        subject: `${binding.kind} ${binding.name}`,
        who: enumerated(programs.map(({ name }) => `account ${String(name)}`)),
        namespace: namespace === undefined ? 'its namespace' : `namespace ${namespace}`,
      },
      at: { on: binding.key, path: ['roleRef'] },
      changes: [],
      evidence: [],
      mayBeExplained: true,
    };
  },
});

/** Controllers of Argo CD and Flux, which apply whatever the repository says. */
const DEPLOYER = /(?:^|-)(?:argocd-application-controller|kustomize-controller|helm-controller)$/;

/** One of these, or an account in whose name they apply something: a custom resource names it. */
function isDeployer(account: string, root: Root): boolean {
  return account !== 'default' && (DEPLOYER.test(account) || root.namedByCustomResource(account));
}

/** By the role that comes with every cluster, or by one that is written here. */
function givesEverything(binding: Resource, { platform }: Root): boolean {
  const { kind, name } = mapAt(binding.object, 'roleRef');
  if (kind === 'ClusterRole' && name === 'cluster-admin') return true;
  if (kind !== 'Role' && kind !== 'ClusterRole') return false;
  const roles = platform.find(kind, kind === 'Role' ? platform.namespaceOf(binding) : undefined);
  return roles.some(role => role.name === name && mapsIn(role.get(['rules'])).some(isEverything));
}

function isEverything({ apiGroups, resources, verbs }: JsonObject): boolean {
  return [apiGroups, resources, verbs].every(each => stringsIn(each).includes('*'));
}
