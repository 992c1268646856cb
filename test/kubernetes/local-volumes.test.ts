import { isLocalClaim } from '../../src/kubernetes/local-volumes.ts';

const claim = (spec: object) => ({ spec });
const kind = (provisioner: string) => ({ metadata: { name: 'own' }, provisioner });
const volume = (spec: object) => ({ metadata: { name: 'disk' }, spec });

test.each([
  ['the class of k3s', claim({ storageClassName: 'local-path' }), true],
  ['a class that nobody knows', claim({ storageClassName: 'fast' }), false],
  ['no class', claim({}), false],
  ['a class of the repository', claim({ storageClassName: 'own' }), true],
  ['a volume that says its node', claim({ volumeName: 'disk' }), true],
  ['a volume that is not there', claim({ volumeName: 'other' }), false],
])('of %s', (_, each, isLocal) => {
  const volumes = [volume({ nodeAffinity: { required: {} } })];
  expect(isLocalClaim(each, [kind('rancher.io/local-path')], volumes)).toBe(isLocal);
});

test('what stands in the repository comes before what names are used to mean', () => {
  const network = { ...kind('driver.longhorn.io'), metadata: { name: 'local-path' } };
  expect(isLocalClaim(claim({ storageClassName: 'local-path' }), [network], [])).toBe(false);
  const shared = [volume({ nfs: { server: 'files' } })];
  expect(isLocalClaim(claim({ storageClassName: 'local-path', volumeName: 'disk' }), [], shared)).toBe(false);
});
