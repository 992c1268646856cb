import { isClusterScoped } from '../../src/kubernetes/kinds.ts';

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
