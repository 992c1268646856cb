import transform from '../../../transforms/storage-class/index.ts';
import { changesOf, only, propose, rootOf } from '../root.ts';

const claim = (name: string, spec = '', annotations = '') =>
  `---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: ${name}, annotations: {${annotations}}}\nspec: {${spec}}\n`;
const made = (name: string, more = '') =>
  `---\napiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: ${name}}\n${more}\n`;
const FULL =
  'reclaimPolicy: Delete\nvolumeBindingMode: Immediate\nallowVolumeExpansion: false\nprovisioner: ebs.csi.aws.com';
const OLD = 'volume.beta.kubernetes.io/storage-class: fast';
const of = (text: string, options = {}) => propose(transform, rootOf(text), options);
const messages = (text: string, options = {}) => of(text, options).map(({ message }) => message);

test('written values are decisions, an empty class too', () => {
  expect(messages(claim('a', 'storageClassName: fast') + claim('b', 'storageClassName: ""'))).toEqual([]);
  expect(messages(made('fast', FULL))).toEqual([]);
});

test('the class goes from the annotation into the field', () => {
  const proposal = only(of(claim('a', '', OLD)), 'annotated');
  expect(changesOf(proposal)).toEqual([
    'spec.storageClassName = "fast"',
    `-metadata.annotations.${OLD.split(':')[0]}`,
  ]);
  expect(proposal?.safety).toBe('safe');
});

test('a claim is of the class that the configuration says, else of that of all others', () => {
  const others = claim('b', 'storageClassName: fast') + claim('c', 'storageClassName: fast');
  expect(only(of(claim('a')), 'open')?.asks).toHaveLength(1);
  expect(changesOf(only(of(claim('a') + others), 'missing'))).toEqual(['spec.storageClassName = "fast"']);
  expect(only(of(claim('a'), { class: 'slow' }), 'missing')).toMatchObject({
    evidence: [{ kind: 'config' }],
    doubts: [expect.stringContaining('StorageClass slow')],
  });
  expect(only(of(claim('a') + others + claim('d', 'storageClassName: slow')), 'open')).toBeDefined();
});

test.each(['local', 'kind', 'k3d', 'minikube'])('nobody is asked for the class of %s', name => {
  const root = rootOf(claim('a'), { environment: { name, tier: 'development' } });
  expect(propose(transform, root)).toEqual([]);
  expect(propose(transform, root, { class: 'fast' })).toHaveLength(1);
});

test('a class that is made here is named as such', () => {
  const proposal = only(of(claim('a') + made('fast', FULL), { class: 'fast' }), 'missing');
  expect(proposal?.changes[0]).toMatchObject({ value: { $reference: 'name', of: 'StorageClass/fast' } });
  expect(proposal?.doubts).toEqual([]);
});

test('nothing is missing where the default is made here, or the volume is there', () => {
  const byDefault = 'metadata: {name: x, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}';
  expect(messages(claim('a') + made('x', FULL).replace('metadata: {name: x}', byDefault))).toEqual([]);
  expect(messages(claim('a', 'volumeName: pv-1'))).toEqual([]);
});

test('templates that say the same are changed together, and keep what else they say', () => {
  const template = (name: string) =>
    `  - {metadata: {name: ${name}, annotations: {${OLD}, a: b}}, spec: {}}\n`;
  const text = `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec:\n  volumeClaimTemplates:\n${template('data')}${template('wal')}`;
  expect(changesOf(only(of(text), 'annotated'))).toEqual([
    'spec.volumeClaimTemplates = [{"metadata":{"name":"data","annotations":{"a":"b"}},"spec":{"storageClassName":"fast"}},{"metadata":{"name":"wal","annotations":{"a":"b"}},"spec":{"storageClassName":"fast"}}]',
  ]);
});

test.each([
  ['ebs.csi.aws.com', ['not-kept', 'bound-early', 'not-grown']],
  ['rook-ceph.rbd.csi.ceph.com', ['not-kept', 'not-grown']],
  ['example.com/nfs', ['not-kept']],
  ['kubernetes.io/no-provisioner', []],
])('what a class of %s leaves open', (provisioner, expected) => {
  expect(messages(made('fast', `provisioner: ${provisioner}`))).toEqual(expected);
});

test('a name that is nearly one that is made here is asked about', () => {
  expect(messages(claim('a', 'storageClassName: fastt') + made('fasts', FULL))).toEqual(['unknown']);
  expect(messages(claim('a', 'storageClassName: standard') + made('fasts', FULL))).toEqual([]);
});
