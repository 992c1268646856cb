import { fixedField } from '../../src/kubernetes/fixed-fields.ts';

const of = (apiVersion: string, kind: string, path: string, value: unknown = 'a', object = {}) =>
  fixedField({ apiVersion, kind, path: path.split('.'), value, object })?.field;

test.each([
  ['apps/v1', 'StatefulSet', 'spec.serviceName'],
  ['apps/v1', 'StatefulSet', 'spec.volumeClaimTemplates'],
  ['apps/v1', 'StatefulSet', 'spec.podManagementPolicy'],
  ['apps/v1', 'Deployment', 'spec.selector.matchLabels.app'],
  ['batch/v1', 'Job', 'spec.completionMode'],
  ['v1', 'PersistentVolumeClaim', 'spec.storageClassName'],
  ['v1', 'Service', 'spec.clusterIP'],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding', 'roleRef.name'],
  ['storage.k8s.io/v1', 'StorageClass', 'parameters.type'],
  ['scheduling.k8s.io/v1', 'PriorityClass', 'value'],
])('%s %s keeps its %s', (apiVersion, kind, path) => {
  expect(of(apiVersion, kind, path)).toBeDefined();
});

test.each([
  ['apps/v1', 'StatefulSet', 'spec.replicas'],
  ['apps/v1', 'StatefulSet', 'spec.template.spec.hostname'],
  ['apps/v1', 'Deployment', 'spec.strategy.type'],
  ['batch/v1', 'Job', 'spec.ttlSecondsAfterFinished'],
  ['v1', 'PersistentVolumeClaim', 'metadata.labels.app'],
  ['v1', 'PersistentVolumeClaim', 'spec.volumeAttributesClassName'],
  ['v1', 'Service', 'spec.type'],
  ['v1', 'ConfigMap', 'data.a'],
  ['serving.knative.dev/v1', 'Service', 'spec.clusterIP'],
])('%s %s takes another %s', (apiVersion, kind, path) => {
  expect(of(apiVersion, kind, path)).toBeUndefined();
});

test('a claim grows and does not shrink', () => {
  const object = { spec: { resources: { requests: { storage: '10Gi' } } } };
  const to = (storage: string | undefined) =>
    of('v1', 'PersistentVolumeClaim', 'spec.resources.requests.storage', storage, object);
  expect([to('20Gi'), to('10240Mi')]).toEqual([undefined, undefined]);
  expect([to('5Gi'), to(undefined), to('$(SIZE)')].every(each => each !== undefined)).toBe(true);
});

test('a claim may say its class in the field once, as its annotation has it', () => {
  const annotations = { 'volume.beta.kubernetes.io/storage-class': 'fast' };
  const to = (value: string, spec = {}) =>
    of('v1', 'PersistentVolumeClaim', 'spec.storageClassName', value, { metadata: { annotations }, spec });
  expect(to('fast')).toBeUndefined();
  expect([to('slow'), to('fast', { storageClassName: 'slow' })].every(each => each !== undefined)).toBe(true);
});

test('what is sealed keeps its content', () => {
  expect(of('v1', 'ConfigMap', 'data.a', 'b', { immutable: true })).toBe('data.a');
});
