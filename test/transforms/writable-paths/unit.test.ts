import writablePaths from '../../../transforms/writable-paths/index.ts';
import { changesOf, only, propose, rootOf, type Setting, workload } from '../root.ts';

const OURS: Setting = { images: { app: { writes: ['/tmp/', '/srv'] } } };
const of = (pod: string, setting: Setting = OURS, shape = {}, options = {}) =>
  propose(writablePaths, rootOf(workload(pod, shape), setting), options);
const POD = 'spec.template.spec';

test('a volume at every written path that has none', () => {
  const pod = `
containers: [{name: a, image: "app:1", volumeMounts: [{name: srv, mountPath: /srv}]}]
volumes: [{name: srv, emptyDir: {}}]`;
  const [proposal, ...rest] = of(pod);
  expect(rest).toEqual([]);
  expect(proposal?.safety).toBe('safe');
  expect(changesOf(proposal)).toEqual([
    `${POD}.containers.a.securityContext.readOnlyRootFilesystem = true`,
    `${POD}.containers.a.volumeMounts./tmp = {"name":"tmp","mountPath":"/tmp"}`,
    `${POD}.volumes.tmp = {"name":"tmp","emptyDir":{}}`,
  ]);
});

test('volumes have the size that the options say, and data has none', () => {
  const sizes = { sizeLimit: '32Mi', largeSizeLimit: '2Gi' };
  const changes = changesOf(of('containers: [{name: a, image: "app:1"}]', OURS, {}, sizes)[0]);
  expect(changes).toContain(`${POD}.volumes.tmp = {"name":"tmp","emptyDir":{"sizeLimit":"32Mi"}}`);
  expect(changes).toContain(`${POD}.volumes.srv = {"name":"srv","emptyDir":{"sizeLimit":"2Gi"}}`);
  const [store] = of('containers: [{name: a, image: "redis:7"}]', OURS, {}, sizes);
  expect(changesOf(store)).toContain(`${POD}.volumes.data = {"name":"data","emptyDir":{}}`);
});

test('init containers and sidecars get their own volumes, named after them', () => {
  const proposals = of(`
initContainers: [{name: i, image: "app:1"}, {name: s, image: "app:1", restartPolicy: Always}]
containers: [{name: a, image: "app:1"}]`);
  const names = proposals.flatMap(changesOf).filter(change => change.includes('.volumes.'));
  expect(names.map(change => change.split(' ')[0])).toEqual(
    ['a', 'i', 's'].flatMap(name => [`${POD}.volumes.srv-${name}`, `${POD}.volumes.tmp-${name}`]),
  );
});

test('a volume keeps its name when another container is fixed first', () => {
  const pod = `
containers:
- {name: a, image: "app:1", securityContext: {readOnlyRootFilesystem: true}, volumeMounts: [{name: tmp-a, mountPath: /tmp}, {name: w, mountPath: /srv}]}
- {name: b, image: "app:1", volumeMounts: [{name: w, mountPath: /srv}]}
volumes: [{name: tmp-a, emptyDir: {}}, {name: w, emptyDir: {}}]`;
  expect(changesOf(of(pod)[0])).toContain(
    `${POD}.containers.b.volumeMounts./tmp = {"name":"tmp-b","mountPath":"/tmp"}`,
  );
});

test('a taken name is not used again', () => {
  const pod = 'containers: [{name: a, image: "app:1"}]\nvolumes: [{name: tmp, configMap: {name: x}}]';
  expect(changesOf(of(pod)[0])).toContain(
    `${POD}.containers.a.volumeMounts./tmp = {"name":"tmp-a","mountPath":"/tmp"}`,
  );
});

test.each([
  ['a mount at the path', '/tmp', false],
  ['a mount above it', '/', false],
])('%s is enough', (_, mountPath) => {
  const pod = `
containers: [{name: a, image: "app:1", volumeMounts: [{name: v, mountPath: ${mountPath}}, {name: v, mountPath: /srv}]}]
volumes: [{name: v, emptyDir: {}}]`;
  expect(changesOf(of(pod)[0])).toHaveLength(1);
});

test('a read-only mount above a path does not hold it', () => {
  const pod = `
containers: [{name: a, image: "app:1", volumeMounts: [{name: v, mountPath: /srv, readOnly: true}, {name: v, mountPath: /tmp/sub}]}]
volumes: [{name: v, configMap: {name: x}}]`;
  expect(changesOf(of(pod)[0]).some(change => change.includes('volumeMounts./tmp '))).toBe(true);
  expect(changesOf(of(pod)[0]).some(change => change.includes('volumeMounts./srv'))).toBe(false);
});

test('single files inside a new volume are unsafe', () => {
  const pod = `
containers: [{name: a, image: "app:1", volumeMounts: [{name: v, mountPath: /srv/x.conf, subPath: x.conf}]}]
volumes: [{name: v, configMap: {name: x}}]`;
  expect(of(pod)[0]?.safety).toBe('unsafe');
});

test('an unknown image is a question', () => {
  const [proposal] = of('containers: [{name: a, image: "stranger:1"}]');
  expect(proposal?.message).toBe('paths-unknown');
  expect(proposal?.blocked).toContain('images: {stranger: {writes: [?]}}');
});

test.each(['[curl, -fsS, "http://web/"]', '[sh, -c, "psql -c x | grep y"]', '[kubectl, get, pods]'])(
  'nothing is asked about an image whose command %s shows all that runs',
  command => {
    const [proposal] = of(`containers: [{name: a, image: "stranger:1", command: ${command}}]`);
    expect(proposal?.message).toBe('paths-unknown');
    expect(proposal?.blocked).toBeUndefined();
    expect(proposal?.known).toContain('shows all that runs');
  },
);

test.each([
  ['registry.redhat.io/openshift4/ose-cli-rhel9:v4.16'],
  ['image-registry.openshift-image-registry.svc:5000/openshift/cli:latest'],
  ['image-registry.openshift-image-registry.svc:5000/openshift/redis:6'],
])('what the product %s writes is reported, and nobody is asked', image => {
  const [proposal] = of(`containers: [{name: a, image: "${image}"}]`);
  expect(proposal?.known).toContain('is found by trying');
  expect(proposal?.blocked).toBeUndefined();
});

test.each([
  ['image-registry.openshift-image-registry.svc:5000/shop/cli:latest', 'which paths does'],
  ['registry.example.com/openshift/cli:1', 'which paths does'],
  ['registry.example.com/openshift/redis:6', 'is registry.example.com/openshift/redis the official image'],
])('what %s writes is asked', (image, question) => {
  const [proposal] = of(`containers: [{name: a, image: "${image}"}]`);
  expect(proposal?.blocked).toContain(question);
});

test.each([
  ['another version of it', '{name: b, image: "web:2"}', ['/cache']],
  ['other settings', '{name: b, image: "web:1", env: [{name: A, value: b}]}', ['/cache']],
  ['another program', '{name: b, image: "web:1", command: [other]}', undefined],
  ['root', '{name: b, image: "web:1", securityContext: {runAsUser: 0}}', undefined],
  [
    'a root that is writable on purpose',
    '{name: b, image: "web:1", securityContext: {readOnlyRootFilesystem: false}}',
    undefined,
  ],
])('one that runs read-only says where to begin for %s, or not', (_, container, paths) => {
  const hardened =
    '{name: a, image: "web:1", securityContext: {readOnlyRootFilesystem: true}, volumeMounts: [{name: c, mountPath: /cache}]}';
  const pod = `containers: [${hardened}, ${container}]\nvolumes: [{name: c, emptyDir: {}}]`;
  const proposal = only(of(pod, {}), paths === undefined ? 'paths-unknown' : 'read-only-root');
  expect(proposal?.safety).not.toBe('safe');
  expect(changesOf(proposal).filter(change => change.includes('volumeMounts'))).toHaveLength(
    paths?.length ?? 0,
  );
});

test('one that runs another program of the image read-only shows nothing about the image', () => {
  const copies =
    '{name: a, image: "web:1", command: [cp, -r, /app, /code], securityContext: {readOnlyRootFilesystem: true}, volumeMounts: [{name: c, mountPath: /code}]}';
  const pod = `initContainers: [${copies}]\ncontainers: [{name: b, image: "web:1"}]\nvolumes: [{name: c, emptyDir: {}}]`;
  expect(only(of(pod, {}), 'paths-unknown')).toBeDefined();
});

test('a container of the same image that runs read-only shows what it needs', () => {
  const hardened = workload(
    `
containers: [{name: a, image: "stranger:1", securityContext: {readOnlyRootFilesystem: true}, volumeMounts: [{name: c, mountPath: /cache}]}]
volumes: [{name: c, emptyDir: {sizeLimit: 40Mi}}]`,
    { name: 'shown' },
  );
  const root = rootOf(hardened + workload('containers: [{name: a, image: "stranger:1"}]'));
  const [proposal] = propose(writablePaths, root);
  expect(proposal?.safety).toBe('safe');
  expect(proposal?.evidence[0]?.at).toBe('Deployment/shown:1');
  expect(changesOf(proposal)).toContain(
    `${POD}.volumes.cache = {"name":"cache","emptyDir":{"sizeLimit":"40Mi"}}`,
  );
});

test('it is no sure sign for one that is told otherwise by its variables', () => {
  const hardened = workload(
    'containers: [{name: a, image: "stranger:1", securityContext: {readOnlyRootFilesystem: true}}]',
    { name: 'shown' },
  );
  const other = workload('containers: [{name: a, image: "stranger:1", env: [{name: MODE, value: b}]}]');
  expect(propose(writablePaths, rootOf(hardened + other))[0]?.safety).toBe('unsafe');
});

test('what an init container has put into its volume would be missing elsewhere', () => {
  const hardened = workload(
    `
initContainers: [{name: seed, image: "seed:1", volumeMounts: [{name: c, mountPath: /to}]}]
containers: [{name: a, image: "stranger:1", securityContext: {readOnlyRootFilesystem: true}, volumeMounts: [{name: c, mountPath: /app/plugins}]}]
volumes: [{name: c, emptyDir: {}}]`,
    { name: 'shown' },
  );
  const [, proposal] = propose(
    writablePaths,
    rootOf(hardened + workload('containers: [{name: a, image: "stranger:1"}]')),
  );
  expect(proposal?.message).toBe('hidden-content');
  expect(proposal?.changes).toEqual([]);
});

test.each([
  ['cp -r /srv/. /to || true', true],
  ['rsync -a /srv/sub/ /to', true],
  ['set -e; tar -C /srv -cf /to/x.tar .', true],
  ['cp -r /srv/*.so /to', true],
  ['/srv/start', true],
  ['cp /etc/x /srv/', false],
  ['mkdir -p /srv/sub && date > /srv/sub/now', false],
  ['cp /tmp/x /to', false],
  ['cp -r /srvshop /to', false],
  ['report --out /srv/today', false],
])('no volume goes over what an init container copies or runs (%s)', (command, isRead) => {
  const pod = `initContainers: [{name: a, image: "app:1", command: [sh, -c, ${JSON.stringify(command)}]}]\ncontainers: []`;
  expect(of(pod)[0]?.message).toBe(isRead ? 'hidden-content' : 'read-only-root');
});

test('what a container copies later may be its own', () => {
  const pod = 'containers: [{name: a, image: "app:1", command: [sh, -c, "report; cp /srv/today /mnt"]}]';
  expect(of(pod)[0]?.message).toBe('read-only-root');
});

test('what it shows is not all where it keeps files on volumes that last', () => {
  const hardened = workload(
    `
containers: [{name: a, image: "stranger:1", securityContext: {readOnlyRootFilesystem: true}, volumeMounts: [{name: c, mountPath: /data}]}]
volumes: [{name: c, persistentVolumeClaim: {claimName: c}}]`,
    { name: 'shown' },
  );
  const root = rootOf(hardened + workload('containers: [{name: a, image: "stranger:1"}]'));
  expect(propose(writablePaths, root)[0]?.safety).toBe('unsafe');
});

test.each([
  ['what is not verified', 'containers: [{name: a, image: "mysql:8"}]'],
  ['another command', 'containers: [{name: a, image: "nginxinc/nginx-unprivileged:1", command: [sh]}]'],
  [
    'a written false',
    'containers: [{name: a, image: "app:1", securityContext: {readOnlyRootFilesystem: false}}]',
  ],
])('%s is unsafe', (_, pod) => {
  expect(of(pod)[0]?.safety).toBe('unsafe');
});

const NGINX = 'name: a, image: "nginxinc/nginx-unprivileged:1"';
const CONFIGURED = (text: string) => `
apiVersion: v1
kind: ConfigMap
metadata: {name: conf, namespace: shop}
data: {nginx.conf: ${JSON.stringify(text)}}
`;
const MOUNTED = (path: string) =>
  workload(
    `containers: [{${NGINX}, volumeMounts: [{name: c, mountPath: ${path}}]}]\nvolumes: [{name: c, configMap: {name: conf}}]`,
  );

test.each([
  ['a script that starts it', workload(`containers: [{${NGINX}, args: [sh, -c, "x; nginx"]}]`)],
  ['templates', MOUNTED('/etc/nginx/templates') + CONFIGURED('')],
  ['a configuration that nobody renders', MOUNTED('/etc/nginx')],
])('%s is unsafe for an image whose paths are known', (_, text) => {
  const [proposal] = propose(writablePaths, rootOf(text));
  expect(proposal?.message).toBe('read-only-root');
  expect(proposal?.safety).toBe('unsafe');
});

test.each([
  [
    'a variable',
    workload(`containers: [{${NGINX}, env: [{name: CACHE_DIR, value: /cache}]}]`),
    'CACHE_DIR names /cache',
  ],
  [
    'an argument',
    workload(`containers: [{${NGINX}, args: ["--cache-dir=/cache"]}]`),
    '--cache-dir names /cache',
  ],
  [
    'the next argument',
    workload(`containers: [{${NGINX}, args: ["--cache-dir", "/cache"]}]`),
    '--cache-dir names /cache',
  ],
  [
    'a configuration',
    MOUNTED('/etc/nginx/nginx.conf') + CONFIGURED('pid /var/lib/n.pid;'),
    'its configuration conf names /var/lib/n.pid',
  ],
])('a path that %s names has no volume, and is asked about', (_, text, says) => {
  const [proposal] = propose(writablePaths, rootOf(text));
  expect(proposal?.changes).toEqual([]);
  expect(proposal?.blocked).toMatch(`${says}: which paths does nginxinc/nginx-unprivileged write?`);
  expect(proposal?.blocked).toContain('/tmp, ?]}}');
});

test('a file without which the server runs all the same is none that it has to write', () => {
  const pod = (tag: string) =>
    `containers: [{name: a, image: "redis:${tag}", args: [redis-server, /etc/redis/nginx.conf], volumeMounts: [{name: c, mountPath: /etc/redis}]}]\nvolumes: [{name: c, configMap: {name: conf}}]`;
  const found = (text: string, tag = '7.2') =>
    propose(writablePaths, rootOf(workload(pod(tag)) + CONFIGURED(text)))[0]?.message;
  expect(found('pidfile /var/run/redis_6379.pid\n')).toBe('read-only-root');
  expect(found('pidfile /var/run/redis_6379.pid\n', '7.2-alpine')).toBe('read-only-root');
  expect(found('unixsocket /var/run/redis.sock\n')).toBe('paths-unknown');
});

test('what another program writes in an image that is known is reported: the manifest is the place to say it', () => {
  const [proposal] = propose(writablePaths, rootOf(workload(`containers: [{${NGINX}, command: [x]}]`)));
  expect(proposal).toMatchObject({ message: 'paths-unknown', changes: [] });
  expect(proposal?.blocked).toBeUndefined();
});

test('where templates are written gets a volume', () => {
  const text = MOUNTED('/etc/nginx/templates') + CONFIGURED('');
  const [proposal] = propose(writablePaths, rootOf(text));
  expect(JSON.stringify(proposal?.changes)).toContain('{"mountPath":"/etc/nginx/conf.d"}');
});

test.each([
  [
    'a configuration that names only what it writes anyway',
    'pid /tmp/n.pid; access_log /var/log/nginx/access.log; root /usr/share/nginx/html;',
  ],
  [
    'a configuration that names what the kubelet mounts',
    'ssl_trusted_certificate /var/run/secrets/kubernetes.io/serviceaccount/ca.crt;',
  ],
  ['a configuration without paths', 'server { listen 8080; proxy_pass http://api/data/x; }'],
])('%s is safe', (_, text) => {
  const [proposal] = propose(writablePaths, rootOf(MOUNTED('/etc/nginx/nginx.conf') + CONFIGURED(text)));
  expect(proposal?.safety).toBe('safe');
});

test('arguments that name what is read, or a mounted path, are no doubt', () => {
  const pod = `containers: [{${NGINX}, args: ["--config.path=/etc/x", "--data-dir=/tmp/y"]}]`;
  expect(of(pod)[0]?.safety).toBe('safe');
});

test('content of the image is not hidden unless it is copied first', () => {
  const pod = 'containers: [{name: a, image: "opensearchproject/opensearch:2.11.1"}]';
  const [proposal] = of(pod);
  expect(proposal?.message).toBe('hidden-content');
  // An option alone allows the copy: it is offered.
  expect(proposal?.asks).toMatchObject([{ isOptional: true }]);
  const [copied] = of(pod, OURS, {}, { hydrate: true });
  expect(copied?.safety).toBe('unsafe');
  expect(changesOf(copied).at(-1)).toContain('cp -a /usr/share/opensearch/config/.');
});

test('privileged containers, Windows pods and hardened containers are left alone', () => {
  expect(of('containers: [{name: a, image: "app:1", securityContext: {privileged: true}}]')).toEqual([]);
  expect(of('os: {name: windows}\ncontainers: [{name: a, image: "app:1"}]')).toEqual([]);
  expect(
    of('containers: [{name: a, image: "app:1", securityContext: {readOnlyRootFilesystem: true}}]'),
  ).toEqual([]);
});

test('an image that needs a writable root is a finding', () => {
  expect(
    only(of('containers: [{name: a, image: "quay.io/calico/node:v3"}]'), 'writes-anywhere'),
  ).toBeDefined();
});

describe('an entrypoint that works on its image when it starts', () => {
  const vault = (rest: string) =>
    of(`containers: [{name: a, image: "hashicorp/vault:1.15", args: [server]${rest}}]`)[0];

  test('is stopped by a read-only root, also as root', () => {
    expect(vault('')).toMatchObject({ message: 'writes-anywhere', changes: [] });
    expect(vault('')?.blocked).toContain('SKIP_SETCAP');
  });

  test('is stopped by a new volume where it may not give that to another user', () => {
    const env = ', env: [{name: SKIP_SETCAP, value: "1"}]';
    const asked = vault(`${env}, securityContext: {runAsUser: 100}`);
    expect(asked).toMatchObject({ message: 'writes-anywhere', changes: [] });
    expect(asked?.blocked).toContain('SKIP_CHOWN');
    expect(vault(env)?.message).toBe('read-only-root');
  });

  test('may leave both out', () => {
    const env = ', env: [{name: SKIP_SETCAP, value: "1"}, {name: SKIP_CHOWN, value: "1"}]';
    expect(vault(`${env}, securityContext: {runAsUser: 100}`)?.message).toBe('read-only-root');
  });
});

test('a list that nobody has verified is what an owner may state, unless something else is doubted', () => {
  const said = (rest: string) => of(`containers: [{name: a, image: "axllent/mailpit:v1.20"${rest}}]`)[0];
  expect(said('')?.settledBy).toEqual([{ image: 'axllent/mailpit', fact: 'writes', value: ['/tmp'] }]);
  expect(said(', command: [/mailpit]')?.settledBy ?? []).toEqual([]);
  expect(said(', securityContext: {readOnlyRootFilesystem: false}')?.settledBy ?? []).toEqual([]);
});

describe('what an owner lists', () => {
  const listed = (writes: readonly string[], image = 'app:1', options = {}) =>
    of(
      `containers: [{name: a, image: "${image}"}]`,
      { images: { [image.split(':')[0]!]: { writes } } },
      {},
      options,
    );

  test.each(['/etc/proxy.conf', '/opt/site/.env', '/srv/state.db', '/var/lib/x/pid.lock'])(
    'a file is no place for a volume: %s',
    path => {
      const [proposal] = listed(['/srv/data', path]);
      expect(proposal?.message).toBe('writes-files');
      expect(proposal?.changes).toEqual([]);
      expect(proposal?.blocked).toBe(
        `which folders around ${path} may be empty when it starts? images: {app: {writes: [?]}}`,
      );
    },
  );

  test('a single file that another container of the image mounts is one, whatever it is called', () => {
    const pod = `
containers: [{name: a, image: "app:1"}, {name: b, image: "app:1", volumeMounts: [{name: c, mountPath: /srv/Caddyfile, subPath: Caddyfile}]}]
volumes: [{name: c, configMap: {name: c}}]`;
    const [proposal] = of(pod, { images: { app: { writes: ['/srv/Caddyfile'] } } });
    expect(proposal?.message).toBe('writes-files');
  });

  test('a file in a folder without content of images stands for that, and one in a listed folder for nothing', () => {
    const [proposal] = listed(['/run/app/app.pid', '/srv/state', '/srv/state/x.db']);
    expect(proposal?.safety).toBe('safe');
    expect(changesOf(proposal).filter(change => change.includes('volumeMounts'))).toEqual([
      `${POD}.containers.a.volumeMounts./run/app = {"name":"run-app","mountPath":"/run/app"}`,
      `${POD}.containers.a.volumeMounts./srv/state = {"name":"srv-state","mountPath":"/srv/state"}`,
    ]);
  });

  test('a slash at its end says that it is a folder', () => {
    expect(changesOf(listed(['/srv/site.db/'])[0])).toContain(
      `${POD}.containers.a.volumeMounts./srv/site.db = {"name":"srv-site-db","mountPath":"/srv/site.db"}`,
    );
  });

  test.each(['/', '/etc', '/usr/local/bin', '/var/lib'])('nothing runs without %s', path => {
    const [proposal] = listed([path], 'app:1', { hydrate: true });
    expect(proposal?.message).toBe('hidden-content');
    expect(proposal?.changes).toEqual([]);
    expect(proposal?.blocked).toContain(`which folders below ${path} does app write?`);
  });

  test('the files of a known image are there all the same', () => {
    const image = 'kibana:7.17.0';
    const own = '/usr/share/kibana/config';
    expect(listed(['/tmp', own], image)[0]).toMatchObject({ message: 'hidden-content', changes: [] });
    const [copied] = listed(['/tmp', own], image, { hydrate: true });
    expect(copied?.doubts).toContain(`an init container copies ${own}`);
    expect(changesOf(copied).at(-1)).toContain(`cp -a ${own}/.`);
    const copy = of('containers: [{name: a, image: "hub.example.com/kibana:7.17.0"}]', {
      images: { kibana: { writes: [own] } },
    });
    expect(copy[0]).toMatchObject({ message: 'hidden-content', changes: [] });
    expect(listed([`${own}/x`], image)[0]?.doubts).toContain(
      `${own}/x lies where kibana has files of its own`,
    );
  });

  test('a path that the image is known to write and that the list leaves out is a doubt', () => {
    const [proposal] = listed(['/tmp'], 'redis:7');
    expect(proposal?.safety).toBe('unsafe');
    expect(proposal?.doubts).toEqual(['kustomend.yaml:1 leaves out /data, which redis is known to write']);
    expect(listed(['/data'], 'redis:7')[0]?.safety).toBe('safe');
    const [database] = listed(['/tmp', '/run/postgresql', '/var/lib/postgresql/data'], 'postgres:16');
    expect(database?.doubts).toEqual([]);
  });
});

describe('data of a store that wants a folder of its own', () => {
  const store = (more: string) => of(`containers: [{name: db, image: "postgres:16", ${more}}]`, {})[0];

  test('gets no new volume there, which would be of root', () => {
    const proposal = store('securityContext: {runAsUser: 999}');
    expect(proposal).toMatchObject({ message: 'writes-anywhere', changes: [] });
    expect(proposal?.settledBy).toBeUndefined();
    expect(proposal?.known).toContain('/var/lib/postgresql/data would be root');
  });

  test('gets one where root makes it its own, and where the folder lies in it', () => {
    const volume = `${POD}.containers.db.volumeMounts./var/lib/postgresql/data`;
    for (const more of [
      'securityContext: {runAsUser: 0}',
      'env: [{name: PGDATA, value: /var/lib/postgresql/data/pgdata}]',
    ])
      expect(changesOf(store(more)).some(change => change.startsWith(volume))).toBe(true);
  });
});

test.each([
  ['is told no place', 'command: [etcd, --name=a]', false],
  ['is told one', 'command: [etcd, --data-dir, /d], volumeMounts: [{name: d, mountPath: /d}]', true],
  [
    'is told one by a variable',
    'env: [{name: ETCD_DATA_DIR, value: /d}], volumeMounts: [{name: d, mountPath: /d}]',
    true,
  ],
  ['starts in a volume', 'command: [etcd], workingDir: /d/a, volumeMounts: [{name: d, mountPath: /d}]', true],
])('a server that writes where it starts: %s', (_, rest, isFixed) => {
  const [proposal] = of(`
containers: [{name: a, image: "registry.k8s.io/etcd:3.5.15-0", ${rest}}]
volumes: [{name: d, persistentVolumeClaim: {claimName: d}}]`);
  expect(proposal?.changes.length !== 0).toBe(isFixed);
});

test('what commands of the manifest name is a hint for whoever is asked', () => {
  const asked = (more: string, pod = '') =>
    of(`containers: [{name: a, image: "web:1", ${more}}]${pod}`, {})[0]?.blocked;
  const probe = 'livenessProbe: {exec: {command: [sh, -c, "rm /tmp/alive"]}}';
  expect(asked(probe)).toContain('perhaps [/tmp]: its liveness probe names /tmp/alive?');
  const told = (name: string, value: string) => asked(`env: [{name: ${name}, value: ${value}}]`);
  expect(told('INFERENCE_LOG_PATH', '/app/data/log.csv')).toContain(
    'perhaps [/app/data]: INFERENCE_LOG_PATH names /app/data/log.csv?',
  );
  expect(told('UPLOAD_DIR', '/srv/up/')).toContain('perhaps [/srv/up]');
  for (const [name, value] of [
    ['MODEL_PATH', '/app/m'],
    ['LOG_FILE', '/dev/stdout'],
    ['LOG_DIR', 'logs'],
  ] as const)
    expect(told(name, value)).not.toContain('perhaps');
  expect(asked('args: ["--pid=/var/run/web.pid", "--spool=/tmp/spool"]')).toContain(
    'perhaps [/tmp, /var/run]: its arguments name /var/run/web.pid?',
  );
  expect(asked('args: ["--data=/srv/tmp/x"]')).not.toContain('perhaps');
  const volume = '\nvolumes: [{name: t, emptyDir: {}}]';
  expect(asked(`volumeMounts: [{name: t, mountPath: /tmp}], ${probe}`, volume)).not.toContain('perhaps');
});
