import type { JsonObject } from '../../../src/transform.ts';
import transform from '../../../transforms/backup/index.ts';
import { changesOf, only, propose, rootOf, workload } from '../root.ts';

const BUCKET = { bucket: 'copies', image: 'example.com/aws:1.2.3', secret: 'bucket' };
const LOGIN = 'env: [{name: POSTGRES_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: pw}}}]';

function store(
  image = 'postgres:16',
  { more = LOGIN, data = '/var/lib/postgresql/data', pod = '', name = 'db', port = 5432 } = {},
) {
  const container = `{name: ${name}, image: "${image}", volumeMounts: [{name: data, mountPath: ${data}}], ${more}}`;
  return (
    workload(
      `containers: [${container}]\nvolumes: [{name: data, persistentVolumeClaim: {claimName: ${name}}}]\n${pod}`,
      {
        kind: 'StatefulSet',
        name,
      },
    ) +
    `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: shop}\nspec: {selector: {app: ${name}}, ports: [{port: ${port}}]}\n---\n`
  );
}

const object = (kind: string, spec: string, apiVersion = 'v1', name = 'x') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: shop}\n${spec}\n---\n`;
const cron = (command: string, name = 'nightly', image = 'tool:1') =>
  object(
    'CronJob',
    `spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c, image: "${image}", command: ${JSON.stringify(['sh', '-c', command])}}]}}}}}`,
    'batch/v1',
    name,
  );
const of = (text: string, options: JsonObject = BUCKET, setting = {}) =>
  propose(transform, rootOf(text, setting), options as never);
const messages = (...args: Parameters<typeof of>) => of(...args).map(({ message }) => message);

interface Dump {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly env: readonly JsonObject[];
}

/** Of the one CronJob that is proposed. */
function podOf(text: string, options: JsonObject = BUCKET, setting = {}) {
  const change = only(of(text, options, setting), 'dump')!.changes[0] as { readonly manifest: JsonObject };
  const spec = (change.manifest.spec as never as { jobTemplate: { spec: { template: JsonObject } } })
    .jobTemplate.spec.template as unknown as {
    readonly metadata: JsonObject;
    readonly spec: {
      readonly initContainers: readonly [Dump];
      readonly containers: readonly [Dump];
      readonly volumes: readonly JsonObject[];
      readonly securityContext: JsonObject;
    };
  };
  return { ...spec, ...spec.spec, dump: spec.spec.initContainers[0], upload: spec.spec.containers[0] };
}

describe('what is found', () => {
  test.each([
    ['a store on a claim', store(), ['dump']],
    [
      'MariaDB',
      store('mariadb:11', { more: LOGIN.replace('POSTGRES_', 'MARIADB_ROOT_'), data: '/var/lib/mysql' }),
      ['dump'],
    ],
    ['one without a volume', workload('containers: [{name: db, image: "postgres:16"}]'), []],
    [
      'one that is switched off',
      store().replace('  selector: {match', '  replicas: 0\n  selector: {match'),
      [],
    ],
    ['a cache of the memory', store('memcached:1.6'), []],
    [
      'a follower',
      store('redis:7', { more: 'args: [redis-server, --replicaof, redis, "6379"]', data: '/data' }),
      [],
    ],
  ])('%s', (_, text, expected) => expect(messages(text)).toEqual(expected));

  test.each([
    ['development', { name: 'dev', tier: 'development' }],
    ['a branch', { name: 'preview', tier: undefined, isPassing: true }],
    ['a machine of somebody', { name: 'minikube', tier: undefined }],
  ])('nothing in %s', (_, environment) => expect(messages(store(), BUCKET, { environment })).toEqual([]));
});

describe('what copies it already', () => {
  test.each([
    ['a CronJob that runs the tool', cron('pg_dump -h db > /out/x')],
    ['one that is called after it', cron('run.sh', 'db-backup')],
    [
      'one whose image says it, and which is told the Service',
      cron('run.sh --host db', 'nightly', 'vendor/backup:1'),
    ],
    [
      'a mark of Velero',
      store().replace(
        'labels: {app: db}}\n    spec',
        'labels: {app: db}, annotations: {backup.velero.io/backup-volumes: data}}\n    spec',
      ),
    ],
    ['a Schedule of K8up', object('Schedule', 'spec: {backup: {}}', 'k8up.io/v1')],
    ['a copy of its claim', object('ReplicationSource', 'spec: {sourcePVC: db}', 'volsync.backube/v1alpha1')],
    ['a Schedule of Velero for all', object('Schedule', 'spec: {template: {}}', 'velero.io/v1')],
  ])('%s', (_, more) =>
    expect(messages(more.includes('kind: StatefulSet') ? more : store() + more)).toEqual([]),
  );

  test.each([
    ['a CronJob of something else', cron('report.sh')],
    ['one that only asks the store', cron('psql -h db -c "vacuum"')],
    ['a dump of another kind', cron('mongodump --host db')],
    [
      'a copy of another claim',
      object('ReplicationSource', 'spec: {sourcePVC: files}', 'volsync.backube/v1alpha1'),
    ],
    ['a backup that says another store', cron('backup --host web', 'web-backup')],
  ])('not %s', (_, more) => expect(messages(store() + more)).toEqual(['dump']));
});

describe('what would copy it and is switched off', () => {
  const copier = (kind: string, spec: string, apiVersion: string) =>
    object(kind, `spec: ${spec}`, apiVersion);
  test.each([
    [
      'a CronJob',
      cron('pg_dump -h db').replace('spec: {job', 'spec: {suspend: true, job'),
      /^CronJob nightly/,
    ],
    [
      'a source of VolSync',
      copier('ReplicationSource', '{sourcePVC: db, paused: true}', 'volsync.backube/v1alpha1'),
      /^Replic/,
    ],
    [
      'a schedule of snapshots',
      copier('SnapshotSchedule', '{disabled: true}', 'snapscheduler.backube/v1'),
      /^Snap/,
    ],
  ])('%s is named, and nothing made beside it', (_, more, expected) => {
    const proposal = only(of(store() + more), 'none');
    expect(proposal?.known).toMatch(expected);
    expect(proposal?.known).toMatch(/switched off$/);
  });

  test('counts for nothing where something else is on', () =>
    expect(
      of(
        store() + cron('pg_dump', 'old').replace('spec: {job', 'spec: {suspend: true, job') + cron('pg_dump'),
      ),
    ).toEqual([]));
});

describe('of two stores a tool copies the one that it is told', () => {
  const two = store('postgres:16', { name: 'orders' }) + store('postgres:16', { name: 'users' });
  const found = (text: string, stores = two) =>
    of(stores + text).map(({ data }) => String(data?.server).replace('StatefulSet ', ''));
  const withEnv = (env: string, image = 'tool:1', name = 'nightly') =>
    cron('pg_dump > /out/x', name, image).replace('command:', `env: [${env}], command:`);

  test.each([
    ['by an option', cron('pg_dump -h orders > /out/x')],
    ['by an address', cron('pg_dump postgres://users:fake@orders:5432/users')],
    ['by a member', cron('pg_dump --host=orders-0.orders > /out/x')],
    ['by a variable', withEnv('{name: PGHOST, value: orders.shop.svc}')],
    ['by no more than a word', cron('for each in orders; do pg_dump -h $each; done')],
    [
      'by an own dump, as this program writes it',
      withEnv(
        '{name: PGHOST, value: orders}, {name: PGDATABASE, value: users}',
        'postgres:16',
        'orders-backup',
      ),
    ],
    [
      'by a file beside it',
      cron('sh /s/run.sh').replace('containers:', 'volumes: [{name: s, configMap: {name: s}}], containers:') +
        object('ConfigMap', 'data: {run.sh: "pg_dump -h orders > /out/x"}', 'v1', 's'),
    ],
  ])('%s', (_, text) => expect(found(text)).toEqual(['users']));

  test('an archive beside one of them is of that one', () => {
    const archived = store('postgres:16', {
      name: 'orders',
      more: `${LOGIN}, args: [-c, "archive_command=wal-g wal-push %p"]`,
    });
    expect(found('', archived + store('postgres:16', { name: 'users' }))).toEqual(['users']);
  });

  test('what is called as the image is, or as a user, is not meant by that', () => {
    const stores = store('postgres:16', { name: 'orders' }) + store('postgres:16', { name: 'postgres' });
    const text = withEnv('{name: PGHOST, value: orders}, {name: PGUSER, value: postgres}', 'postgres:16');
    expect(found(text, stores)).toEqual(['postgres']);
  });

  test.each([
    ['both', cron('for each in orders users; do pg_dump -h $each; done')],
    ['none', cron('pg_dump $URL > /out/x')],
    ['another that is no store here', cron('pg_dump -h pgbouncer > /out/x')],
  ])('where it names %s, each counts', (_, text) => expect(found(text)).toEqual([]));

  test('a store of another kind is none that it could mean', () =>
    expect(
      found(
        cron('pg_dump $URL | redis-cli -h cache publish'),
        store() + store('redis:7', { name: 'cache', data: '/data', more: '', port: 6379 }),
      ),
    ).toEqual(['cache']));
});

describe('what is asked', () => {
  test.each([{}, { bucket: 'copies' }, { ...BUCKET, secret: undefined }])('%j', options => {
    const said = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    const proposal = only(of(store(), said as JsonObject), 'none');
    expect(proposal?.changes).toEqual([]);
    expect(proposal?.blocked).toMatch(/^where do backups go\?/);
  });

  test.each([
    [{ bucket: 's3://copies' }, /is a name/],
    [{ image: 'example.com/aws' }, /which version/],
    [{ schedule: '0 0 2 * * *' }, /five fields/],
  ])('%j is wrong', (options, expected) =>
    expect(only(of(store(), { ...BUCKET, ...options }), 'none')?.blocked).toMatch(expected),
  );

  test('an image of another registry may be another one', () =>
    expect(only(of(store('registry.example.com/postgres:16')), 'none')?.blocked).toMatch(/official image/));
});

describe('why not', () => {
  test.each([
    [
      'its password stands there',
      store('postgres:16', { more: 'env: [{name: POSTGRES_PASSWORD, value: fake}]' }),
      /password stands in the manifest/,
    ],
    ['no Service leads to it', store().replace(/kind: Service/, 'kind: Other'), /no Service/],
    ['of RabbitMQ', store('rabbitmq:3.13', { data: '/var/lib/rabbitmq', more: '' }), /definitions/],
    [
      'two sources may have the password',
      store('postgres:16', { more: 'envFrom: [{secretRef: {name: a}}, {secretRef: {name: b}}]' }),
      /which of its sources/,
    ],
    [
      'a configuration may ask for a password',
      store('redis:7', { more: 'args: [redis-server, /etc/redis.conf]', data: '/data', port: 6379 }),
      /asks for a password/,
    ],
  ])('%s', (_, text, expected) => {
    const proposal = only(of(text), 'none');
    expect(proposal?.known).toMatch(expected);
    expect(proposal?.blocked).toBeUndefined();
  });
});

describe('the way to a store', () => {
  const exporter =
    'containers: [{name: exporter, image: "e:1", ports: [{containerPort: 9187, name: metrics}]}, {';
  const withExporter = (ports = '[{name: pg, containerPort: 5432}]') =>
    store('postgres:16', { more: `${LOGIN}, ports: ${ports}` })
      .replace('containers: [{', exporter)
      .replace(/apiVersion: v1\nkind: Service.*/s, '');
  const service = (name: string, ports: string, more = '') =>
    object('Service', `spec: {selector: {app: db}, ports: ${ports}${more}}`, 'v1', name);
  const HEADLESS = ', clusterIP: None';
  const addressIn = (text: string) =>
    podOf(text)
      .dump.env.filter(({ name }) => ['PGHOST', 'PGPORT'].includes(String(name)))
      .map(({ value }) => value);

  test.each([
    [
      'past the Service of its exporter',
      withExporter() + service('db', '[{port: 5432}]', HEADLESS) + service('db-metrics', '[{port: 9187}]'),
      ['db'],
    ],
    [
      'by the name of its port',
      withExporter() + service('db', '[{port: 6000, targetPort: pg}, {port: 9187}]'),
      ['db', '6000'],
    ],
    [
      'by the number of its port',
      withExporter() + service('db', '[{port: 9187, targetPort: metrics}, {port: 6000, targetPort: 5432}]'),
      ['db', '6000'],
    ],
    ['by the names of its pods', withExporter() + service('db', '[{port: 9187}]', HEADLESS), ['db']],
    [
      'to the one port that it declares',
      withExporter('[{name: pg, containerPort: 5433}]') + service('db', '[{port: 5432, targetPort: pg}]'),
      ['db'],
    ],
    ['to a port that only its Service says', store('postgres:16', { port: 5433 }), ['db', '5433']],
  ])('is %s', (_, text, expected) => expect(addressIn(text)).toEqual(expected));

  test.each([
    ['leads to its exporter', withExporter() + service('db-metrics', '[{port: 9187}]')],
    ['may lead to its exporter', withExporter('[]') + service('db-metrics', '[{port: 9188}]')],
    [
      'has a name for a port that its pods do not have',
      withExporter() + service('db', '[{port: 5432, targetPort: sql}]'),
    ],
  ])('is none that %s', (_, text) => expect(only(of(text), 'none')?.known).toBe('no Service leads to it'));

  test('is the same for policies', () => {
    const policy = object(
      'NetworkPolicy',
      'spec: {podSelector: {}, policyTypes: [Ingress]}',
      'networking.k8s.io/v1',
    );
    const text =
      withExporter('[{containerPort: 5433}]') + service('db', '[{port: 5432, targetPort: 5433}]') + policy;
    expect(changesOf(only(of(text), 'dump'))[1]).toContain('"ports":[{"protocol":"TCP","port":5433}]');
  });
});

describe('what a dump cannot get past', () => {
  const several = (text: string) => text.replace('  selector: {match', '  replicas: 3\n  selector: {match');
  const users =
    'env: [{name: MONGO_INITDB_ROOT_USERNAME, value: root}, {name: MONGO_INITDB_ROOT_PASSWORD, valueFrom: {secretKeyRef: {name: m, key: p}}}]';

  test('a command in place of the entrypoint makes no users', () => {
    const more = `${users}, command: [mongod, --replSet, rs0]`;
    const text = store('mongo:7', { more, data: '/data/db', port: 27017 });
    expect(only(of(text), 'none')?.known).toMatch(/takes the place of the entrypoint/);
  });

  test('and one that calls it does', () => {
    const more = `${users}, command: [docker-entrypoint.sh, mongod]`;
    expect(messages(store('mongo:7', { more, data: '/data/db', port: 27017 }))).toEqual(['dump']);
  });

  test.each([
    [undefined, true],
    ['setup.sh:3', false],
  ])('a replica set that %s initiates', (said, isDoubted) => {
    const text = store('mongo:7', { more: 'args: [--replSet, rs0]', data: '/data/db', port: 27017 });
    const { doubts } = only(of(text, BUCKET, { platform: { mentions: () => said } }), 'dump')!;
    expect(JSON.stringify(doubts).includes('rs.initiate')).toBe(isDoubted);
  });

  test('pods that do not know each other are several stores', () =>
    // What becomes of them `replicas` asks.
    expect(only(of(several(store())), 'none')).toMatchObject({
      known: expect.stringMatching(/^nothing makes its 3 pods one store .* Service db leads/),
    }));

  test('where the dumps of two environments go is one question', () => {
    const [production, staging] = ['production', 'staging'].map(
      name => only(of(store(), {}, { environment: { name, tier: 'production' } }), 'none')!,
    );
    expect(production!.blocked).toBe(staging!.blocked);
    expect(production!.asks).toMatchObject([{ about: 'where backups go', names: ['production'] }]);
    expect(staging!.asks).toMatchObject([{ about: 'where backups go', names: ['staging'] }]);
  });

  test('members are one, of which any is dumped', () => {
    const more = `${LOGIN.slice(0, -1)}, {name: POSTGRES_REPLICATION_MODE, value: x}]`;
    expect(only(of(several(store('postgres:16', { more }))), 'dump')?.doubts).toContainEqual(
      expect.stringMatching(/^it has 3 pods/),
    );
  });

  const meshed =
    'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {istio-injection: enabled}}\n---\n';
  const peers = (mode: string, more = '', namespace = 'shop') =>
    `apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: p, namespace: ${namespace}}\nspec: {mtls: {mode: ${mode}}${more}}\n---\n`;

  test.each([
    ['its namespace', peers('STRICT')],
    ['the mesh', peers('STRICT', '', 'istio-system')],
    ['the store', peers('PERMISSIVE') + peers('STRICT', ', selector: {matchLabels: {app: db}}')],
  ])('TLS that the mesh demands of %s', (_, policy) =>
    expect(only(of(store() + meshed + policy), 'none')?.blocked).toMatch(/native sidecars\?/),
  );

  test.each([
    ['without such a policy', meshed],
    [
      'where one for its namespace says otherwise',
      meshed + peers('STRICT', '', 'istio-system') + peers('PERMISSIVE'),
    ],
    ['where it is for others', meshed + peers('STRICT', ', selector: {matchLabels: {app: web}}')],
  ])('a proxy is a doubt %s', (_, more) =>
    expect(only(of(store() + more), 'dump')?.doubts).toContainEqual(
      expect.stringMatching(/may get a proxy \(istio\)/),
    ),
  );

  test('proxies that are native sidecars are there in time', () => {
    const platform = {
      mentions: (words: RegExp) => (words.test('ENABLE_NATIVE_SIDECARS') ? 'mesh.yaml:1' : undefined),
    };
    expect(only(of(store() + meshed + peers('STRICT'), BUCKET, { platform }), 'dump')).toBeDefined();
  });

  test('a root that nothing of Argo CD applies is a doubt, where others are', () => {
    const repository = { hasArgoApplications: true };
    expect(only(of(store(), BUCKET, { repository }), 'dump')?.doubts).toContainEqual(
      expect.stringMatching(/names overlays\/production/),
    );
  });

  test('a Secret that no manifest brings is a doubt', () => {
    const said = (more: string) => JSON.stringify(only(of(store() + more), 'dump')?.doubts);
    expect(said('')).toContain('Secret bucket is in no manifest');
    expect(said(object('Secret', 'stringData: {a: fake}', 'v1', 'bucket'))).not.toContain('in no manifest');
  });
});

describe('the login of MySQL', () => {
  const mysql = (more: string, image = 'mysql:8.4') =>
    store(image, { more, data: '/var/lib/mysql', port: 3306 });
  const secret = (name: string) => `{name: ${name}, valueFrom: {secretKeyRef: {name: m, key: p}}}`;
  const allowed = (value: string, name = 'MYSQL_ALLOW_EMPTY_PASSWORD') =>
    `{name: ${name}, value: "${value}"}`;
  const passwordIn = (text: string) =>
    podOf(text).dump.env.find(({ name }) => name === 'MYSQL_PWD')?.valueFrom;
  const REFERENCE = { secretKeyRef: { name: 'm', key: 'p' } };

  test.each([
    [
      'the one that it has, whatever else is allowed',
      `env: [${allowed('no')}, ${secret('MYSQL_ROOT_PASSWORD')}]`,
      REFERENCE,
    ],
    ['none where none is wanted', `env: [${allowed('no')}]`, undefined],
    ['none where it is empty', `env: [${allowed('1')}, {name: MYSQL_ROOT_PASSWORD, value: ""}]`, undefined],
    [
      'one that a source may have',
      `env: [${allowed('1')}], envFrom: [{secretRef: {name: s}}]`,
      { secretKeyRef: { name: 's', key: 'MYSQL_ROOT_PASSWORD', optional: true } },
    ],
    [
      'one that a source has to have',
      'envFrom: [{secretRef: {name: s}}]',
      { secretKeyRef: { name: 's', key: 'MYSQL_ROOT_PASSWORD' } },
    ],
  ])('is %s', (_, more, expected) => expect(passwordIn(mysql(more))).toEqual(expected));

  test.each([
    [`env: [${allowed('1', 'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD')}]`, undefined],
    [`env: [${secret('MYSQL_ROOT_PASSWORD')}], envFrom: [{secretRef: {name: s}}]`, REFERENCE],
  ])('of MariaDB: %s', (more, expected) => expect(passwordIn(mysql(more, 'mariadb:11'))).toEqual(expected));

  test.each([
    [`env: [${allowed('')}]`, /nothing that its pod is given has MYSQL_ROOT_PASSWORD/],
    [`env: [${allowed('1')}, {name: MYSQL_ROOT_PASSWORD, value: fake}]`, /stands in the manifest/],
    [`env: [${allowed('1')}, {name: MYSQL_ROOT_PASSWORD_FILE, value: /s/p}]`, /files of its pod/],
  ])('is not there: %s', (more, expected) => expect(only(of(mysql(more)), 'none')?.known).toMatch(expected));
});

describe('a dump', () => {
  test('is never safe, rests on the configuration, and says what speaks against it', () => {
    const proposal = only(of(store()), 'dump')!;
    expect(proposal).toMatchObject({ safety: 'unsafe', evidence: [{ kind: 'config' }] });
    expect(proposal.doubts).toContainEqual(expect.stringMatching(/restored/));
    expect(proposal.promised).toEqual([
      { kind: 'Secret', name: 'db' },
      { kind: 'Secret', name: 'bucket' },
    ]);
  });

  test("runs in the server's image, by its login", () => {
    const { dump, upload } = podOf(store());
    expect(dump.image).toBe('postgres:16');
    expect(dump.env).toEqual([
      { name: 'PGHOST', value: 'db' },
      { name: 'PGDATABASE', value: 'postgres' },
      { name: 'PGUSER', value: 'postgres' },
      { name: 'PGPASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'pw' } } },
    ]);
    expect(upload.image).toBe('example.com/aws:1.2.3');
  });

  test('finds a variable where the server has it: the last of its sources', () => {
    const text =
      store('postgres:16', { more: 'envFrom: [{secretRef: {name: s}}, {configMapRef: {name: c}}]' }) +
      object('Secret', 'stringData: {POSTGRES_PASSWORD: fake}', 'v1', 's') +
      object('ConfigMap', 'data: {POSTGRES_USER: shop}', 'v1', 'c');
    expect(podOf(text).dump.env.slice(2)).toEqual([
      { name: 'PGUSER', valueFrom: { configMapKeyRef: { name: expect.anything(), key: 'POSTGRES_USER' } } },
      {
        name: 'PGPASSWORD',
        valueFrom: { secretKeyRef: { name: expect.anything(), key: 'POSTGRES_PASSWORD' } },
      },
    ]);
  });

  test('takes a source that nobody renders where it is the only one', () => {
    const { dump } = podOf(store('postgres:16', { more: 'envFrom: [{secretRef: {name: s}}]' }));
    expect(dump.env[3]).toEqual({
      name: 'PGPASSWORD',
      valueFrom: { secretKeyRef: { name: 's', key: 'POSTGRES_PASSWORD' } },
    });
  });

  test('has labels of its own', () =>
    expect(podOf(store()).metadata).toEqual({ labels: { app: 'db-backup' } }));

  test('is as large as the claim, and of its class', () => {
    const claim = object(
      'PersistentVolumeClaim',
      'spec: {storageClassName: fast, resources: {requests: {storage: 20Gi}}}',
      'v1',
      'db',
    );
    expect(podOf(store() + claim).volumes[0]).toEqual({
      name: 'backup',
      ephemeral: {
        volumeClaimTemplate: {
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName: 'fast',
            resources: { requests: { storage: '20Gi' } },
          },
        },
      },
    });
  });

  test.each([
    [
      'an environment has its folder',
      { name: 'prod', tier: 'production' },
      'copies',
      'prod/$(POD_NAMESPACE)/db',
    ],
    ['the bucket says it', { name: 'prod', tier: 'production' }, 'copies-prod', '$(POD_NAMESPACE)/db'],
    ['the prefix says it', { name: 'prod', tier: 'production' }, 'copies/prod', 'prod/$(POD_NAMESPACE)/db'],
    ['nobody says it', { name: undefined, tier: undefined }, 'copies', '$(POD_NAMESPACE)/db'],
  ])('%s', (_, environment, bucket, expected) => {
    const { upload } = podOf(store(), { ...BUCKET, bucket }, { environment });
    expect(upload.env).toContainEqual({ name: 'S3_PREFIX', value: expected });
  });

  test.each([
    [{ region: 'eu-west-1' }, 'https://s3.eu-west-1.amazonaws.com'],
    [{ endpoint: 'http://minio:9000', region: 'x' }, 'http://minio:9000'],
  ])('%j', (more, value) =>
    expect(podOf(store(), { ...BUCKET, ...more }).upload.env).toContainEqual({ name: 'S3_ENDPOINT', value }),
  );

  test.each([
    ['a member of a replica set', 'args: [--replSet, rs0]', true, false],
    [
      'a server with users',
      'env: [{name: MONGO_INITDB_ROOT_USERNAME, value: root}, {name: MONGO_INITDB_ROOT_PASSWORD, valueFrom: {secretKeyRef: {name: m, key: p}}}]',
      false,
      true,
    ],
  ])('of MongoDB: %s', (_, more, oplog, login) => {
    const script = podOf(store('mongo:7', { more, data: '/data/db', port: 27017 })).dump.command[2]!;
    expect(script.includes('--oplog')).toBe(oplog);
    expect(script.includes('--username')).toBe(login);
  });

  const settings = (text: string) =>
    store('redis:7', { more: 'args: [redis-server, /etc/r/redis.conf]', data: '/data', port: 6379 }).replace(
      'volumes: [',
      'volumes: [{name: c, configMap: {name: c}}, ',
    ) + object('ConfigMap', `data: {redis.conf: ${JSON.stringify(text)}}`, 'v1', 'c');

  test.each([
    ['without a password is asked without one', 'appendonly yes\n', ['dump']],
    ['with one in a file is not guessed at', 'requirepass x\n', ['none']],
    ['with users is not either', 'user a on\n', ['none']],
    ['that throws any key away is a cache', 'maxmemory-policy allkeys-lru\n', []],
    ['that throws those away which end anyway is none', 'maxmemory-policy volatile-lru\n', ['dump']],
  ])('of Redis %s', (_, text, expected) => expect(messages(settings(text))).toEqual(expected));

  test('of Redis asks with the password that its probes say', () => {
    const more =
      'env: [{name: PW, valueFrom: {secretKeyRef: {name: r, key: p}}}], args: [redis-server, --requirepass, $(PW)]';
    expect(podOf(store('redis:7', { more, data: '/data', port: 6379 })).dump.env).toContainEqual({
      name: 'REDISCLI_AUTH',
      valueFrom: { secretKeyRef: { name: 'r', key: 'p' } },
    });
  });

  test('is let through where policies keep the store from others', () => {
    const policy = object(
      'NetworkPolicy',
      'spec: {podSelector: {}, policyTypes: [Ingress, Egress]}',
      'networking.k8s.io/v1',
    );
    const [, inward, outward] = changesOf(only(of(store() + policy), 'dump'));
    expect(inward).toMatch(
      /"podSelector":\{"matchLabels":\{"app":"db-backup"\}\}\}\],"ports":\[\{"protocol":"TCP","port":5432/,
    );
    expect(outward).toMatch(/"policyTypes":\["Egress"\].*"port":443/);
  });
});

describe('a dump that policies have kept out', () => {
  const policy = object(
    'NetworkPolicy',
    'spec: {podSelector: {}, policyTypes: [Ingress, Egress]}',
    'networking.k8s.io/v1',
  );
  const team = (labels: string) =>
    cron('pg_dump -h db > /out/x', 'db-backup').replace(
      'template: {spec',
      `template: {metadata: {labels: ${labels}}, spec`,
    );
  const kept = (labels: string, message: string) => only(of(store() + team(labels) + policy), message)!;

  test('gets policies by its own labels', () =>
    expect(changesOf(kept('{app: db-backup}', 'kept-out'))).toEqual([
      expect.stringContaining('"from":[{"podSelector":{"matchLabels":{"app":"db-backup"}}}]'),
      expect.stringContaining('"podSelector":{"matchLabels":{"app":"db-backup"}},"policyTypes":["Egress"]'),
    ]));

  test.each(['{}', '{app: db}'])('and none by %s, which others have too', labels => {
    const proposal = kept(labels, 'shut-out');
    expect(proposal.changes).toEqual([]);
    expect(proposal.known).toMatch(/no labels of their own/);
  });
});

test('labels that layers give to all are no labels to tell a dump by', () => {
  const where = (key: string, path: readonly unknown[]) =>
    path.includes('labels') ? 'kustomization.yaml:3' : `${key}.yaml:1`;
  expect(only(of(store(), BUCKET, { where }), 'none')?.known).toMatch(/labels that a layer gives to all/);
});

describe('with Velero', () => {
  const schedule = (template: string, namespace = 'velero') =>
    `apiVersion: velero.io/v1\nkind: Schedule\nmetadata: {name: daily, namespace: ${namespace}}\nspec: {schedule: "0 4 * * *", template: ${template}}\n---\n`;

  test('a dump is made on the volume before it is copied', () => {
    const changes = changesOf(only(of(store() + schedule('{snapshotVolumes: false}'), {}), 'velero'));
    expect(changes).toContain('spec.template.metadata.annotations.backup.velero.io/backup-volumes = "data"');
    expect(changes.find(each => each.includes('hook.backup.velero.io/command'))).toContain('pg_dumpall');
    expect(changes.some(each => each.startsWith('+'))).toBe(false);
  });

  test('a namespace that no Schedule has gets one in the form of another', () => {
    const text = store() + schedule('{includedNamespaces: [other], ttl: 168h}');
    const [created] = changesOf(only(of(text, {}), 'velero')).filter(each => each.startsWith('+'));
    expect(created).toContain(
      '"schedule":"0 4 * * *","template":{"includedNamespaces":["shop"],"ttl":"168h"}',
    );
    expect(created).toContain('"namespace":"velero"');
  });

  test.each([
    ['{includedResources: [configmaps]}', true],
    ['{excludedResources: [pvc]}', true],
    ['{excludedNamespaceScopedResources: [persistentvolumeclaims]}', true],
    ['{snapshotVolumes: false, defaultVolumesToFsBackup: true, includedResources: [pvc, pv]}', true],
    ['{includedResources: [pvc, pv]}', false],
    ['{includedResources: ["*"], excludedResources: [events]}', false],
    ['{includedResources: [pods, persistentvolumeclaims, persistentvolumes]}', false],
  ])('a Schedule by which volumes are left out copies nothing: %s', (template, isFound) =>
    expect(messages(store() + schedule(template), {})).toEqual(isFound ? [expect.anything()] : []),
  );

  test.each(['[configmaps]', '[pods]', '[pvc, pv]'])(
    'one that copies %s runs no hook, or copies no dump: another does, by another name',
    kinds => {
      const text =
        store() + schedule(`{snapshotVolumes: false, includedResources: ${kinds}}`).replace('daily', 'shop');
      const [created] = changesOf(only(of(text, {}), 'velero')).filter(each => each.startsWith('+'));
      expect(created).toContain('"name":"shop-volumes"');
    },
  );

  const PLAIN = schedule('{snapshotVolumes: false}');
  const mysql = { data: '/var/lib/mysql', port: 3306 };
  const mongo = { data: '/data/db', port: 27017 };
  test.each([
    [
      'mysql:8.4',
      { ...mysql, more: 'env: [{name: MYSQL_ROOT_PASSWORD_FILE, value: /s/p}]' },
      /files of its pod/,
    ],
    [
      'mongo:7',
      { ...mongo, more: 'env: [{name: MONGO_INITDB_ROOT_USERNAME_FILE, value: /s/u}]' },
      /files of its pod/,
    ],
    ['postgres:16', { more: 'env: [{name: POSTGRES_USER_FILE, value: /s/u}]' }, /files of its pod/],
    ['postgres:16', { more: `${LOGIN}, command: [postgres]` }, /takes the place of the entrypoint/],
  ])('without a login there is no hook: %s %j', (image, more, expected) => {
    const known = only(of(store(image, more) + PLAIN, {}), 'none')?.known;
    expect(known).toMatch(/^a Schedule of Velero can copy its volume, and nothing dumps it first: /);
    expect(known).toMatch(expected);
  });

  test.each(['value: fake', 'valueFrom: {secretKeyRef: {name: m, key: p}}'])(
    'a hook has what the server has: %s',
    value => {
      const text = store('mysql:8.4', { ...mysql, more: `env: [{name: MYSQL_ROOT_PASSWORD, ${value}}]` });
      const changes = changesOf(only(of(text + PLAIN, {}), 'velero'));
      expect(changes.join()).toContain('$MYSQL_ROOT_PASSWORD');
      expect(changes.join()).not.toContain('fake');
    },
  );

  test('a Schedule that is paused is named, where no other has the namespace', () => {
    const paused = schedule('{}').replace('spec: {', 'spec: {paused: true, ');
    expect(only(of(store() + paused, {}), 'none')?.known).toMatch(/^Schedule daily .* switched off/);
    const other = schedule('{snapshotVolumes: false}').replace('daily', 'other');
    expect(messages(store() + paused + other, {})).toEqual(['velero']);
  });

  test('a named bucket comes first', () =>
    expect(messages(store() + schedule('{includedNamespaces: [other]}'))).toEqual(['dump']));
});

describe('of CloudNativePG', () => {
  const cluster = (spec: string) => object('Cluster', `spec: ${spec}`, 'postgresql.cnpg.io/v1', 'db');
  const scheduled = object('ScheduledBackup', 'spec: {cluster: {name: db}}', 'postgresql.cnpg.io/v1', 'db');

  test.each([
    ['{instances: 3}', '', ['operator']],
    ['{backup: {barmanObjectStore: {}}}', '', ['in-tree', 'unscheduled']],
    ['{backup: {barmanObjectStore: {}}}', scheduled, ['in-tree']],
    ['{plugins: [{name: barman-cloud.cloudnative-pg.io}]}', '', ['unscheduled']],
    ['{plugins: [{name: barman-cloud.cloudnative-pg.io}]}', scheduled, []],
    [
      '{plugins: [{name: barman-cloud.cloudnative-pg.io}]}',
      scheduled.replace('spec: {', 'spec: {suspend: true, '),
      ['none'],
    ],
  ])('%s', (spec, more, expected) => expect(messages(cluster(spec) + more)).toEqual(expected));

  test('its plugin takes it to the bucket', () => {
    const changes = changesOf(only(of(cluster('{instances: 3}'), { ...BUCKET, keep: 14 }), 'operator'));
    expect(changes[0]).toContain('"retentionPolicy":"14d"');
    expect(changes[0]).toContain('"destinationPath":"s3://copies/shop/"');
    expect(changes[1]).toContain('"barmanObjectName":"db-backup"');
    expect(changes[2]).toContain('"schedule":"0 0 2 * * *"');
  });

  const BY_ROLE = { bucket: 'copies', serviceAccount: 'copier', image: BUCKET.image };
  test('without a Secret that is what is asked for, and nothing that is said already', () => {
    for (const options of [{ bucket: 'copies' }, BY_ROLE]) {
      const { blocked, asks } = only(of(cluster('{instances: 3}'), options), 'none')!;
      expect(blocked).toMatch(/^which Secret lets Clusters into the bucket\?/);
      expect(asks).toHaveLength(1);
    }
  });

  test.each([
    '{serviceAccountTemplate: {metadata: {annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::1:role/x"}}}}',
    '{serviceAccountName: copier}',
  ])('a role of its account takes its place: %s', spec => {
    const proposal = only(of(cluster(spec), BY_ROLE), 'operator')!;
    expect(changesOf(proposal)[0]).toContain('"s3Credentials":{"inheritFromIAMRole":true}');
    expect(proposal.doubts).toContainEqual(expect.stringMatching(/^that the role of its account/));
    expect(proposal.promised).toEqual([]);
  });

  test.each([
    ['{instances: 3}', { ...BUCKET, bucket: 's3://copies' }, /is a name/],
    ['{instances: 3}', { ...BUCKET, schedule: '0 0 2 * * *' }, /five fields/],
    ['{backup: {volumeSnapshot: {}}}', { schedule: '0 0 2 * * *' }, /five fields/],
  ])('%s with %j cannot be', (spec, options, expected) =>
    expect(only(of(cluster(spec), options), 'none')?.blocked).toMatch(expected),
  );

  test('its members are let out where egress is denied', () => {
    const policy = object(
      'NetworkPolicy',
      'spec: {podSelector: {}, policyTypes: [Egress]}',
      'networking.k8s.io/v1',
    );
    const outward = changesOf(only(of(cluster('{instances: 3}') + policy), 'operator')).at(-1);
    expect(outward).toMatch(
      /"matchLabels":\{"cnpg.io\/cluster":"db","cnpg.io\/podRole":"instance"\}.*"Egress".*"port":443/,
    );
  });

  test('its plugin is told the region', () =>
    expect(changesOf(only(of(cluster('{}'), { ...BUCKET, region: 'eu-west-1' }), 'operator'))[0]).toContain(
      '"env":[{"name":"AWS_DEFAULT_REGION","value":"eu-west-1"}]',
    ));

  test.each([
    ['0.23.0', 'none'],
    ['0.9.x', 'none'],
    ['0.24.0', 'operator'],
    ['0.28.3', 'operator'],
    ['>=0.20', 'operator'],
  ])('its plugin wants an operator that knows it: chart %s', (version, expected) => {
    const charts = () => [{ name: 'cloudnative-pg', version, at: 'operator.yaml:9' }];
    const [proposal] = of(cluster('{}'), BUCKET, { platform: { charts } });
    expect(proposal?.message).toBe(expected);
    expect(proposal?.blocked ?? 'upgrade it first').toContain('upgrade it first');
  });

  test.each([
    ['ghcr.io/cloudnative-pg/cloudnative-pg:1.25.1', true],
    ['releases/cnpg-1.9.2.yaml', true],
    ['ghcr.io/cloudnative-pg/cloudnative-pg:1.26.0', false],
    ['ghcr.io/cloudnative-pg/cloudnative-pg:1.100.0', false],
  ])('or one of %s', (text, isOld) => {
    const mentions = (words: RegExp) => (words.test(text) ? 'operator.yaml:3' : undefined);
    expect(messages(cluster('{}'), BUCKET, { platform: { mentions } })).toEqual([
      isOld ? 'none' : 'operator',
    ]);
  });
});
