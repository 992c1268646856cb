import transform from '../../../transforms/host-access/index.ts';
import { changesOf, propose, rootOf, workload } from '../root.ts';

interface About {
  readonly image?: string;
  readonly kind?: string;
  readonly container?: string;
  readonly more?: string;
  readonly beside?: string;
}

function mounting(path: string, about: About = {}) {
  const { image = 'registry.example.com/web:1', kind = 'Deployment', container = '', beside = '' } = about;
  const pod = `containers: [{name: web, image: "${image}", volumeMounts: [{name: node, mountPath: /node}]${container}}]
volumes: [{name: node, hostPath: {path: ${path}}}${about.more ?? ''}]`;
  return propose(transform, rootOf(workload(pod, { kind }) + beside));
}
const READ_ONLY = 'spec.template.spec.containers.web.volumeMounts./node.readOnly = true';

test.each([
  ['/var/run/docker.sock', 'socket'],
  ['/run/containerd/containerd.sock', 'socket'],
  ['/var/run/', 'socket'],
  ['/etc/cron.d', 'writes-node'],
  ['/', 'writes-node'],
  ['/var/lib/kubelet/pods', 'writes-node'],
])('%s in a pod of no agent: %s', (path, message) => {
  expect(mounting(path).map(each => each.message)).toEqual([message]);
});

test.each(['/etc/localtime', '/etc/ssl/certs', '/mnt/data', '/dev/kvm', '/var/lib/postgresql'])(
  '%s is left to who mounts it',
  path => {
    expect(mounting(path)).toEqual([]);
  },
);

test('read-only is offered where nobody keeps data', () => {
  expect(changesOf(mounting('/proc')[0])).toEqual([READ_ONLY]);
  expect(mounting('/proc')[0]?.safety).toBe('unsafe');
  expect(mounting('/var/lib/docker')[0]?.changes).toEqual([]);
});

test('agents have what they need, and who is privileged has all of it anyway', () => {
  expect(mounting('/etc', { kind: 'DaemonSet' })).toEqual([]);
  expect(mounting('/run/containerd/containerd.sock', { kind: 'DaemonSet' })).toEqual([]);
  expect(mounting('/etc', { container: ', securityContext: {privileged: true}' })).toEqual([]);
});

describe('of a known reader', () => {
  const about: About = {
    image: 'timberio/vector:0.34.0-debian',
    kind: 'DaemonSet',
    more: ', {name: config, configMap: {name: vector}}',
  };
  const config = (text: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: vector, namespace: shop}\ndata: {vector.toml: ${JSON.stringify(text)}}\n`;

  test('its mount is only read', () => {
    const [proposal] = mounting('/var/log', { ...about, beside: config('data_dir = "/var/lib/vector"') });
    expect(changesOf(proposal)).toEqual([READ_ONLY]);
    expect(proposal?.safety).toBe('safe');
  });

  test.each([
    ['nobody sees its configuration', ''],
    ['it writes files', config('[sinks.copy]\ninputs = ["a"]\ntype = "file"\npath = "/var/log/copy"')],
    ['it writes files, in YAML', config('sinks:\n  copy:\n    type: file\n')],
    ['it keeps its position there', config('data_dir = "/var/log/vector"')],
  ])('unless %s', (_, beside) => {
    expect(mounting('/var/log', { ...about, beside })[0]?.doubts).toHaveLength(1);
  });

  test('a source of files is no sink', () => {
    const beside = config('[sources.a]\ntype = "file"\n[sinks.b]\ntype = "loki"');
    expect(mounting('/var/log', { ...about, beside })[0]?.safety).toBe('safe');
  });

  test('other folders are none that it is known to read', () => {
    expect(mounting('/mnt/data', { ...about, beside: config('') })).toEqual([]);
  });
});

describe('vm.max_map_count', () => {
  const search = (command: string, more = '') =>
    propose(
      transform,
      rootOf(
        workload(
          `initContainers: [{name: a, image: busybox, command: ${command}, securityContext: {privileged: true}}]
containers: [{name: web, image: "elasticsearch:8.15.0"${more}}]`,
          { kind: 'StatefulSet' },
        ),
      ),
    );

  test.each([
    '[sysctl, -w, vm.max_map_count=262144]',
    '[sh, -c, "sysctl -w vm.max_map_count=262144"]',
    '[sh, -c, "echo 262144 > /proc/sys/vm/max_map_count"]',
  ])('%s has another way', command => {
    expect(search(command)[0]).toMatchObject({ message: 'memory-map', changes: [] });
  });

  test('what does more has none, and neither has what says it already', () => {
    expect(search('[sh, -c, "sysctl -w vm.max_map_count=262144; swapoff -a"]')).toEqual([]);
    const said = ', env: [{name: node.store.allow_mmap, value: "true"}]';
    expect(search('[sysctl, -w, vm.max_map_count=262144]', said)).toEqual([]);
  });
});
