/** Names that follow renamed objects (kustomize.md 1.13); expected values from `kustomize build` v5.8.2. */
import { failure, render } from './render.ts';

const BASE = `apiVersion: v1
kind: ServiceAccount
metadata: {name: default}
---
apiVersion: v1
kind: Service
metadata: {name: web}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      serviceAccountName: default
      volumes:
      - {name: v, configMap: {name: c}}
      - {name: p, projected: {sources: [{configMap: {name: c}}, {configMap: {name: other}}]}}
      containers:
      - {name: c, env: [{name: X, value: c}, {name: Y, valueFrom: {configMapKeyRef: {name: c, key: a}}}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: b}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: web}
subjects:
- {kind: ServiceAccount, name: default, namespace: default}
- {kind: User, name: default}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: h}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i}
spec: {rules: [{http: {paths: [{backend: {service: {name: web}}}]}}]}
---
apiVersion: x/v1
kind: Rollout
metadata: {name: o}
spec: {configMap: {name: c}}
`;

const objects = render({
  'kustomization.yaml': 'resources: [base]\nnamePrefix: p-\nnamespace: ns\n',
  'base/kustomization.yaml': 'resources: [r.yaml]\nconfigMapGenerator: [{name: c, literals: [a=b]}]\n',
  'base/r.yaml': BASE,
}) as { kind: string }[];
const text = (kind: string) => JSON.stringify(objects.find(object => object.kind === kind));

test('a workload follows generated names with their hash, and accounts with their prefix', () => {
  expect(text('Deployment')).toContain('"serviceAccountName":"p-default"');
  expect(text('Deployment').match(/p-c-4h2mbtbbt6/g)).toHaveLength(3);
});

test('texts, names of nothing here, and kinds without rules stay', () => {
  expect(text('Deployment')).toContain('"value":"c"');
  expect(text('Deployment')).toContain('{"configMap":{"name":"other"}}');
  expect(text('Rollout')).toContain('"configMap":{"name":"c"}');
});

test('subjects get the namespace too, users of the same name included', () => {
  expect(text('ClusterRoleBinding')).toContain(
    '"subjects":[{"kind":"ServiceAccount","name":"p-default","namespace":"ns"},{"kind":"User","name":"p-default","namespace":"ns"}]',
  );
  expect(text('ClusterRoleBinding')).toContain('"kind":"ClusterRole","name":"web"');
});

test('autoscalers and ingresses follow', () => {
  expect(text('HorizontalPodAutoscaler')).toContain('"kind":"Deployment","name":"p-web"');
  expect(text('Ingress')).toContain('"service":{"name":"p-web"}');
});

const RBAC = 'rbac.authorization.k8s.io';

test.each([
  ['RoleBinding', RBAC, '[null]', 'a subject is no map'],
  ['RoleBinding', RBAC, '[web]', 'a subject is no map'],
  ['RoleBinding', RBAC, '[[{name: a}]]', 'a subject is no map'],
  ['RoleBinding', RBAC, '[{name: a, kind: 5, namespace: x}]', 'the kind of a subject is no text'],
  ['RoleBinding', RBAC, '[{name: a, kind: null, namespace: x}]', 'the kind of a subject is no text'],
  [
    'RoleBinding',
    RBAC,
    '[{name: a, kind: ServiceAccount, namespace: 5}]',
    'the namespace of a subject is blank',
  ],
  ['RoleBinding', RBAC, '[{name: a, kind: User, namespace: 5}]', null],
  ['RoleBinding', RBAC, '[{name: a, kind: null}]', null],
  ['RoleBinding', RBAC, 'web', null],
  ['RoleBinding', 'authorization.openshift.io', '[null]', null],
  ['ClusterRoleBinding', RBAC, '[null]', null],
  ['ClusterRoleBinding', RBAC, '[web]', null],
  ['ClusterRoleBinding', RBAC, '[[{name: a}]]', "a list in the list at 'subjects'"],
])('subjects of a %s of %s that are %s', (kind, group, subjects, reason) => {
  const binding = `apiVersion: ${group}/v1\nkind: ${kind}\nmetadata: {name: b}\nsubjects: ${subjects}\n`;
  const build = failure({ 'kustomization.yaml': 'resources: [r.yaml]\n', 'r.yaml': binding });
  expect(build).toBe(reason === null ? 'evaluated' : `reference: ${kind} b: ${reason}`);
});
