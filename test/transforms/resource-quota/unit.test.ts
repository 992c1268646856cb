/** Pods of a namespace that no manifest says: a quota would count them, and a LimitRange refuse them. */

import limitRange from '../../../transforms/limit-range/index.ts';
import resourceQuota from '../../../transforms/resource-quota/index.ts';
import { propose, rootOf, type Setting, workload } from '../root.ts';

const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n';
const POD =
  'serviceAccountName: runner\ncontainers: [{name: a, image: "x:1", resources: {requests: {cpu: 1}}}]';
const SHOP = NAMESPACE + workload(POD, { more: 'replicas: 3' });

const messages = (text: string, setting: Setting = {}) =>
  [resourceQuota, limitRange].map(each =>
    propose(each, rootOf(text, setting), {}, true).map(({ message }) => message),
  );

const binding = (kind: 'Role' | 'ClusterRole', name: string, namespace = 'shop') => `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: runner, namespace: ${namespace}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ${kind}, name: ${name}}
subjects: [{kind: ServiceAccount, name: runner, namespace: shop}]
---
`;
const role = (kind: 'Role' | 'ClusterRole', rule: string) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: {name: runner${kind === 'Role' ? ', namespace: shop' : ''}}
rules: [${rule}]
---
`;

test.each([
  ['makes pods', 'Role', '{apiGroups: [""], resources: [pods, pods/log], verbs: [get, create]}'],
  ['makes Jobs', 'ClusterRole', '{apiGroups: [batch], resources: [jobs], verbs: ["*"]}'],
  ['may do everything', 'ClusterRole', '{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}'],
] as const)('whose account %s may make more than is rendered', (_, kind, rule) => {
  const text = SHOP + role(kind, rule) + binding(kind, 'runner');
  expect(messages(text)).toEqual([['unrendered'], ['unrendered']]);
  const [quota] = propose(resourceQuota, rootOf(text), {}, true);
  expect(quota?.data?.maker).toBe('Deployment web');
});

test.each([
  [
    'reads pods',
    role('Role', '{apiGroups: [""], resources: [pods], verbs: [get, list]}') + binding('Role', 'runner'),
  ],
  [
    'runs programs in pods',
    role('Role', '{apiGroups: [""], resources: [pods/exec], verbs: [create]}') + binding('Role', 'runner'),
  ],
  ['makes pods in another namespace', binding('ClusterRole', 'edit', 'builds')],
])('whose account %s makes none here', (_, rights) => {
  expect(messages(SHOP + rights)).toEqual([['missing'], ['missing']]);
});

test('roles that every cluster has need no manifest', () => {
  expect(messages(SHOP + binding('ClusterRole', 'edit'))).toEqual([['unrendered'], ['unrendered']]);
});

test('an environment that comes and goes has no quota of its own', () => {
  const environment = { name: undefined, tier: undefined, isPassing: true } as const;
  expect(messages(SHOP, { environment })).toEqual([['passing'], ['missing']]);
  const said = propose(resourceQuota, rootOf(SHOP, { environment }), { hard: { pods: '10' } });
  expect(said.map(({ message }) => message)).toEqual(['missing']);
});

test.each([
  ['a namespace', SHOP.replace('{name: shop}', '{name: shop, annotations: {linkerd.io/inject: enabled}}')],
  [
    'a pod',
    SHOP.replace(
      '    metadata: {labels: {app: web}}',
      '    metadata: {labels: {app: web}, annotations: {vault.hashicorp.com/agent-inject: "true"}}',
    ),
  ],
])('what is injected by the mark of %s is counted too: nobody knows how much that is', (_, text) => {
  const [found] = propose(resourceQuota, rootOf(text), {}, true);
  expect(found).toMatchObject({ message: 'injected', changes: [], known: expect.stringContaining('hard') });
  const [said] = propose(resourceQuota, rootOf(text), { hard: { pods: '10' } });
  expect(said!.changes).toHaveLength(1);
});

test.each([
  ['LimitRange', [['missing'], []]],
  ['ResourceQuota', [[], ['missing']]],
] as const)('a %s that a comment says to be there is whose who runs the cluster', (kind, expected) => {
  const platform = { boundSaid: (asked: string) => (asked === kind ? 'web.yaml:3' : undefined) };
  expect(messages(SHOP, { platform })).toEqual(expected);
});

test.each([
  ['elbv2.k8s.aws/v1beta1', 'TargetGroupBinding', 'missing'],
  ['external-secrets.io/v1', 'ExternalSecret', 'missing'],
  ['monitoring.coreos.com/v1', 'ServiceMonitor', 'missing'],
  ['monitoring.coreos.com/v1', 'Prometheus', 'unrendered'],
  ['sqs.services.k8s.aws/v1alpha1', 'Queue', 'missing'],
  ['kafka.strimzi.io/v1beta2', 'KafkaTopic', 'missing'],
  ['kafka.strimzi.io/v1beta2', 'Kafka', 'unrendered'],
])('%s %s makes pods, or does not', (apiVersion, kind, message) => {
  const text = `${SHOP}apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x, namespace: shop}\n---\n`;
  expect(messages(text)[0]).toEqual([message]);
});

describe('without a quota in the configuration', () => {
  const teams = (a: string, b: string, key = 'shop.example/team') =>
    `${SHOP}apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {${key}: ${a}}}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: bills, labels: {${key}: ${b}}}\n---\n`;
  const quotas = (text: string, setting: Setting = {}) =>
    propose(resourceQuota, rootOf(text, setting)).map(({ message }) => message);

  test('an application alone in its namespaces gets none', () => {
    expect(quotas(SHOP)).toEqual([]);
    expect(quotas(teams('red', 'red'))).toEqual([]);
    expect(quotas(teams('red', 'blue', 'shop.example/colour'))).toEqual([]);
  });

  test('namespaces of several teams get one', () =>
    expect(quotas(teams('red', 'blue'))).toEqual(['missing']));

  test('where the repository has quotas, so does a new namespace', () => {
    const root = { ...rootOf(SHOP), rendersKind: (kind: string) => kind === 'ResourceQuota' };
    expect(propose(resourceQuota, root).map(({ message }) => message)).toEqual(['missing']);
  });
});
