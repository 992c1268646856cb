import securityContext from '../../../transforms/security-context/index.ts';
import { changesOf, only, type Proposed, propose, rootOf, type Setting, workload } from '../root.ts';

const OURS: Setting = { images: { app: { user: 10001, group: 10001 } } };
const SC = 'spec.template.spec.securityContext';
const CONTAINER = 'spec.template.spec.containers.a.securityContext';
const of = (pod: string, setting: Setting = OURS, shape = {}) =>
  propose(securityContext, rootOf(workload(pod, shape), setting));

/** A pod whose init container works on a volume that the container mounts elsewhere. */
const ownedBy = (command: string) => `
initContainers:
- {name: own, image: "busybox:1.36", command: ${JSON.stringify(['sh', '-c', command])}, volumeMounts: [{name: data, mountPath: /data}]}
containers: [{name: a, image: "app:1", volumeMounts: [{name: data, mountPath: /srv}]}]
volumes: [{name: data, emptyDir: {}}]`;

describe('user', () => {
  test('stands at the pod when all containers agree', () => {
    const proposals = of('containers: [{name: a, image: "app:1"}, {name: b, image: "app:1"}]');
    const user = only(proposals, 'non-root');
    expect(changesOf(user)).toEqual([
      `${SC}.runAsNonRoot = true`,
      `${SC}.runAsUser = 10001`,
      `${SC}.runAsGroup = 10001`,
    ]);
    expect(user?.safety).toBe('safe');
  });

  test.each(['containers: []', 'nodeName: a'])('of nobody is nothing: %s', pod => {
    expect(of(pod).filter(({ message }) => message !== 'seccomp')).toEqual([]);
  });

  test('stands at each container when users differ, and the volume gets its owner', () => {
    const proposals = of(
      `
containers:
- {name: db, image: "mongo:7.0", volumeMounts: [{name: data, mountPath: /data/db}]}
- {name: exporter, image: "prom/statsd-exporter:v0.28.0"}
volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]`,
    );
    const user = only(proposals, 'non-root');
    expect(changesOf(user)).toEqual([
      `${SC}.runAsNonRoot = true`,
      'spec.template.spec.containers.db.securityContext.runAsUser = 999',
      'spec.template.spec.containers.exporter.securityContext.runAsUser = 65534',
      'spec.template.spec.containers.db.securityContext.runAsGroup = 999',
      'spec.template.spec.containers.exporter.securityContext.runAsGroup = 65534',
      // An image that starts as root may lose its capabilities only together with its user.
      'spec.template.spec.containers.db.securityContext.capabilities.drop = ["ALL"]',
      `${SC}.fsGroup = 999`,
      `${SC}.fsGroupChangePolicy = "OnRootMismatch"`,
    ]);
    expect(user?.safety).toBe('safe');
  });

  test('a safe container does not wait for an unknown one', () => {
    const proposals = of('containers: [{name: a, image: "app:1"}, {name: b, image: "stranger:1"}]');
    expect(only(proposals, 'non-root', 'a')?.safety).toBe('safe');
    const unknown = only(proposals, 'user-unknown', 'b');
    expect(unknown?.changes).toEqual([]);
    expect(unknown?.blocked).toBe('which user does stranger run as? images: {stranger: {user: ?}}');
  });

  test.each([
    ['beside one of root', 'containers', '', 1],
    ['beside one that only reads', 'containers', ', readOnly: true', 0],
    ['that an init container has prepared', 'initContainers', '', 0],
  ])('of what writes to a volume %s', (_, list, mode, doubts) => {
    const mount = (more = '') => `volumeMounts: [{name: work, mountPath: /work${more}}]`;
    const tail = `{name: tail, image: "busybox:1.36", command: [sh, -c, "tail -F /work/a"], ${mount(mode)}}`;
    const own = `{name: a, image: "app:1", ${mount()}}`;
    const pod = `${list}: [${list === 'containers' ? `${own}, ` : ''}${tail}]\n${list === 'containers' ? '' : `containers: [${own}]\n`}volumes: [{name: work, emptyDir: {}}]`;
    const said = of(pod).flatMap(each => each.doubts ?? []);
    expect(said.filter(each => each.includes('leaves files of root in volume work'))).toHaveLength(doubts);
  });

  test.each([
    ['emptyDir: {}', 0],
    ['persistentVolumeClaim: {claimName: work}', 1],
  ])('of what starts before one of root, in %s', (volume, doubts) => {
    const mounts = 'volumeMounts: [{name: work, mountPath: /data}]';
    const own = `{name: a, image: "app:1", ${mounts}}`;
    const tail = `{name: tail, image: "busybox:1.36", command: [sh, -c, "tail -F /data/a"], ${mounts}}`;
    const pod = `initContainers: [${own}]\ncontainers: [${tail}]\nvolumes: [{name: work, ${volume}}]`;
    const said = of(pod).flatMap(each => each.doubts ?? []);
    expect(said.filter(each => each.includes('leaves files of root in volume work'))).toHaveLength(doubts);
  });

  test.each([
    [
      'an image that needs configuration, and may have it',
      'containers: [{name: a, image: "nginx:1.25", volumeMounts: [{name: c, mountPath: /etc/nginx/conf.d}]}]\nvolumes: [{name: c, configMap: {name: c}}]',
    ],
    [
      'variables that are not in sight',
      'containers: [{name: a, image: "hashicorp/vault:1.15", args: [server], envFrom: [{configMapRef: {name: c}}]}]',
    ],
    [
      'an entrypoint that is told to leave the work for root out',
      'containers: [{name: a, image: "hashicorp/vault:1.15", args: [server], env: [{name: SKIP_SETCAP, value: "1"}]}]',
    ],
    [
      'a command that passes the entrypoint by',
      'containers: [{name: a, image: "hashicorp/consul:1.20", command: [consul, agent]}]',
    ],
    [
      'a sysctl that lets everybody have the port',
      'containers: [{name: a, image: "httpd:2.4"}]\nsecurityContext: {sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: "0"}]}',
    ],
    [
      'a command that changes modes',
      'containers: [{name: a, image: "app:1", command: [sh, -c, "chmod 700 /x"]}]',
    ],
    ['a command of its own', 'containers: [{name: a, image: "memcached:1", command: [sh]}]'],
    ['a low port', 'containers: [{name: a, image: "memcached:1", ports: [{containerPort: 80}]}]'],
    [
      'postgres in the root of a volume, unless a ConfigMap says where else',
      'containers: [{name: a, image: "postgres:16", envFrom: [{configMapRef: {name: c}}], volumeMounts: [{name: d, mountPath: /var/lib/postgresql/data}]}]\nvolumes: [{name: d, persistentVolumeClaim: {claimName: d}}]',
    ],
    ['a version from before the user', 'containers: [{name: a, image: "grafana/grafana:5.0.4"}]'],
    [
      'files that only root may read',
      'containers: [{name: a, image: "postgres:16", volumeMounts: [{name: key, mountPath: /run/secrets}]}]\nvolumes: [{name: key, secret: {secretName: key, defaultMode: 256}}]',
    ],
    ['a version that nobody has looked at', 'containers: [{name: a, image: "mysql:5.6"}]'],
    ['a version that ran as root', 'containers: [{name: a, image: "prom/alertmanager:v0.14.0"}]'],
    [
      'files that only their owner may read',
      'containers: [{name: a, image: "mongo:7", volumeMounts: [{name: d, mountPath: /data/db}]}]\nvolumes: [{name: d, persistentVolumeClaim: {claimName: d}}, {name: key, secret: {secretName: key, defaultMode: 256}}]',
    ],
  ])('is unsafe for %s', (_, pod) => {
    expect(only(of(pod), 'non-root')?.safety).toBe('unsafe');
  });

  test.each([
    ['hashicorp/vault:1.15', 'args: [server, -dev]', 'runs setcap', 'SKIP_SETCAP'],
    [
      'hashicorp/vault:1.15',
      'args: [server], env: [{name: SKIP_SETCAP, value: ""}]',
      'runs setcap',
      'SKIP_SETCAP',
    ],
    [
      'hashicorp/vault:1.15',
      'command: [sh, -c], args: ["exec docker-entrypoint.sh vault server"]',
      'runs setcap',
      'SKIP_SETCAP',
    ],
    [
      'hashicorp/vault:1.15',
      'args: [server], env: [{name: SKIP_SETCAP, value: "1"}], volumeMounts: [{name: v, mountPath: /vault/file}]',
      'runs chown on /vault/file',
      'SKIP_CHOWN',
    ],
    ['hashicorp/consul:1.20', 'args: [agent]', 'runs su-exec', 'CONSUL_DISABLE_PERM_MGMT'],
    ['qdrant/qdrant:v1.13', 'ports: []', 'makes /qdrant/snapshots', 'QDRANT__STORAGE__SNAPSHOTS_PATH'],
  ])('is asked where %s certainly stops without root: %s', (image, rest, does, unless) => {
    const pod = `containers: [{name: a, image: "${image}", ${rest}}]\nvolumes: [{name: v, emptyDir: {}}]`;
    const found = of(pod);
    expect(only(found, 'non-root')).toBeUndefined();
    const asked = only(found, 'needs-root');
    expect(asked?.changes).toEqual([]);
    expect(asked?.blocked).toContain(does);
    expect(asked?.blocked).toContain(unless);
  });

  const SYSCTL = 'net.ipv4.ip_unprivileged_port_start';
  const opened = (image: string, pod = '', rest = '') => {
    const found = only(of(`containers: [{name: a, image: "${image}"${rest}}]\n${pod}`), 'non-root');
    const change = found?.changes.find(each => each.type === 'set' && each.path.at(-1) === 'sysctls');
    return change?.type === 'set' ? { value: change.value, safety: found?.safety, found } : undefined;
  };

  test.each([
    ['nginx:1.25', ['/var/cache/nginx', '/var/run']],
    ['traefik/whoami:v1.10', []],
    ['wordpress:6', ['/run']],
  ])('%s is offered the sysctl that opens its port, which stands in the way alone', (image, volumes) => {
    const { value, safety, found } = opened(image)!;
    expect([value, safety]).toEqual([[{ name: SYSCTL, value: '80' }], 'unsafe']);
    expect(found?.doubts?.[0]).toContain(`port 80 is opened to every user of the pod by ${SYSCTL}`);
    const mounted = found!.changes.flatMap(each =>
      each.type === 'set' && each.path.includes('volumeMounts')
        ? [(each.value as { mountPath: string }).mountPath]
        : [],
    );
    expect(mounted).toEqual(volumes);
  });

  test('other sysctls of the pod stay', () => {
    const kept = { name: 'net.ipv4.tcp_syncookies', value: '1' };
    expect(opened('nginx:1.25', `securityContext: {sysctls: [${JSON.stringify(kept)}]}`)?.value).toEqual([
      kept,
      { name: SYSCTL, value: '80' },
    ]);
  });

  test.each([
    ['the pod is in the network of its node', 'hostNetwork: true\n'],
    ['it says the sysctl itself', `securityContext: {sysctls: [{name: ${SYSCTL}, value: "443"}]}\n`],
  ])('no sysctl is offered where %s', (_, pod) => {
    expect(opened('nginx:1.25', pod)).toBeUndefined();
    expect(only(of(`containers: [{name: a, image: "nginx:1.25"}]\n${pod}`), 'needs-root')?.blocked).toContain(
      'listens on port 80',
    );
  });

  test.each(['"*"', 'net.ipv4.*', SYSCTL])('no sysctl is offered where a policy forbids %s', forbidden => {
    const policy = `apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: p}\nspec: {forbiddenSysctls: [${forbidden}]}`;
    const pod = workload('containers: [{name: a, image: "nginx:1.25"}]');
    const found = propose(securityContext, rootOf(`${pod}\n---\n${policy}`));
    expect(only(found, 'non-root')).toBeUndefined();
  });

  const claimed = (volume: string) =>
    `containers: [{name: a, image: "memcached:1", volumeMounts: [{name: v, mountPath: /v}]}]\nvolumes: [{name: v, ${volume}}]`;
  const byClaim = claimed('persistentVolumeClaim: {claimName: files}');
  const claim = (spec: string) => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: files, namespace: shop}
spec: {${spec}}
---
`;
  const ofCluster = (apiVersion: string, kind: string, name: string, rest: string) => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: ${name}}
${rest}
---
`;
  const pv = (spec: string) => ofCluster('v1', 'PersistentVolume', 'disk', `spec: {${spec}}`);
  const storageClass = (provisioner: string) =>
    ofCluster('storage.k8s.io/v1', 'StorageClass', 'shared', `provisioner: ${provisioner}`);
  const driver = (policy: string) =>
    ofCluster('storage.k8s.io/v1', 'CSIDriver', 'disk.example.com', `spec: {fsGroupPolicy: ${policy}}`);

  test.each([
    ['a path of the node', claimed('hostPath: {path: /h}'), ''],
    ['a network file system', claimed('nfs: {server: s, path: /p}'), ''],
    ['a driver that says so', claimed('csi: {driver: disk.example.com}'), driver('None')],
    ['a claim that names its volume', byClaim, claim('volumeName: disk') + pv('hostPath: {path: /h}')],
    ['a volume that names its claim', byClaim, claim('') + pv('nfs: {}, claimRef: {name: files}')],
    [
      'a volume of the same class',
      byClaim,
      claim('storageClassName: manual') + pv('storageClassName: manual, local: {path: /h}'),
    ],
    [
      'a class of the repository',
      byClaim,
      claim('storageClassName: shared') + storageClass('efs.csi.aws.com'),
    ],
    ['a class of a well-known name', byClaim, claim('storageClassName: local-path')],
  ])('needs a person where fsGroup does nothing: %s', (_, pod, more) => {
    const found = propose(securityContext, rootOf(workload(pod) + more, OURS));
    expect(only(found, 'non-root')).toBeUndefined();
    expect(only(found, 'fixed-owner')?.blocked).toContain('images: {memcached: {user: ');
  });

  test('also where another root renders the volume', () => {
    const disks = { disks: `${pv('hostPath: {path: /h}')}${claim('').replace('files', 'other')}` };
    const text = workload(byClaim) + claim('volumeName: disk');
    const found = propose(securityContext, rootOf(text, { neighbours: disks }));
    expect(only(found, 'fixed-owner')?.data).toMatchObject({ volume: 'v' });
  });

  test.each([
    [
      'mounted to be read',
      byClaim.replace('mountPath: /v', 'mountPath: /v, readOnly: true'),
      'volumeName: disk',
    ],
    ['of another claim', byClaim, 'volumeName: elsewhere'],
  ])('a volume %s needs nobody', (_, pod, spec) => {
    const found = propose(securityContext, rootOf(workload(pod) + claim(spec) + pv('hostPath: {path: /h}')));
    expect(only(found, 'fixed-owner')?.blocked ?? '').not.toContain('fsGroup does nothing');
  });

  describe("a new claim, which is root's,", () => {
    const broker = (image: string, more = '') =>
      `containers: [{name: a, image: "${image}", volumeMounts: [{name: d, mountPath: /var/lib/rabbitmq}]}]${more}
volumes: [{name: d, persistentVolumeClaim: {claimName: d}}]`;
    const prepared = (command: string, volume = 'd') =>
      `\ninitContainers: [{name: b, image: "alpine:3.20", command: [sh, -c, "${command}"], volumeMounts: [{name: ${volume}, mountPath: /x}]}]`;

    test.each([
      ['rabbitmq:3-alpine', 100, ''],
      ['rabbitmq:3', 999, prepared('ls /x')],
      ['rabbitmq:3', 999, prepared('chown -R 999 /x', 'other')],
    ])(
      'is reported before %s becomes UID %i: its family knows that no group may own it',
      (image, user, more) => {
        const found = of(broker(image, more));
        expect(
          found.find(each => each.at.on.endsWith('/web') && each.message === 'non-root'),
        ).toBeUndefined();
        const known = found.find(each => each.message === 'fixed-owner');
        expect(known).toMatchObject({ changes: [], data: { volume: 'd' } });
        expect(known?.blocked).toBeUndefined();
        expect(known?.known).toContain(`as UID ${user} it may not write to d`);
        expect(known?.known).toContain('images: {rabbitmq: {group: ');
      },
    );

    test.each([
      ['the pod gives it to a group', broker('rabbitmq:3', '\nsecurityContext: {fsGroup: 999}'), {}],
      ['an init container changes its owner', broker('rabbitmq:3', prepared('chown -R 999:999 /x')), {}],
      ['the configuration says the group', broker('rabbitmq:3'), { rabbitmq: { group: 999 } }],
      [
        'another container of the pod brings the group',
        broker('mongo:7', prepared('ls /x')).replace('/var/lib/rabbitmq', '/data/db'),
        {},
      ],
      ['the image starts as its user already', broker('quay.io/keycloak/keycloak:23.0'), {}],
      ['its own user is written', broker('rabbitmq:3', '\nsecurityContext: {runAsUser: 999}'), {}],
      ['the image is known to run as its user', broker('rabbitmq:3'), { rabbitmq: { user: 999 } }],
      [
        'it is new with each pod',
        broker('rabbitmq:3').replace(/persistentVolumeClaim: .*?}/, 'emptyDir: {}'),
        {},
      ],
    ])('is not asked about where %s', (_, pod, images) => {
      expect(only(of(pod, { images }), 'fixed-owner')).toBeUndefined();
    });
  });

  test('a driver that sets groups is none of them', () => {
    const pod = claimed('csi: {driver: nfs.csi.k8s.io}');
    const text = driver('File').replace('disk.example.com', 'nfs.csi.k8s.io');
    const found = propose(securityContext, rootOf(workload(pod) + text));
    expect(only(found, 'fixed-owner')).toBeUndefined();
  });

  test("the configuration's word is that its files belong to the user", () => {
    const setting = { images: { memcached: { user: 11211 } } };
    const found = of(claimed('hostPath: {path: /h}'), setting);
    expect(only(found, 'fixed-owner')).toBeUndefined();
    expect(only(found, 'non-root')).toBeDefined();
  });

  test.each([
    ['at its containers where it says its user there', 'runAsUser: 7', '', CONTAINER],
    ['at its containers where its neighbours do', '', 'containers', CONTAINER],
    ['at the pod where its neighbours do', '', 'pod', SC],
    ['at the pod where nobody does anything', '', '', SC],
  ])('stands %s', (_, own, neighbour, holder) => {
    const user = 'securityContext: {runAsNonRoot: true, runAsUser: 9}';
    const other = workload(
      neighbour === 'pod'
        ? `${user}\ncontainers: [{name: o, image: "o:1"}]`
        : `containers: [{name: o, image: "o:1"${neighbour === '' ? '' : `, ${user}`}}]`,
    ).replace('name: web', 'name: other');
    const pod = `containers: [{name: a, image: "app:1"${own === '' ? '' : `, securityContext: {${own}}`}}]`;
    const found = propose(securityContext, rootOf(workload(pod) + other, OURS), { restate: true });
    const mine = found.find(each => each.message === 'non-root' && each.at.on === 'Deployment/web');
    expect(changesOf(mine)).toContain(`${holder}.runAsNonRoot = true`);
  });

  test('postgres whose data is an empty volume of root is asked', () => {
    const pod = `
containers:
- {name: a, image: "postgres:16", volumeMounts: [{name: d, mountPath: /var/lib/postgresql/data}]}
volumes: [{name: d, emptyDir: {}}]`;
    const found = of(pod).find(each => each.blocked?.includes('initdb'));
    expect(found?.changes).toEqual([]);
    expect(found?.blocked).toContain('may PGDATA be /var/lib/postgresql/data/pgdata?');
  });

  test.each([
    ['all of a claim', '', ''],
    ['a folder of a claim', ', subPath: pg', ''],
    ['where PGDATA says', '', ', env: [{name: PGDATA, value: /var/lib/postgresql/data/}]'],
  ])('postgres whose data directory is itself a mount is asked: %s', (_, sub, more) => {
    const pod = `
containers:
- {name: a, image: "postgres:16"${more}, volumeMounts: [{name: d, mountPath: /var/lib/postgresql/data${sub}}]}
volumes: [{name: d, persistentVolumeClaim: {claimName: d}}]`;
    const found = only(of(pod), 'needs-root');
    expect(found?.changes).toEqual([]);
    expect(found?.blocked).toContain('Has the database run already?');
    const owned = `initContainers: [{name: own, image: busybox, command: [chown, -R, "999:999", /d], volumeMounts: [{name: d, mountPath: /d}]}]`;
    expect(only(of(owned + pod), 'non-root', 'a')?.changes).not.toEqual([]);
    const said = propose(securityContext, rootOf(workload(pod), { images: { postgres: { user: 999 } } }));
    expect(only(said, 'non-root')?.safety).toBe('safe');
  });

  test('what only looks at the data of postgres makes no directory', () => {
    const pod = `
containers:
- {name: a, image: "postgres:16", command: [pg_controldata], volumeMounts: [{name: d, mountPath: /var/lib/postgresql/data}]}
volumes: [{name: d, persistentVolumeClaim: {claimName: d}}]`;
    expect(of(pod).filter(each => each.blocked?.includes('initdb'))).toEqual([]);
  });

  test('postgres with PGDATA below its volume is safe', () => {
    const pod = `
containers:
- {name: a, image: "postgres:16", env: [{name: PGDATA, value: /var/lib/postgresql/data/pg}], volumeMounts: [{name: d, mountPath: /var/lib/postgresql/data}]}
volumes: [{name: d, persistentVolumeClaim: {claimName: d}}]`;
    expect(only(of(pod), 'non-root')?.safety).toBe('safe');
  });

  test('keeps what is written', () => {
    const stated = 'securityContext: {runAsUser: 1000}\ncontainers: [{name: a, image: "stranger:1"}]';
    // A user that is not root is an answer: to say it twice restarts the pod for nothing.
    expect(only(of(stated), 'non-root')).toBeUndefined();
    const written = propose(securityContext, rootOf(workload(stated), OURS), { restate: true });
    expect(changesOf(only(written, 'non-root'))).toEqual([`${SC}.runAsNonRoot = true`]);
    const done = of('securityContext: {runAsNonRoot: true}\ncontainers: [{name: a, image: "stranger:1"}]');
    expect(done.map(({ message }) => message)).not.toContain('user-unknown');
  });

  test('what must not run as root and runs has a number, which an answer only repeats', () => {
    const pod =
      'containers: [{name: a, image: "app:1", securityContext: {runAsNonRoot: true}}, {name: b, image: "other:1", securityContext: {runAsNonRoot: true}}]';
    const setting: Setting = { images: { app: { user: 1000, group: 1001 }, other: { user: 1000 } } };
    expect(only(of(pod, setting), 'non-root')).toBeUndefined();
  });

  test('what is not verified is what owners may state, for all containers of a fix or none', () => {
    const pod = (more = '') => `containers: [{name: a, image: "axllent/mailpit:v1.20"}${more}]`;
    const facts = (text: string, message: string) =>
      only(of(text), message)?.settledBy?.map(({ image, fact, value }) => [image, fact, value]);
    expect(facts(pod(), 'non-root')).toEqual([['axllent/mailpit', 'user', 65534]]);
    expect(facts(pod(), 'seccomp')).toEqual([['axllent/mailpit', 'seccomp', 'RuntimeDefault']]);
    expect(facts(pod(', {name: b, image: "python:3.12"}'), 'seccomp')).toEqual([]);
  });

  test('a written root is offered for change, never changed by default', () => {
    const proposals = of('containers: [{name: a, image: "app:1", securityContext: {runAsUser: 0}}]');
    expect(only(proposals, 'written-root')?.safety).toBe('unsafe');
    const unknown = of('containers: [{name: a, image: "x:1", securityContext: {runAsUser: 0}}]');
    expect(only(unknown, 'user-unknown')?.blocked).toContain('which user');
  });

  test('agents of the node get only the safe half', () => {
    const proposals = of(
      'containers: [{name: a, image: "timberio/vector:0.34.0-debian", volumeMounts: [{name: l, mountPath: /var/log}]}]\nvolumes: [{name: l, hostPath: {path: /var/log}}]',
      OURS,
      { kind: 'DaemonSet' },
    );
    expect(proposals.map(({ message, safety }) => [message, safety])).toEqual([
      ['seccomp', 'unsafe'],
      ['needs-root', 'unsafe'],
    ]);
  });

  test.each([
    ['chown -R 1000 /data', 'chown'],
    ["sh -c 'test -d /data || /bin/chown 1000 /data'", 'chown'],
    ['set -e\napk add curl\ncurl example.test', 'apk add'],
    ['sysctl -w vm.max_map_count=262144', 'sysctl'],
    ['mount --bind /a /b', 'mount'],
    ['echo 1 > /proc/sys/vm/overcommit_memory', 'a write to /proc or /sys'],
  ])('a command that is work for root is a question: %s', (command, word) => {
    const line = JSON.stringify(['sh', '-c', command]);
    const proposals = of(`
initContainers: [{name: own, image: "app:1", command: ${line}}]
containers: [{name: a, image: "app:1"}]`);
    expect(only(proposals, 'needs-root', 'own')?.blocked).toContain(`its command runs ${word}`);
    const about = proposals.filter(({ at }) => JSON.stringify(at.path).includes('"own"'));
    expect(about.filter(({ safety }) => safety === 'safe')).toEqual([]);
    expect(only(proposals, 'non-root', 'a')?.safety).toBe('safe');
  });

  test.each([
    'chown -R 1000:1000 /data',
    "mkdir -p /data/db && chown --recursive '1000' /data/db && ls",
    'chown 7 /elsewhere; chown -R -h 1000: /tmp /data',
  ])('a volume that an init container gives to another user is a question: %s', command => {
    const proposals = of(ownedBy(command));
    expect(only(proposals, 'user-unknown', 'a')?.blocked).toBe(
      'init container own gives /data to UID 1000, and app runs as UID 10001: which of the two should it be?',
    );
    expect(only(proposals, 'non-root', 'a')).toBeUndefined();
  });

  test.each([
    'chown -R 10001:1000 /data',
    'chown -R :1000 /data',
    'chown -R app /data',
    'chown 1000 /elsewhere',
    'echo chowned 1000 /data',
  ])('one that it may write is none: %s', command => {
    expect(only(of(ownedBy(command)), 'non-root', 'a')?.safety).toBe('safe');
  });

  test('nor is one that the container does not mount', () => {
    const pod = ownedBy('chown 1000 /data').replace(
      'name: data, mountPath: /srv',
      'name: other, mountPath: /srv',
    );
    expect(only(of(pod), 'non-root', 'a')?.safety).toBe('safe');
  });

  test('so is one of its hooks', () => {
    const hook = 'lifecycle: {postStart: {exec: {command: [sh, -c, "chown app /x"]}}}';
    const proposals = of(`containers: [{name: a, image: "app:1", ${hook}}]`);
    expect(only(proposals, 'needs-root')?.blocked).toContain('chown');
  });

  test('files that everybody or the group may read are no doubt', () => {
    const pod = (mode: string, more = '') =>
      `containers: [{name: a, image: "postgres:16", volumeMounts: [{name: key, mountPath: /k}]}]\nvolumes: [{name: key, secret: {secretName: key${mode}}}]${more}`;
    expect(only(of(pod('')), 'non-root')?.safety).toBe('safe');
    expect(only(of(pod(', defaultMode: 292')), 'non-root')?.safety).toBe('safe');
    const group = '\nsecurityContext: {fsGroup: 999}';
    expect(only(of(pod(', defaultMode: 288', group)), 'non-root')?.safety).toBe('safe');
  });

  test.each(['cat /etc/passwd', 'npm install', 'ls /usr/share/chown.d', 'echo --mount=/x'])(
    'a command that only looks like it is none: %s',
    command => {
      const proposals = of(`containers: [{name: a, image: "app:1", command: [sh, -c, "${command}"]}]`);
      expect(only(proposals, 'non-root')?.safety).toBe('safe');
    },
  );

  test('a command that runs as a user already may keep doing so', () => {
    const pod =
      'containers: [{name: a, image: "app:1", command: [chown, x, y], securityContext: {runAsUser: 1000}}]';
    const proposals = propose(securityContext, rootOf(workload(pod), OURS), { restate: true });
    expect(only(proposals, 'non-root')?.safety).toBe('safe');
  });

  test.each([
    'apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: r}\n',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: r, annotations: {image.openshift.io/triggers: "[]"}}\n',
  ])('where OpenShift picks users and profiles, none of ours is offered: %#', more => {
    const pod = (context: string) => workload(`containers: [{name: a, image: "app:1"${context}}]`);
    const messages = (text: string) =>
      propose(securityContext, rootOf(text, OURS)).map(({ message }) => message);
    const unwanted = ['non-root', 'user-unknown', 'seccomp'];
    expect(messages(pod(''))).toEqual(expect.arrayContaining(['non-root']));
    expect(messages(pod('') + more).filter(each => unwanted.includes(each))).toEqual([]);
    // Root that is written is somebody's decision, there too.
    expect(messages(pod(', securityContext: {runAsUser: 0}') + more)).toContain('written-root');
  });

  test.each([
    ['restricted-v2', true],
    ['nonroot-v2', true],
    ['restricted', false],
    ['shop-own', false],
  ])('pods of an OpenShift that say their constraint has the profile get it: %s', (constraint, isOffered) => {
    const route = 'apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: r}\n';
    const pod = workload('containers: [{name: a, image: "app:1"}]').replace(
      'metadata: {labels',
      `metadata: {annotations: {openshift.io/required-scc: ${constraint}}, labels`,
    );
    const messages = propose(securityContext, rootOf(pod + route, OURS)).map(({ message }) => message);
    expect(messages.includes('seccomp')).toBe(isOffered);
  });

  test('a user namespace waives the user, and can be asked for', () => {
    expect(of('hostUsers: false\ncontainers: [{name: a, image: "x:1"}]').map(p => p.message)).not.toContain(
      'user-unknown',
    );
    const root = rootOf(workload('containers: [{name: a, image: "quay.io/calico/node:v3"}]'));
    const [, offered] = propose(securityContext, root, { userNamespaces: true });
    expect(changesOf(offered)).toEqual(['spec.template.spec.hostUsers = false']);
    expect(offered?.safety).toBe('unsafe');
  });

  test('an image proven to run under any UID gets a high one', () => {
    const root = rootOf(workload('containers: [{name: a, image: "stranger:1"}]'));
    const user = only(propose(securityContext, root, { highUid: ['stranger'] }), 'non-root');
    expect(changesOf(user)).toContain(`${SC}.runAsUser = 10001`);
  });
});

describe('tools that run under any UID', () => {
  const POD = 'containers: [{name: a, image: "app:1"}, {name: wait, image: "busybox:1.36"}]';
  const users = (images: NonNullable<Setting['images']>, pod = POD) =>
    propose(securityContext, rootOf(workload(pod), { images })).filter(each => each.message === 'non-root');

  test('take the user of the rest of their pod, for a look', () => {
    const [, tool] = users({ app: { user: 10002 } });
    expect(changesOf(tool)).toContain('spec.template.spec.containers.wait.securityContext.runAsUser = 10002');
    expect(tool?.safety).toBe('unsafe');
  });

  test('get none where the rest has no user, or several', () => {
    expect(users({})).toEqual([]);
    const several = `${POD.slice(0, -1)}, {name: b, image: "other:1"}]`;
    const found = users({ app: { user: 10002 }, other: { user: 10003 } }, several);
    expect(found.flatMap(changesOf).filter(change => change.includes('wait'))).toEqual([]);
  });
});

describe('a command that writes where root alone may', () => {
  const found = (script: string, more = '') =>
    only(
      propose(
        securityContext,
        rootOf(
          workload(
            `containers: [{name: a, image: "postgres:16", command: [sh, -c, ${JSON.stringify(script)}]${more}}]`,
          ),
        ),
      ),
      'needs-root',
    )?.blocked;

  test.each([
    [
      'curl -sSL https://example.com/mc -o /usr/local/bin/mc && chmod +x /usr/local/bin/mc',
      '/usr/local/bin/mc',
    ],
    ['echo a >> /etc/hosts; psql', '/etc/hosts'],
    ['cp /tmp/a /usr/bin/b; psql', '/usr/bin/b'],
    ['tar -xzf a.tgz -C /usr/lib/a; psql', '/usr/lib/a'],
  ])('%s: is asked', (script, path) => {
    expect(found(script)).toContain(`a write to ${path}`);
  });

  test.each(['cp /etc/config/a /data/a; psql', 'cat /etc/passwd > /tmp/x; psql', 'grep -o /usr/bin x; psql'])(
    '%s is none',
    script => {
      expect(found(script)).toBeUndefined();
    },
  );

  test("a volume there is the pod's own", () => {
    expect(
      found('echo a > /etc/app/a; psql', ', volumeMounts: [{name: v, mountPath: /etc/app/}]'),
    ).toBeUndefined();
  });

  test.each([
    ['beside a volume', 'cp b /etc/app/b; cp a /usr/local/bin/a; psql', '/usr/local/bin/a'],
    [
      'whose name only begins like that of a volume',
      'echo a > /etc/application/a; psql',
      '/etc/application/a',
    ],
  ])('one %s is asked all the same', (_, script, path) => {
    expect(found(script, ', volumeMounts: [{name: v, mountPath: /etc/app}]')).toContain(`a write to ${path}`);
  });
});

describe('escalation and capabilities', () => {
  test('are safe where it is known that nothing is gained', () => {
    const known = 'containers: [{name: a, image: "nginxinc/nginx-unprivileged:1.29"}]';
    expect(only(of(known), 'escalation')?.safety).toBe('safe');
    const listed = { images: { stranger: { capabilities: [] } } };
    const promised = of('containers: [{name: a, image: "stranger:1"}]', listed);
    expect(only(promised, 'escalation')?.safety).toBe('safe');
  });

  test('wait for a look where a user is all that is known: some images become root by a setuid program', () => {
    const proposals = of('containers: [{name: a, image: "stranger:1", securityContext: {runAsUser: 1000}}]');
    expect(only(proposals, 'escalation')?.safety).toBe('unsafe');
    expect(only(proposals, 'escalation')?.doubts?.join()).toContain('setuid');
  });

  test('of root take nothing from it that it has by a file', () => {
    const nginx = of('containers: [{name: a, image: "nginx:1.29"}]');
    expect(only(nginx, 'escalation')?.safety).toBe('safe');
    const adding = (user: number, capability: string) =>
      only(
        of(
          `containers: [{name: a, image: "haproxy:3.0", securityContext: {runAsUser: ${user}, capabilities: {add: [${capability}]}}}]`,
        ),
        'escalation',
      );
    expect(adding(0, 'NET_RAW')?.changes).toHaveLength(1);
    expect(adding(99, 'NET_BIND_SERVICE')?.changes).toHaveLength(1);
  });

  test('are left where somebody has written that its programs gain what is added', () => {
    const context =
      'allowPrivilegeEscalation: true, runAsUser: 997, capabilities: {drop: [ALL], add: [NET_RAW]}';
    const gains = (rest: string) =>
      only(of(`containers: [{name: a, image: "stranger:1", securityContext: {${rest}}}]`), 'escalation');
    expect(gains(context)).toMatchObject({ changes: [], known: expect.stringContaining('NET_RAW') });
    // Without a word too, since nothing else gives it to them.
    expect(gains(context.replace('true', 'null'))).toMatchObject({
      changes: [],
      known: expect.stringContaining('NET_RAW'),
    });
    expect(
      gains(context.replace('true', 'null').replace('NET_RAW', 'NET_BIND_SERVICE'))?.changes,
    ).toHaveLength(1);
    expect(gains(context.replace('997', '0'))?.changes).toHaveLength(1);
  });

  test('wait for a look where a program of an unknown image may have a capability of its own', () => {
    const proposals = of('containers: [{name: a, image: "stranger:1", securityContext: {runAsUser: 1000}}]');
    expect(only(proposals, 'capabilities')?.safety).toBe('unsafe');
    expect(only(proposals, 'capabilities')?.doubts?.join()).toContain('capability of its own');
  });

  test('wait for a look where the container may be root', () => {
    const proposals = of('containers: [{name: a, image: "stranger:1"}]');
    expect(only(proposals, 'escalation')?.safety).toBe('unsafe');
    // Which user it is comes first: only root has capabilities that somebody must list.
    expect(only(proposals, 'root-work')?.asks).toEqual([
      { type: 'image', image: 'stranger', facts: ['user'], release: '1' },
    ]);
    const root = of('containers: [{name: a, image: "stranger:1", securityContext: {runAsUser: 0}}]');
    expect(only(root, 'root-work')?.asks).toEqual([
      { type: 'image', image: 'stranger', facts: ['capabilities'], release: '1' },
    ]);
    const tools = of('containers: [{name: a, image: "stranger:1", command: [tar, -t, -f, /a.tar]}]');
    expect(only(tools, 'capabilities')?.safety).toBe('unsafe');
  });

  test('are safe once the container has its user, and say what they are without it', () => {
    const proposals = of('containers: [{name: a, image: "grafana/grafana:11.2.0"}]');
    const capabilities = only(proposals, 'capabilities');
    expect(capabilities?.safety).toBe('safe');
    expect(capabilities?.evidence.map(each => each.says)).toContain(
      'runs as UID 472 (grafana/grafana Dockerfile)',
    );
    expect(capabilities?.given?.proposal.at).toBe(only(proposals, 'non-root')?.at);
    expect(capabilities?.given?.otherwise.doubts?.join()).toContain('it may start as root');
  });

  test('do not count on a user that is not sure to work', () => {
    const proposals = of('containers: [{name: a, image: "app:1", command: [sh, -c, "chmod 600 x"]}]');
    expect(only(proposals, 'non-root')?.safety).toBe('unsafe');
    expect(only(proposals, 'escalation')?.safety).toBe('unsafe');
    expect(only(proposals, 'escalation')?.given).toBeUndefined();
  });

  test('never forbid escalation beside SYS_ADMIN or privileged', () => {
    for (const context of ['capabilities: {add: [CAP_SYS_ADMIN]}', 'privileged: true']) {
      const proposals = of(`containers: [{name: a, image: "app:1", securityContext: {${context}}}]`);
      expect(only(proposals, 'escalation')).toBeUndefined();
    }
  });

  test('keep a capability that the configuration names, and then escalation is unsafe', () => {
    const images = { scan: { user: 10002, capabilities: ['NET_RAW'] } };
    const proposals = of(
      'containers: [{name: a, image: "scan:1", securityContext: {capabilities: {add: [NET_RAW]}}}]',
      { images },
    );
    expect(changesOf(only(proposals, 'capabilities'))).toEqual([
      'spec.template.spec.containers.a.securityContext.capabilities.drop = ["ALL"]',
    ]);
    expect(only(proposals, 'capabilities')?.safety).toBe('safe');
    expect(only(proposals, 'escalation')?.safety).toBe('unsafe');
    expect(only(proposals, 'capabilities-added')).toBeUndefined();
  });

  test('add what the image needs', () => {
    const proposals = of('containers: [{name: a, image: "caddy:2", securityContext: {runAsUser: 1000}}]');
    expect(changesOf(only(proposals, 'capabilities'))).toContain(
      'spec.template.spec.containers.a.securityContext.capabilities.add = ["NET_BIND_SERVICE"]',
    );
  });

  test('keep what a program has from its file when the container gets its user', () => {
    const proposals = of('containers: [{name: a, image: "registry.k8s.io/ingress-nginx/controller:v1.9.0"}]');
    expect(changesOf(only(proposals, 'non-root')).join()).not.toContain('capabilities');
    const capabilities = only(proposals, 'capabilities');
    expect(changesOf(capabilities)).toContain(
      'spec.template.spec.containers.a.securityContext.capabilities.add = ["NET_BIND_SERVICE"]',
    );
    expect(capabilities?.safety).toBe('safe');
  });

  test('are no question for a product that needs root, and nobody has listed for what', () => {
    const proposals = of('containers: [{name: a, image: "gitea/gitea:1.22"}]');
    expect(only(proposals, 'capabilities')).toBeUndefined();
    expect(only(proposals, 'root-work')?.known).toContain('which capabilities does gitea/gitea need');
    expect(only(proposals, 'root-work')?.blocked).toBeUndefined();
    const own = of('containers: [{name: a, image: "team/gitea-runner:1"}]');
    expect(only(own, 'root-work')?.blocked).toContain('which user does team/gitea-runner run as');
    const bySystem = of('containers: [{name: a, image: "jitsi/web:stable-9000"}]');
    expect(changesOf(only(bySystem, 'capabilities')).join()).toContain('"NET_BIND_SERVICE"');
    expect(only(bySystem, 'capabilities')?.safety).toBe('unsafe');
  });

  test('are what the command of a container needs that changes owners', () => {
    const proposals = of('containers: [{name: a, image: "app:1", command: [chown, app, /x]}]');
    const capabilities = only(proposals, 'capabilities');
    expect(changesOf(capabilities)).toContain(
      'spec.template.spec.containers.a.securityContext.capabilities.add = ["CHOWN","DAC_OVERRIDE","FOWNER"]',
    );
    expect(capabilities?.safety).toBe('unsafe');
    expect(only(proposals, 'escalation')?.safety).toBe('unsafe');
  });

  test('are a question where the command changes the kernel', () => {
    const proposals = of('containers: [{name: a, image: "app:1", command: [sysctl, -w, a=1]}]');
    expect(only(proposals, 'capabilities')).toBeUndefined();
    expect(only(proposals, 'root-work')?.blocked).toContain('sysctl');
  });

  test('wait for a look where the command gains privileges itself', () => {
    const proposals = of('containers: [{name: a, image: "app:1", command: [sh, -c, "sudo start"]}]');
    expect(only(proposals, 'escalation')?.safety).toBe('unsafe');
  });

  test('report an added capability that nobody explains', () => {
    const proposals = of(
      'containers: [{name: a, image: "x:1", securityContext: {capabilities: {add: [NET_RAW]}}}]',
    );
    expect(only(proposals, 'capabilities-added')?.blocked).toContain(
      'images: {x: {capabilities: [NET_RAW]}}',
    );
  });

  test('what an agent of the node needs is reported: nobody knows it better than its makers', () => {
    const agent = (security: string) => `
containers: [{name: a, image: "example/exporter:1", securityContext: ${security}, volumeMounts: [{name: sys, mountPath: /host}]}]
volumes: [{name: sys, hostPath: {path: /sys}}]`;
    for (const security of ['{}', '{privileged: true}', '{capabilities: {add: [SYS_TIME]}}']) {
      const proposals = of(agent(security), {}, { kind: 'DaemonSet' });
      expect(proposals.length).toBeGreaterThan(0);
      expect(proposals.filter(({ blocked }) => blocked !== undefined)).toEqual([]);
    }
    expect(only(of(agent('{privileged: true}')), 'privileged')?.blocked).toBeDefined();
  });

  test('what sets a parameter of the node is reported', () => {
    const init = (command: string) =>
      `initContainers: [{name: i, image: "busybox:1", command: [sh, -c, "${command}"], securityContext: {privileged: true}}]
containers: []`;
    const found = (command: string) => only(of(init(command)), 'privileged');
    expect(found('sysctl -w vm.max_map_count=262144')?.known).toBe(
      'it sets a parameter of the node (sysctl -w vm.max_map_count), which nothing less may',
    );
    expect(found('mount /dev/sda /mnt')?.blocked).toBeDefined();
    expect(found('sysctl -w vm.max_map_count=262144; exec /app/server')?.blocked).toBeDefined();
  });

  test('a privileged container is a finding and nothing else', () => {
    const proposals = of('containers: [{name: a, image: "x:1", securityContext: {privileged: true}}]');
    expect(proposals.map(({ message }) => message)).toEqual(['privileged']);
  });
});

describe('profiles', () => {
  test('a written Unconfined is offered for change', () => {
    const proposals = of(`
securityContext: {seccompProfile: {type: Unconfined}}
containers: [{name: a, image: "app:1", securityContext: {appArmorProfile: {type: Unconfined}}}]`);
    expect(only(proposals, 'seccomp-unconfined')?.safety).toBe('unsafe');
    expect(only(proposals, 'apparmor-unconfined')?.safety).toBe('unsafe');
    expect(only(proposals, 'seccomp')).toBeUndefined();
  });

  const annotated = (key: string, beside: string) => {
    const root = rootOf(
      `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}, annotations: {${key}: runtime/default}}
    spec: {containers: [{name: a, image: "app:1"}]}
---
apiVersion: ${beside}
kind: Ingress
metadata: {name: web, namespace: shop}
`,
      OURS,
    );
    return only(propose(securityContext, root), 'seccomp');
  };
  const ALPHA = 'seccomp.security.alpha.kubernetes.io';

  test.each([`${ALPHA}/pod`, `container.${ALPHA}/a`])('the annotation %s is one on older clusters', key => {
    expect(annotated(key, 'extensions/v1beta1')).toBeUndefined();
    expect(annotated(key, 'networking.k8s.io/v1')).toBeDefined();
  });

  test('the annotation of another container is none for this', () => {
    expect(annotated(`container.${ALPHA}/b`, 'extensions/v1beta1')).toBeDefined();
  });

  test('on clusters that may be older than the field that is a doubt', () => {
    const doubts = (beside: string) => annotated(`container.${ALPHA}/b`, beside)?.doubts?.join();
    expect(doubts('extensions/v1beta1')).toContain('before Kubernetes 1.19 the field is refused');
    expect(doubts('networking.k8s.io/v1')).not.toContain('1.19');
  });

  test('containers with profiles of their own need none from the pod', () => {
    const pod =
      'containers: [{name: a, image: "app:1", securityContext: {seccompProfile: {type: Localhost}}}]';
    expect(only(of(pod), 'seccomp')).toBeUndefined();
  });

  test.each([
    'gcr.io/cadvisor/cadvisor:1',
    'example/cadvisor:1',
    'example/headless-chrome:2',
    'mariadb:11',
    'docker.io/scylladb/scylla:6',
  ])('RuntimeDefault is unsafe for an image that it may break: %s', image => {
    expect(only(of(`containers: [{name: a, image: "${image}"}]`), 'seccomp')?.safety).toBe('unsafe');
  });

  test('RuntimeDefault is not offered for what may be an image that it breaks', () => {
    const pod = 'containers: [{name: a, image: "registry.example.com/mirror/cadvisor:1"}]';
    expect(only(of(pod), 'seccomp')).toBeUndefined();
    expect(only(of(pod, { images: { 'mirror/cadvisor': { official: false } } }), 'seccomp')?.safety).toBe(
      'unsafe',
    );
  });

  test('RuntimeDefault is safe where something shows that it runs under it', () => {
    const stranger = '{name: a, image: "stranger:1"}';
    expect(only(of(`containers: [${stranger}]`), 'seccomp')?.safety).toBe('unsafe');
    const stated = { images: { stranger: { seccomp: 'RuntimeDefault' } } } as const;
    expect(only(of(`containers: [${stranger}]`, stated), 'seccomp')?.safety).toBe('safe');
    const sibling =
      '{name: b, image: "stranger:2", securityContext: {seccompProfile: {type: RuntimeDefault}}}';
    expect(only(of(`containers: [${stranger}, ${sibling}]`), 'seccomp')?.safety).toBe('safe');
    const other = sibling.replace('image:', 'command: [x], image:');
    expect(only(of(`containers: [${stranger}, ${other}]`), 'seccomp')?.safety).toBe('unsafe');
    expect(only(of('containers: [{name: a, image: "redis:8.2"}]'), 'seccomp')?.safety).toBe('safe');
    const script = 'containers: [{name: a, image: "redis:8.2", command: [python, x.py]}]';
    expect(only(of(script), 'seccomp')?.safety).toBe('unsafe');
  });

  test('RuntimeDefault is no fix for what needs the calls that it blocks, and safe or doubted for what does without', () => {
    const found = (image: string) => only(of(`containers: [{name: a, image: "${image}"}]`), 'seccomp');
    expect(found('gcr.io/cadvisor/cadvisor:v0.49.1')).toMatchObject({
      changes: [],
      known: expect.stringContaining('uses system calls that the profile blocks'),
    });
    expect(found('mariadb:11')?.doubts).toEqual([expect.stringContaining('slower calls than io_uring')]);
    expect(found('mariadb:11')?.evidence).toHaveLength(1);
    expect(found('mariadb:10.5')?.safety).toBe('safe');
    const promised = { images: { mariadb: { seccomp: 'RuntimeDefault' } } } as const;
    expect(only(of('containers: [{name: a, image: "mariadb:11"}]', promised), 'seccomp')?.safety).toBe(
      'safe',
    );
  });

  test('RuntimeDefault is unsafe for an agent of the node that nobody knows', () => {
    const pod =
      'containers: [{name: a, image: "example/watcher:1", volumeMounts: [{name: h, mountPath: /h}]}]\nvolumes: [{name: h, hostPath: {path: /sys}}]';
    expect(only(of(pod, OURS, { kind: 'DaemonSet' }), 'seccomp')?.safety).toBe('unsafe');
  });
});

test('Windows pods get nothing', () => {
  expect(of('os: {name: windows}\ncontainers: [{name: a, image: "app:1"}]')).toEqual([]);
});

test('the template of a Job is immutable', () => {
  const proposals = of('containers: [{name: a, image: "app:1"}]', OURS, { kind: 'Job' });
  expect(new Set(proposals.map(({ safety }) => safety))).toEqual(new Set(['unsafe']));
});

describe('capabilities of what starts as root', () => {
  const mounted = (container: string) =>
    `containers: [${container}]\nvolumes: [{name: s, configMap: {name: s, defaultMode: 493}}]`;
  const SCRIPTS = 'volumeMounts: [{name: s, mountPath: /scripts}]';

  test.each([
    [
      'of a server whose entrypoint it replaces',
      `{name: a, image: "jitsi/jvb:stable-1", command: [/scripts/start.sh], args: [/init], ${SCRIPTS}}`,
    ],
    ['that a shell runs', `{name: a, image: "alpine:3.20", command: [sh, /scripts/start.sh], ${SCRIPTS}}`],
    [
      'among other commands',
      `{name: a, image: "alpine:3.20", command: [sh, -c, "sleep 3; exec bash -x /scripts/start.sh"], ${SCRIPTS}}`,
    ],
    [
      'of another language',
      `{name: a, image: "python:3.12", command: [python3, -u, /scripts/run.py], ${SCRIPTS}}`,
    ],
    ...[
      'timeout -k 5 30s /scripts/run.sh',
      'nice -n 10 ionice -c 2 -n 7 /scripts/run.sh',
      'exec tini -g -- /scripts/run.sh',
      'env -u HOME MODE=fast /scripts/run.sh',
      'gosu 1000:1000 /scripts/run.sh',
      'exec su-exec app bash /scripts/run.sh',
      'sudo -E -u app /scripts/run.sh',
      'cd /scripts && ./run.sh',
      'cd /scripts/nightly; exec ../run.sh',
      'cd /scripts && python3 -u run.py',
      '. /scripts/settings; /scripts/run.sh',
    ].map(script => [
      `by ${script}`,
      `{name: a, image: "alpine:3.20", command: [sh, -c, "${script}"], ${SCRIPTS}}`,
    ]),
    [
      'by a shell in its arguments',
      `{name: a, image: "alpine:3.20", args: [bash, -o, pipefail, -ec, "set -x; /scripts/run.sh"], ${SCRIPTS}}`,
    ],
    [
      'when it has started',
      `{name: a, image: "alpine:3.20", args: [/scripts/text], lifecycle: {postStart: {exec: {command: [/scripts/run.sh]}}}, ${SCRIPTS}}`,
    ],
    [
      'in its working directory',
      `{name: a, image: "alpine:3.20", workingDir: /scripts, command: [./run.sh], ${SCRIPTS}}`,
    ],
  ])('are asked where it runs a mounted script %s', (_, container) => {
    const found = of(mounted(container));
    expect(only(found, 'capabilities')).toBeUndefined();
    const asked = only(found, 'root-work');
    expect(asked?.changes).toEqual([]);
    expect(asked?.blocked).toContain('/scripts/');
  });

  test.each([
    ['reads', `{name: a, image: "alpine:3.20", command: [cat, /scripts/text], ${SCRIPTS}}`],
    [
      'reads for a time',
      `{name: a, image: "alpine:3.20", command: [sh, -c, "cd /scripts && timeout 5 cat ./text"], ${SCRIPTS}}`,
    ],
    [
      'reads in another folder, beside what it runs,',
      `{name: a, image: "alpine:3.20", command: [sh, -c, "cd /scripts && cd /tmp && ls ./x && cat /scripts/text"], ${SCRIPTS}}`,
    ],
    ...[
      'args: [/scripts/text]',
      'args: [--config=/scripts/text]',
      'args: [--config, /scripts/text]',
      'workingDir: /scripts, args: [--config=/scripts/text]',
      'command: [env, server, --skip=^/(a|/scripts/text)$]',
      'args: [server, "--url=x&/scripts/text"]',
      'command: [sh, -c, ". /scripts/text; source /scripts/text; server"]',
      'command: [constructor, /scripts/text]',
    ].map(start => [`reads by ${start}`, `{name: a, image: "alpine:3.20", ${start}, ${SCRIPTS}}`]),
    [
      'runs without root',
      `{name: a, image: "alpine:3.20", command: [sh, /scripts/start.sh], securityContext: {runAsUser: 1000}, ${SCRIPTS}}`,
    ],
  ])('are dropped where it %s what is mounted', (_, container) => {
    expect(changesOf(only(of(mounted(container)), 'capabilities'))).toContain(
      `${CONTAINER}.capabilities.drop = ["ALL"]`,
    );
  });

  test('are asked of a server that something else is started in', () => {
    const found = of('containers: [{name: a, image: "jitsi/jvb:stable-1", command: [/run-it]}]');
    expect(only(found, 'root-work')?.changes).toEqual([]);
  });

  test('that are listed by its entrypoint are all, and others are not known to be', () => {
    const list = (image: string, data: string) =>
      only(
        of(
          `containers: [{name: a, image: "${image}", volumeMounts: [{name: d, mountPath: ${data}}]}]\nvolumes: [{name: d, hostPath: {path: /srv}}]`,
        ),
        'capabilities',
      );
    const mongo = list('mongo:7', '/data/db')?.doubts?.join();
    expect(list('postgres:16', '/var/lib/postgresql/data')?.doubts).toEqual([]);
    expect(mongo).toContain('is not verified');
    expect(mongo).not.toContain('nobody has listed');
  });

  test('are no matter of a list where an OpenShift says who runs it', () => {
    const route = `---\napiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: r}\n`;
    const root = rootOf(workload('containers: [{name: a, image: "postgres:16"}]') + route, {
      platform: {
        openShift: {
          signs: [{ at: 'route.yaml:1', file: 'route.yaml', within: '' }],
          constraints: [],
        } as never,
      },
    });
    const drop = only(propose(securityContext, root), 'capabilities');
    expect(changesOf(drop)).toHaveLength(1);
    expect(drop?.doubts?.join()).toContain('lets ServiceAccount default run it as root');
    expect(drop?.evidence).toEqual([]);
  });

  const ADDED = `${CONTAINER}.capabilities.add`;

  test('keep the one for a port below 1024, and what its command needs is said', () => {
    const drop = only(
      of(
        'containers: [{name: a, image: "httpd:2.4", command: [bash, -c, "apt-get update; exec httpd-foreground"], ports: [{containerPort: 80}]}]',
      ),
      'capabilities',
    );
    expect(changesOf(drop).find(each => each.startsWith(ADDED))).toContain('"NET_BIND_SERVICE"');
    expect(drop?.evidence.map(each => each.says)).toContain('its command runs apt-get');
  });

  test.each([
    'image: "example/shop:1", command: [frankenphp, php-server, --listen, ":8080"]',
    'image: "example/shop:1", args: [php-server, --listen, ":8080"]',
    'image: "example/shop:1", command: [php, artisan, "octane:start", --server=frankenphp]',
    'image: "example/shop:1", command: [sh, -c, "php artisan migrate && exec /usr/local/bin/frankenphp run"]',
    'image: "example/shop:1", command: [/usr/bin/caddy, run, --config, /etc/caddy/Caddyfile]',
    'image: "dunglas/frankenphp:1-php8.3", command: [php-cli, bin/console, work]',
    'image: "dunglas/frankenphp:1-php8.3"',
  ])('keep what the program has from its file, as any user: %s', container => {
    for (const user of ['', ', securityContext: {runAsNonRoot: true, runAsUser: 1000}']) {
      const asked = of(`containers: [{name: a, ${container}, ports: [{containerPort: 8080}]${user}}]`);
      const drop = only(asked, 'capabilities');
      if (drop === undefined) expect(only(asked, 'root-work')?.changes).toEqual([]);
      else expect(changesOf(drop)).toContain(`${ADDED} = ["NET_BIND_SERVICE"]`);
    }
  });

  test.each(['cp -r /src /etc/caddy', 'cat /etc/caddy/Caddyfile', 'php bin/console'])(
    'keep none for %s',
    script => {
      const found = of(
        `containers: [{name: a, image: "example/shop:1", command: [sh, -c, "${script}"], securityContext: {runAsNonRoot: true, runAsUser: 1000}}]`,
      );
      expect(changesOf(only(found, 'capabilities')).join()).not.toContain('NET_BIND_SERVICE');
    },
  );

  test('keep it where only a Service says the port', () => {
    const service = `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 443, targetPort: 443}]}
---
`;
    const pod =
      'containers: [{name: a, image: "haproxy:2.1", command: [bash, -c, "chown a /b; exec haproxy -f /c"]}]';
    const found = propose(securityContext, rootOf(service + workload(pod), OURS));
    expect(changesOf(only(found, 'capabilities')).find(each => each.startsWith(ADDED))).toContain(
      '"NET_BIND_SERVICE"',
    );
  });
});

describe('a user that the repository writes for the image elsewhere', () => {
  const elsewhere = (image: string, user: number) =>
    workload(`containers: [{name: a, image: "${image}", securityContext: {runAsUser: ${user}}}]`, {
      name: `u${user}`,
    });
  const found = (image: string, ...others: string[]) =>
    propose(
      securityContext,
      rootOf(workload(`containers: [{name: a, image: "${image}"}]`) + others.join(''), OURS),
    ).filter(each => each.at.on === 'Deployment/web');
  const userOf = (proposals: Proposed[]) =>
    changesOf(only(proposals, 'non-root')).find(each => each.includes('runAsUser'));

  test('is offered before one that nobody has verified', () => {
    const known = only(found('nats:2-alpine', elsewhere('nats:2', 65534)), 'non-root');
    expect(userOf([known!])).toContain('runAsUser = 65534');
    expect(known?.safety).toBe('unsafe');
    expect(known?.evidence[0]).toMatchObject({
      kind: 'manifest',
      says: 'Deployment u65534 runs it as UID 65534',
    });
  });

  test('owns the volume with its group', () => {
    const pod = `
containers: [{name: a, image: "nats:2", volumeMounts: [{name: d, mountPath: /data}]}]
volumes: [{name: d, persistentVolumeClaim: {claimName: d}}]`;
    const root = rootOf(workload(pod) + elsewhere('nats:2', 65534), OURS);
    const user = propose(securityContext, root).find(
      each => each.message === 'non-root' && each.at.on === 'Deployment/web',
    );
    expect(changesOf(user)).toContain(`${SC}.fsGroup = 65534`);
  });

  test('and with a group of its own that group does', () => {
    const pod = `
containers: [{name: a, image: "nats:2", volumeMounts: [{name: d, mountPath: /data}]}]
volumes: [{name: d, persistentVolumeClaim: {claimName: d}}]`;
    const other = workload(
      'containers: [{name: a, image: "nats:2"}]\nsecurityContext: {runAsUser: 5000, runAsGroup: 6000, fsGroup: 6000}',
      { name: 'other' },
    );
    const user = propose(securityContext, rootOf(workload(pod) + other, OURS)).find(
      each => each.message === 'non-root' && each.at.on === 'Deployment/web',
    );
    expect(changesOf(user)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/runAsUser = 5000$/),
        expect.stringMatching(/runAsGroup = 6000$/),
        `${SC}.fsGroup = 6000`,
      ]),
    );
  });

  test.each([
    ['the user of the image is verified', 'postgres:16', [elsewhere('postgres:16', 4000)], '= 999'],
    ['others write another one', 'nats:2', [elsewhere('nats:2', 1), elsewhere('nats:2', 2)], '= 1000'],
    ['it is root', 'nats:2', [elsewhere('nats:2', 0)], '= 1000'],
  ])('is not where %s', (_, image, others, user) => {
    expect(userOf(found(image, ...others))).toContain(user);
  });
});

describe('what the repository shows', () => {
  const profiled = (name: string) =>
    workload(
      `containers: [{name: a, image: "x:1", securityContext: {seccompProfile: {type: RuntimeDefault}}}]`,
      { name },
    );
  const seccompOf = (...others: string[]) => {
    const root = rootOf(workload('containers: [{name: a, image: "redis:7"}]') + others.join(''), OURS);
    return changesOf(only(propose(securityContext, root), 'seccomp'));
  };
  const three = ['b', 'c', 'd'].map(profiled);
  const atPod = workload(
    'containers: [{name: a, image: "x:1"}]\nsecurityContext: {seccompProfile: {type: RuntimeDefault}}',
    {
      name: 'e',
    },
  );

  test('the profile stands at the container where the profiles of others do', () => {
    expect(seccompOf(...three)).toEqual([`${CONTAINER}.seccompProfile = {"type":"RuntimeDefault"}`]);
  });

  test.each([
    ['two show no habit', three.slice(1)],
    ['a pod has one', [...three, atPod]],
  ])('it stands at the pod where %s', (_, others) => {
    expect(seccompOf(...others)).toEqual([`${SC}.seccompProfile = {"type":"RuntimeDefault"}`]);
  });
});

describe('capabilities of a container without root', () => {
  const drop = (more: string, command = 'until nc -z db 5432; do sleep 2; done') =>
    only(
      of(
        `containers: [{name: a, image: "busybox:1.37", command: [sh, -c, "${command}"], securityContext: {runAsUser: 1000${more}}}]`,
      ),
      'capabilities',
    );

  test('are dropped where its command runs plain tools only', () => {
    expect(drop('')?.safety).toBe('safe');
    expect(drop('', 'ping db')?.safety).toBe('unsafe');
  });

  test('are worth no patch of their own where it gains nothing', () => {
    expect(drop(', allowPrivilegeEscalation: false')?.via).toBe('texts');
    expect(drop('')?.via).toBeUndefined();
    expect(
      drop(', allowPrivilegeEscalation: false, capabilities: {add: [NET_BIND_SERVICE]}')?.via,
    ).toBeUndefined();
  });
});

test('a user that takes capabilities of root with it is said to do so', () => {
  const [user] = of('containers: [{name: a, image: "postgres:16"}]').filter(
    each => each.message === 'non-root',
  );
  expect(changesOf(user).join('\n')).toContain('capabilities.drop');
  expect(user?.data).toMatchObject({ keeps: ', root capabilities' });
});

test.each([
  ['lack a profile alone', 'allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}', 'safe'],
  ['lack more than a profile', 'allowPrivilegeEscalation: false', 'unsafe'],
])('a namespace that enforces restricted speaks for a profile where pods %s', (_, context, safety) => {
  const namespace =
    'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}\n---\n';
  const pod = `securityContext: {runAsNonRoot: true}\ncontainers: [{name: a, image: "stranger:1", securityContext: {${context}}}]`;
  const proposals = propose(securityContext, rootOf(namespace + workload(pod), {}));
  expect(only(proposals, 'seccomp')?.safety).toBe(safety);
});
