/** Rights no wider than their use (catalogue H6). */

import { defineTransform, type Proposal, type Resource, type Root } from '../../src/transform.ts';
import { mapAt, mapsIn } from '../shared/data.ts';
import { widestOf } from './rights.ts';

type Message = 'takes-over' | 'wildcard' | 'secrets' | 'pods' | 'default-account';

export default defineTransform({
  id: 'least-privilege-rbac',
  title: 'Accounts have no more rights than they use',
  severity: 'high',
  severities: {
    secrets: 'medium',
    pods: 'medium',
    'default-account': 'medium',
  },
  group: 'security',
  order: 330,
  preset: 'opt-in',
  each: 'resource',
  kinds: ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'],
  options: {},
  placement: { field: 'source', resource: 'beside' },
  messages: {
    'takes-over': '{subject} lets its accounts {what}: a way to rights that it does not have',
    wildcard: '{subject} gives {what}, also those that come with a later version or a new CRD',
    secrets: '{subject} lets its accounts read all Secrets {where}',
    pods: '{subject} lets its accounts {what} {where}, and so run as any account there',
    'default-account':
      '{subject} gives rights to the account default of {namespace}: every pod has them that names no other',
  },
  briefs: {
    'takes-over': 'may take over: {what}',
    wildcard: '{what}',
    secrets: 'reads all Secrets',
    pods: '{what}',
    'default-account': 'rights of a default account',
  },
  docs: {
    why: 'Who gets into a pod has the rights of its account. With Secrets, with new pods or with commands in pods of others it goes on from there, and with wildcards nobody has ever decided what all of it may.',
    risk: 'Which rights a program needs stands in no manifest. So nothing is taken away: each role is named once, by its widest right; bindings of all rights are findings of `cluster-admin`. Roles that come from a chart or an operator belong to its makers.',
    links: [
      'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
      'https://kubernetes.io/docs/reference/access-authn-authz/rbac/',
    ],
    sameAs: [
      'kube-linter:wildcard-in-rules',
      'kube-linter:access-to-secrets',
      'kube-linter:access-to-create-pods',
      'polaris:clusterrolePodExecAttach',
      'polaris:rolePodExecAttach',
      'CKV_K8S_49',
      'CKV_K8S_155',
      'CKV_K8S_156',
      'CKV_K8S_157',
      'CKV_K8S_158',
    ],
    sameAsOf: {
      'takes-over': ['CKV_K8S_155', 'CKV_K8S_156', 'CKV_K8S_157', 'CKV_K8S_158'],
      wildcard: ['kube-linter:wildcard-in-rules', 'CKV_K8S_49'],
      secrets: ['kube-linter:access-to-secrets'],
      pods: [
        'kube-linter:access-to-create-pods',
        'polaris:clusterrolePodExecAttach',
        'polaris:rolePodExecAttach',
      ],
      'default-account': [],
    },
  },
  *plan(resource, { root }) {
    if (!resource.apiVersion.startsWith('rbac.authorization.k8s.io/')) return;
    const found = resource.kind.endsWith('Binding') ? ofBinding(resource, root) : ofRole(resource);
    if (found !== undefined) yield { ...found, changes: [], evidence: [], mayBeExplained: true };
  },
});

type Found = Pick<Proposal<Message>, 'message' | 'data' | 'at'>;

function ofRole(role: Resource): Found | undefined {
  // What others put together is found where it is written.
  if (role.get(['aggregationRule']) !== undefined) return undefined;
  const widest = widestOf(mapsIn(role.get(['rules'])));
  if (widest === undefined) return undefined;
  const where = role.kind === 'Role' ? 'of its namespace' : 'where it is bound';
  return {
    message: widest.message,
    data: { subject: `${role.kind} ${role.name}`, what: widest.what, where },
    at: { on: role.key, path: ['rules'] },
  };
}

function ofBinding(binding: Resource, root: Root): Found | undefined {
  const subject = `${binding.kind} ${binding.name}`;
  const subjects = mapsIn(binding.get(['subjects']));
  const byDefault = subjects.find(({ kind, name }) => kind === 'ServiceAccount' && name === 'default');
  // Every right is a finding of its own.
  if (byDefault === undefined || mapAt(binding.object, 'roleRef').name === 'cluster-admin') return undefined;
  const namespace = String(byDefault.namespace ?? root.platform.namespaceOf(binding) ?? 'its namespace');
  return {
    message: 'default-account',
    data: { subject, namespace },
    at: { on: binding.key, path: ['subjects'] },
  };
}
