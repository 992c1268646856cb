import {
  isClusterScoped,
  isStateful,
  isWorkload,
  podMetadataPathOf,
  podPathOf,
  runsToCompletion,
} from '../../src/kubernetes/kinds.ts';

describe('podPathOf', () => {
  test.each([
    ['Pod', 'v1', ['spec']],
    ['ReplicationController', 'v1', ['spec', 'template', 'spec']],
    ['Deployment', 'apps/v1', ['spec', 'template', 'spec']],
    ['Deployment', 'extensions/v1beta1', ['spec', 'template', 'spec']],
    ['StatefulSet', 'apps/v1', ['spec', 'template', 'spec']],
    ['Job', 'batch/v1', ['spec', 'template', 'spec']],
    ['CronJob', 'batch/v1beta1', ['spec', 'jobTemplate', 'spec', 'template', 'spec']],
    ['Rollout', 'argoproj.io/v1alpha1', ['spec', 'template', 'spec']],
  ])('finds the pods of a %s of %s', (kind, apiVersion, path) => {
    expect(podPathOf(kind, apiVersion)).toEqual(path);
  });

  test.each([
    ['Service', 'v1'],
    ['Deployment', 'example.com/v1'],
    ['constructor', 'v1'],
  ])('%s of %s has none', (kind, apiVersion) => {
    expect(podPathOf(kind, apiVersion)).toBeNull();
    expect(isWorkload(kind, apiVersion)).toBe(false);
  });

  test('the metadata of the pods stands beside their spec', () => {
    expect(podMetadataPathOf('Pod', 'v1')).toEqual(['metadata']);
    expect(podMetadataPathOf('CronJob', 'batch/v1')).toEqual([
      'spec',
      'jobTemplate',
      'spec',
      'template',
      'metadata',
    ]);
  });
});

test('tells what ends and what keeps data', () => {
  expect(runsToCompletion('CronJob', 'batch/v1')).toBe(true);
  expect(isStateful('StatefulSet', 'apps/v1')).toBe(true);
  expect(isStateful('Deployment', 'apps/v1', { volumes: [{ name: 't', emptyDir: {} }] })).toBe(false);
  expect(isStateful('Deployment', 'apps/v1', { volumes: [{ name: 'd', persistentVolumeClaim: {} }] })).toBe(
    true,
  );
});

describe('isClusterScoped', () => {
  test.each([
    ['Namespace', 'v1', true],
    ['ConfigMap', 'v1', false],
    ['ClusterRole', 'rbac.authorization.k8s.io/v1', true],
    ['Role', 'rbac.authorization.k8s.io/v1', false],
    ['ServiceCIDR', 'networking.k8s.io/v1', true],
    ['Gateway', 'gateway.networking.k8s.io/v1', false],
    ['ClusterIssuer', 'cert-manager.io/v1', true],
    ['Certificate', 'cert-manager.io/v1', undefined],
    ['Widget', 'example.com/v1', undefined],
    ['Deployment', 'apps/v1', false],
  ])('%s of %s: %s', (kind, apiVersion, expected) => {
    expect(isClusterScoped(kind, apiVersion)).toBe(expected);
  });
});
