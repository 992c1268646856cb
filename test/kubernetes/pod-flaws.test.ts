/** What no change may bring into a pod. */
import { podFlaws, podReferences } from '../../src/kubernetes/pod-flaws.ts';

function deployment(pod: object) {
  return { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec: pod } } };
}

const flaws = (pod: object) => podFlaws(deployment(pod)).map(({ says }) => says);

test('a pod whose names are all there once has none', () => {
  const container = {
    name: 'web',
    env: [{ name: 'A' }, { name: 'B' }],
    ports: [{ containerPort: 80 }, { name: 'metrics', containerPort: 9090 }],
    volumeMounts: [
      { name: 'tmp', mountPath: '/a' },
      { name: 'tmp', mountPath: '/b' },
    ],
  };
  expect(flaws({ containers: [container], volumes: [{ name: 'tmp', emptyDir: {} }] })).toEqual([]);
});

test.each([
  [
    'a mount without volume',
    { containers: [{ name: 'web', volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }] }] },
    'container web mounts tmp at /tmp, and the pod has no such volume',
  ],
  [
    'a device without volume',
    { initContainers: [{ name: 'web', volumeDevices: [{ name: 'raw', devicePath: '/dev/x' }] }] },
    'container web mounts raw at /dev/x, and the pod has no such volume',
  ],
  [
    'a container twice',
    { containers: [{ name: 'web' }], initContainers: [{ name: 'web' }] },
    'two containers are named web',
  ],
  [
    'a volume twice',
    { containers: [], volumes: [{ name: 'tmp' }, { name: 'tmp' }] },
    'two volumes are named tmp',
  ],
  [
    'a variable twice',
    { containers: [{ name: 'web', env: [{ name: 'A' }, { name: 'A' }] }] },
    'container web has two variables named A',
  ],
  [
    'a port name twice',
    { containers: [{ name: 'web', ports: [{ name: 'http' }, { name: 'http' }] }] },
    'container web has two ports named http',
  ],
])('%s is one', (_, pod, says) => {
  expect(flaws(pod)).toEqual([says]);
});

test('two ports of one name are found where all ports are: which of them is new is told by their numbers', () => {
  const ports = [
    { name: 'http', containerPort: 80 },
    { name: 'http', containerPort: 8080 },
  ];
  const pod = { containers: [{ name: 'web', ports }] };
  expect(podFlaws({ apiVersion: 'v1', kind: 'Pod', spec: pod })).toEqual([
    {
      says: 'container web has two ports named http',
      path: ['spec', 'containers', { name: 'web' }, 'ports'],
    },
  ]);
});

test('two mounts at one path are one', () => {
  const volumeMounts = [
    { name: 'a', mountPath: '/tmp' },
    { name: 'b', mountPath: '/tmp' },
  ];
  expect(
    flaws({ containers: [{ name: 'web', volumeMounts }], volumes: [{ name: 'a' }, { name: 'b' }] }),
  ).toEqual(['container web mounts two volumes at /tmp']);
});

test('a StatefulSet has the volumes of its claim templates', () => {
  const container = { name: 'db', volumeMounts: [{ name: 'data', mountPath: '/data' }] };
  const spec = {
    template: { spec: { containers: [container] } },
    volumeClaimTemplates: [{ metadata: { name: 'data' } }],
  };
  expect(podFlaws({ apiVersion: 'apps/v1', kind: 'StatefulSet', spec })).toEqual([]);
});

test('what a pod needs to start is named, what it does without is not', () => {
  const pod = {
    serviceAccountName: 'runner',
    containers: [
      {
        name: 'web',
        env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'keys', key: 'a' } } }],
        envFrom: [{ configMapRef: { name: 'settings' } }, { secretRef: { name: 'more', optional: true } }],
      },
    ],
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: 'disk' } },
      {
        name: 'all',
        projected: { sources: [{ configMap: { name: 'kube-root-ca.crt' } }, { secret: { name: 'tls' } }] },
      },
    ],
  };
  const names = podReferences(deployment(pod)).map(({ kind, name }) => `${kind}/${name}`);
  expect(names.sort()).toEqual([
    'ConfigMap/settings',
    'PersistentVolumeClaim/disk',
    'Secret/keys',
    'Secret/tls',
    'ServiceAccount/runner',
  ]);
});
