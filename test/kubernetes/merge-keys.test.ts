import { indexOfElement, mergeKeysOf } from '../../src/kubernetes/merge-keys.ts';

const POD = ['spec', 'template', 'spec'];

describe('mergeKeysOf', () => {
  test.each([
    ['Deployment', [...POD, 'containers'], ['name']],
    ['Deployment', [...POD, 'containers', { name: 'web' }, 'env'], ['name']],
    ['Deployment', [...POD, 'containers', { name: 'web' }, 'volumeMounts'], ['mountPath']],
    ['Deployment', [...POD, 'containers', 0, 'ports'], ['containerPort', 'protocol']],
    ['Deployment', [...POD, 'topologySpreadConstraints'], ['topologyKey', 'whenUnsatisfiable']],
    ['Deployment', [...POD, 'imagePullSecrets'], ['name']],
    ['Service', ['spec', 'ports'], ['port', 'protocol']],
    ['ServiceAccount', ['secrets'], ['name']],
  ])('%s %j', (kind, path, keys) => {
    expect(mergeKeysOf(kind, path)).toEqual(keys);
  });

  test.each([
    ['Deployment', [...POD, 'tolerations']],
    ['Deployment', [...POD, 'containers', 0, 'envFrom']],
    ['Deployment', [...POD, 'containers', 0]],
    ['NetworkPolicy', ['spec', 'ingress', 0, 'ports']],
    ['ServiceAccount', ['imagePullSecrets']],
    ['Deployment', ['toString']],
  ])('%s %j is set whole', (kind, path) => {
    expect(mergeKeysOf(kind, path)).toBeNull();
  });
});

test('an absent protocol is TCP', () => {
  const ports = [{ containerPort: 53, protocol: 'UDP' }, { containerPort: 53 }];
  expect(indexOfElement(ports, { containerPort: 53, protocol: 'TCP' })).toBe(1);
  expect(indexOfElement(ports, { containerPort: 53 })).toBe(0);
  expect(indexOfElement([null, 'x'], { name: 'a' })).toBe(-1);
});
