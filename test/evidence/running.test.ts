/** Pods, and what kubescape has recorded of them. */
import { DATE, listOf, type PodShape, pod, profile, readOne } from './files.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const RUNNING = { date: DATE, image: 'shop/web:1.4', digest: DIGEST };

describe('a pod', () => {
  const recordOf = (shape: PodShape) => readOne(listOf(pod(shape))).containers[0]?.record;

  test('shows the user that its container has, and whose it is', () => {
    expect(readOne(listOf(pod()))).toEqual({
      images: [],
      left: [],
      containers: [
        {
          namespace: 'shop',
          owners: [
            { kind: 'Deployment', name: 'web' },
            { kind: 'Rollout', name: 'web' },
            { kind: 'ReplicaSet', name: 'web-6d4cf56db6' },
          ],
          container: 'app',
          record: { user: { source: 'kubectl get pods', ...RUNNING, uid: 1000, gid: 2000 } },
        },
      ],
    });
  });

  test.each([
    ['Job', 'report-29041500', 'CronJob/report Job/report-29041500'],
    ['Job', 'migrate', 'Job/migrate'],
    ['StatefulSet', 'db', 'StatefulSet/db'],
    ['ReplicationController', 'web-3', 'DeploymentConfig/web ReplicationController/web-3'],
    ['ReplicaSet', 'web-0000', 'ReplicaSet/web-0000'],
  ])('of a %s called %s may be of %s', (kind, name, owners) => {
    const [container] = readOne(listOf(pod({ owner: [kind, name] }))).containers;
    expect(container?.owners.map(each => `${each.kind}/${each.name}`).join(' ')).toBe(owners);
  });

  test('has the user of its manifest, where the cluster says none', () => {
    const user = { user: undefined };
    expect(recordOf({ status: user, container: { securityContext: { runAsUser: 7 } } })?.user).toMatchObject({
      uid: 7,
    });
    expect(
      recordOf({ status: user, spec: { securityContext: { runAsUser: 8, runAsGroup: 9 } } })?.user,
    ).toMatchObject({
      uid: 8,
      gid: 9,
    });
  });

  test.each([
    ['does not work', { ready: false }, 'containers that do not work'],
    [
      'crashes',
      { ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } },
      'containers that do not work',
    ],
    ['has ended badly', { state: { terminated: { exitCode: 1 } } }, 'containers that do not work'],
    ['is of nobody', { user: undefined }, 'containers whose user the cluster does not say'],
    [
      'is of a range of OpenShift',
      { user: { linux: { uid: 1_000_680_000, gid: 0 } } },
      'containers whose user OpenShift has picked',
    ],
    ['is of root', { user: { linux: { uid: 0, gid: 0 } } }, 'containers that run as root'],
  ])('shows nothing where its container %s', (_, status, reason) => {
    expect(readOne(listOf(pod({ status })))).toMatchObject({ containers: [], left: [reason] });
  });

  test('with a read-only root shows where it writes', () => {
    const record = recordOf({
      container: {
        securityContext: { readOnlyRootFilesystem: true },
        volumeMounts: [
          { name: 'tmp', mountPath: '/tmp' },
          { name: 'data', mountPath: '/data' },
          { name: 'tmp', mountPath: '/seen', readOnly: true },
        ],
      },
      spec: {
        volumes: [
          { name: 'tmp', emptyDir: {} },
          { name: 'data', persistentVolumeClaim: { claimName: 'd' } },
        ],
      },
    });
    expect(record?.profile).toEqual({
      source: 'kubectl get pods',
      ...RUNNING,
      tried: true,
      writes: ['/tmp'],
    });
  });

  test('has no digest where all that is known is the configuration', () => {
    expect(recordOf({ status: { imageID: DIGEST } })?.user?.digest).toBeUndefined();
  });

  test('values of variables are not kept', () => {
    const found = readOne(listOf(pod({ container: { env: [{ name: 'TOKEN', value: 'Kd83hfKs2x' }] } })));
    expect(JSON.stringify(found)).not.toContain('Kd83');
  });
});

describe('a profile of kubescape', () => {
  const profileOf = (container: object, shape?: Parameters<typeof profile>[1]) =>
    readOne(listOf(profile(container, shape))).containers[0]?.record.profile;

  test('says where its container writes, and what it uses of root', () => {
    const opens = [
      { path: '/etc/ssl/cert.pem', flags: ['O_RDONLY', 'O_CLOEXEC'] },
      { path: '/tmp/\u22ef', flags: ['O_RDWR', 'O_CREAT', 'O_EXCL'] },
      { path: '/var/cache/web/\u22ef/page', flags: ['O_WRONLY', 'O_CREAT'] },
      { path: '/var/cache/web/index', flags: ['O_WRONLY', 'O_CREAT'] },
      { path: '/proc/self/oom_score_adj', flags: ['O_WRONLY'] },
      { path: '/dev/null', flags: ['O_RDWR'] },
    ];
    expect(
      profileOf({ opens, capabilities: ['CAP_SETUID', 'chown'], syscalls: ['openat', 'mkdirat', 'rename'] }),
    ).toEqual({
      source: 'kubescape',
      ...RUNNING,
      writes: ['/tmp', '/var/cache/web'],
      unplaced: ['mkdirat', 'rename'],
      capabilities: ['CHOWN', 'SETUID'],
    });
  });

  test.each([
    ['reads beside what it writes', { path: '/app/config.json', flags: ['O_RDONLY'] }],
    ['changes what it has not made', { path: '/app/state', flags: ['O_RDWR'] }],
    ['reads below it', { path: '/app/lib/a.so', flags: ['O_RDONLY'] }],
  ])('a folder has files of the image where it %s', (_, open) => {
    const opens = [{ path: '/app/out.log', flags: ['O_WRONLY', 'O_CREAT'] }, open];
    expect(profileOf({ opens })).toMatchObject({ writes: ['/app'], content: ['/app'] });
  });

  test('what it has made itself it may read', () => {
    const opens = [{ path: '/app/out', flags: ['O_RDWR', 'O_CREAT', 'O_RDONLY'] }];
    expect(profileOf({ opens })).not.toHaveProperty('content');
  });

  test('without system calls does not say whether it makes folders', () => {
    expect(profileOf({ syscalls: [] })).not.toHaveProperty('unplaced');
  });

  test('of one container is one too, and names it by a label', () => {
    const labels = { 'kubescape.io/workload-container-name': 'sidecar' };
    const found = readOne(listOf(profile({}, { kind: 'ContainerProfile', labels })));
    expect(found.containers).toMatchObject([
      { container: 'sidecar', owners: [{ kind: 'Deployment', name: 'web' }] },
    ]);
  });

  test('that began late is marked', () => {
    expect(profileOf({}, { annotations: { 'kubescape.io/completion': 'partial' } })?.partial).toBe(true);
  });

  test.each([
    [
      'is not done',
      {},
      { 'kubescape.io/status': 'initializing' },
      'is not recorded to its end (initializing)',
    ],
    ['is written by hand', {}, { 'kubescape.io/managed-by': 'User' }, 'is written by hand'],
    ['comes empty', { opens: [] }, {}, 'came without its content'],
  ])('is left out where it %s', (_, container, annotations, reason) => {
    const { containers, left } = readOne(listOf(profile(container, { annotations })));
    expect(containers).toEqual([]);
    expect(left).toEqual([expect.stringContaining(reason)]);
  });
});
