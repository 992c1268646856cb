import type { JsonObject } from '../../../src/transform.ts';
import transform from '../../../transforms/connection-pool/index.ts';
import { withHost } from '../../../transforms/connection-pool/with-host.ts';
import { changesOf, only, propose, rootOf, workload } from '../root.ts';

const IMAGE = { image: 'edoburu/pgbouncer:v1.25.2-p0' };
const LOGIN = 'env: [{name: POSTGRES_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: pw}}}]';

const object = (kind: string, rest: string, name = 'x', apiVersion = 'v1') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: shop}\n${rest}\n---\n`;
const server = (more = LOGIN, image = 'postgres:16') =>
  workload(`containers: [{name: db, image: "${image}", ${more}}]`, { kind: 'StatefulSet', name: 'db' }) +
  object('Service', 'spec: {selector: {app: db}, ports: [{port: 5432}]}', 'db');
const caller = (env: string, { name = 'web', replicas = 2, image = 'example.com/web:1' } = {}) =>
  workload(`containers: [{name: c, image: "${image}", env: [${env}]}]`, { name }).replace(
    'spec:',
    `spec:\n  replicas: ${replicas}`,
  );
const HOST = '{name: DB_HOST, value: db}';
const POOLER =
  workload(`containers: [{name: c, image: "edoburu/pgbouncer:v1.25.2-p0", env: [${HOST}]}]`, {
    name: 'db-pooler',
  }) + object('Service', 'spec: {selector: {app: db-pooler}, ports: [{port: 5432}]}', 'db-pooler');
const job = object(
  'Job',
  `spec: {template: {spec: {containers: [{name: c, image: "example.com/j:1", env: [${HOST}]}]}}}`,
  'seed',
  'batch/v1',
);
const of = (text: string, options: JsonObject = IMAGE, setting = {}) =>
  propose(transform, rootOf(text, setting), options as never);
const messages = (...args: Parameters<typeof of>) => of(...args).map(({ message }) => message);
const changes = (...args: Parameters<typeof of>) =>
  of(...args)
    .flatMap(changesOf)
    .join('\n');

describe('what is found', () => {
  test.each([
    ['several replicas', server() + caller(HOST), ['pool']],
    ['one replica', server() + caller(HOST, { replicas: 1 }), []],
    [
      'two applications',
      server() + caller(HOST, { replicas: 1 }) + caller(HOST, { replicas: 1, name: 'api' }),
      ['pool'],
    ],
    ['an application and a Job', server() + caller(HOST, { replicas: 1 }) + job, []],
    ['a user that is called like the Service', server() + caller('{name: PGUSER, value: db}'), []],
    ['a pooler in between', server() + caller(HOST) + caller(HOST, { name: 'pgbouncer' }), []],
    ['Keycloak', server() + caller(HOST, { image: 'quay.io/keycloak/keycloak:26.0' }), []],
    ['a migration', server() + caller(HOST, { name: 'migrate' }), []],
    ['another store', server(LOGIN, 'mysql:8') + caller(HOST), []],
  ])('%s', (_, text, expected) => expect(messages(text)).toEqual(expected));

  test.each([
    ['development', { name: 'dev', tier: 'development' }],
    ['a branch', { name: 'preview', tier: undefined, isPassing: true }],
  ])('nothing in %s', (_, environment) =>
    expect(messages(server() + caller(HOST), IMAGE, { environment })).toEqual([]),
  );
});

describe('what keeps it from being written', () => {
  test.each([
    ['no image', {}, 'which PgBouncer'],
    ['no version', { image: 'edoburu/pgbouncer' }, 'which version'],
    ['an early version', { image: 'edoburu/pgbouncer:1.18.0' }, 'from 1.21 on'],
    ['another image', { image: 'example.com/pgbouncer:1.25.0' }, 'known of edoburu/pgbouncer alone'],
  ])('%s', (_, options, words) =>
    expect(only(of(server() + caller(HOST), options), 'direct')!.blocked).toContain(words),
  );

  test.each([
    ['a password in the manifest', 'env: [{name: POSTGRES_PASSWORD, value: fake}]', 'from a Secret first'],
    ['no password', 'env: [{name: POSTGRES_HOST_AUTH_METHOD, value: trust}]', 'asks nobody for a password'],
    [
      'a password in a file',
      'env: [{name: POSTGRES_PASSWORD_FILE, value: /run/secrets/pw}]',
      'stands in files',
    ],
    [
      'a user in a file',
      'env: [{name: POSTGRES_USER_FILE, value: /run/secrets/user}, {name: POSTGRES_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: pw}}}]',
      'stands in files',
    ],
    ['a command of its own', `command: [postgres], ${LOGIN}`, 'the entrypoint'],
  ])('%s', (_, more, words) =>
    expect(only(of(server(more) + caller(HOST)), 'direct')!.known).toContain(words),
  );
});

describe('how many connections', () => {
  const sizes = (more: string, options: JsonObject = {}) => {
    const text = changes(server(`${more}, ${LOGIN}`) + caller(HOST), { ...IMAGE, ...options });
    return [...text.matchAll(/(?:default|reserve)_pool_size = (\d+)/g)].map(([, size]) => Number(size));
  };

  test('those of the table fit into a hundred', () => expect(sizes('args: []')).toEqual([25, 5]));
  test('fewer where the server takes fewer', () =>
    expect(sizes('args: [-c, max_connections=43]')).toEqual([16, 4]));
  test('more pods share what there is', () => expect(sizes('args: []', { replicas: 6 })).toEqual([13, 3]));
  const taken = (env: string, more = 'args: []') =>
    only(
      of(
        server(`${more}, ${LOGIN}`) + caller(`${HOST}, ${env}`) + caller(`${HOST}, ${env}`, { name: 'api' }),
      ),
      'pool',
    )!.doubts!.join();
  const USER = '{name: DB_USER, value: shop}';
  test('what its pools take is said, with whose number the limit is', () => {
    expect(taken(USER)).toContain(
      "2 pods x (25 + 5) = 60 of its 100 connections may be the pooler's (PostgreSQL's default",
    );
    expect(taken(USER, 'args: [-c, max_connections=300]')).toMatch(
      /60 of its 300 connections may be the pooler's(?! \()/,
    );
  });
  test('each user of a database has a pool', () => {
    const users = ['a', 'b', 'c'].map(each =>
      caller(`${HOST}, {name: DB_USER, value: ${each}}`, { name: each }),
    );
    const { doubts } = only(
      of(server(`args: [-c, max_connections=300], ${LOGIN}`) + users.join('')),
      'pool',
    )!;
    expect(doubts!.join()).toContain('2 pods x 3 pools x (25 + 5) = 180 of its 300');
  });
  test('who says no user may be one more', () =>
    expect(taken('{name: X, value: y}')).toContain('Not all callers say their user'));
  test('a person is asked where none is left', () =>
    expect(
      only(of(server(`args: [-c, max_connections=12], ${LOGIN}`) + caller(HOST)), 'direct')!.blocked,
    ).toContain('max_connections'));
});

test('passwords of servers before 14 are MD5', () => {
  expect(changes(server(LOGIN, 'postgres:13') + caller(HOST))).toContain('auth_type = md5');
  expect(changes(server(LOGIN, 'timescale/timescaledb:2.14.2-pg16') + caller(HOST))).toContain(
    'auth_type = scram',
  );
});

describe('pools that applications have of their own', () => {
  const pools = (env: string, replicas = 2) =>
    messages(server() + caller(`${HOST}, ${env}`, { replicas }), IMAGE);
  test.each([
    ['HikariCP', '{name: SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE, value: "10"}'],
    ['pgxpool', '{name: DATABASE_URL, value: "postgres://db:5432/shop?pool_max_conns=10"}'],
    ['SQLAlchemy', '{name: POOL_SIZE, value: "5"}, {name: MAX_OVERFLOW, value: "5"}'],
    ['database/sql', '{name: DB_MAX_OPEN_CONNS, value: "10"}'],
  ])('of %s fit', (_, env) => {
    expect(pools(env)).toEqual([]);
    expect(pools(env, 20)).toEqual(['pool']);
  });
  const served = (command: string, replicas = 2) => {
    const text = caller(HOST, { replicas }).replace('env:', `command: ${command}, env:`);
    expect(text).toContain('command:');
    return messages(server() + text, IMAGE);
  };
  test.each([
    ['sync workers', '[gunicorn, --workers, "3", "run:app"]', []],
    ['sync workers in a shell', '[sh, -c, "exec gunicorn -w 3 run:app"]', []],
    ['too many of them', '[gunicorn, --workers, "60", "run:app"]', ['pool']],
    ['too many threads of them', '[gunicorn, --workers, "3", --threads, "20", "run:app"]', ['pool']],
    ['workers that do what comes', '[gunicorn, --workers, "3", -k, gevent, "run:app"]', ['pool']],
    ['no number', '[gunicorn, "run:app"]', ['pool']],
  ])('of gunicorn: %s', (_, command, expected) => expect(served(command)).toEqual(expected));

  test.each([
    'REDIS_POOL_SIZE',
    'THREAD_POOL_SIZE',
    'WORKER_POOL_SIZE',
    'HTTP_MAX_CONNECTIONS',
    'redis.connectionPoolSize',
  ])('%s is none of the database', name => expect(pools(`{name: ${name}, value: "5"}`)).toEqual(['pool']));
  test.each(['POOL_SIZE', 'SHOP_POOL_SIZE', 'MAX_CONNECTIONS'])('of what %s is, nobody says', name => {
    const [found, ...more] = of(server() + caller(`${HOST}, {name: ${name}, value: "5"}`));
    expect(more).toEqual([]);
    expect(found).toMatchObject({ message: 'direct', changes: [] });
    expect(found!.known).toMatch(new RegExp(`^if ${name} \\(.+:\\d+\\) is the size of its pool`));
    // Whatever it is the size of: so many are too many.
    expect(pools(`{name: ${name}, value: "5"}`, 20)).toEqual(['pool']);
  });
  test('a size of the database counts, whatever else has a pool', () =>
    expect(pools('{name: REDIS_POOL_SIZE, value: "90"}, {name: DB_POOL_SIZE, value: "5"}')).toEqual([]));
  test('processes have one each', () =>
    expect(pools('{name: DB_POOL_SIZE, value: "10"}, {name: WEB_CONCURRENCY, value: "8"}')).toEqual([
      'pool',
    ]));
  test('and are no reason against what the team has named', () =>
    expect(
      messages(server() + caller(`${HOST}, {name: POOL_SIZE, value: "5"}`), {
        ...IMAGE,
        callers: ['Deployment/web'],
      }),
    ).toEqual(['pool', 'moved']));
});

test('it is never written unread', () =>
  expect(of(server() + caller(HOST)).map(({ safety }) => safety)).toEqual(['unsafe']));

describe('callers move', () => {
  const MOVE = { ...IMAGE, callers: ['Deployment/web'] };

  test('once the pooler is there', () => {
    expect(only(of(server() + caller(HOST), MOVE), 'moved')!.awaits).toBe('pooler db-pooler');
    expect(only(of(server() + POOLER + caller(HOST), MOVE), 'moved')!.awaits).toBeUndefined();
  });

  test.each([
    ['a host', HOST, 'db-pooler'],
    [
      'its long name',
      '{name: DB_HOST, value: db.shop.svc.cluster.local}',
      'db-pooler.shop.svc.cluster.local',
    ],
    [
      'a URL',
      '{name: DATABASE_URL, value: "postgres://db:x@db:5432/db"}',
      'postgres://db:x@db-pooler:5432/db',
    ],
    [
      'JDBC',
      '{name: JDBC_URL, value: "jdbc:postgresql://db:5432/shop"}',
      'jdbc:postgresql://db-pooler:5432/shop',
    ],
  ])('%s', (_, env, expected) =>
    expect(changes(server() + POOLER + caller(env), MOVE)).toContain(JSON.stringify(expected)),
  );

  test('a URL beside a host stays, and whoever has moved is done', () => {
    const url = '{name: DATABASE_URL, value: "postgres://db:5432/shop"}';
    expect(changes(server() + POOLER + caller(`${HOST}, ${url}`), MOVE)).not.toContain('postgres://');
    const gone = caller(`{name: DB_HOST, value: db-pooler}, ${url}`);
    expect(messages(server() + POOLER + gone, MOVE)).toEqual([]);
  });

  test.each([
    [
      'a Secret',
      `envFrom: [{secretRef: {name: s}}]`,
      object('Secret', 'stringData: {DB_HOST: db}', 's'),
      'Secret',
    ],
    ['TLS', `env: [${HOST}, {name: PGSSLMODE, value: require}]`, '', 'TLS'],
  ])('%s is said, and not written', (_, field, more, words) => {
    const web = caller(HOST).replace(`env: [${HOST}]`, field);
    expect(only(of(server() + POOLER + web + more, MOVE), 'past')!.known).toContain(words);
  });

  test('a ConfigMap that others read is left alone', () => {
    const from = `envFrom: [{configMapRef: {name: shared}}]`;
    const two = ['web', 'api'].map(name => caller(HOST, { name }).replace(`env: [${HOST}]`, from)).join('');
    const map = object('ConfigMap', 'data: {DB_HOST: db}', 'shared');
    expect(of(server() + POOLER + two + map, MOVE).map(({ known }) => known ?? '')).toContainEqual(
      expect.stringContaining('Deployment api too'),
    );
  });

  test('who is not named is told how', () =>
    expect(only(of(server() + POOLER + caller(HOST)), 'past')!.known).toContain('callers: [Deployment/web]'));
});

test('policies let it through', () => {
  const policy = object(
    'NetworkPolicy',
    'spec: {podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}',
    'db',
    'networking.k8s.io/v1',
  );
  const deny = object(
    'NetworkPolicy',
    'spec: {podSelector: {}, policyTypes: [Ingress, Egress]}',
    'all',
    'networking.k8s.io/v1',
  );
  const created = (text: string) => [...changes(text).matchAll(/"kind":"NetworkPolicy"/g)].length;
  expect(created(server() + caller(HOST))).toBe(0);
  expect(created(server() + caller(HOST) + policy)).toBe(1);
  expect(created(server() + caller(HOST) + policy + deny)).toBe(2);
});

describe('policies by labels that others have too', () => {
  const policy = (from: string) =>
    object(
      'NetworkPolicy',
      `spec: {podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: ${from}}}}]}]}`,
      'db',
      'networking.k8s.io/v1',
    );
  const twin = workload('containers: [{name: c, image: "example.com/twin:1"}]', { name: 'twin' }).replaceAll(
    'app: twin',
    'app: db',
  );

  test('none for a pooler that is planned', () => {
    const found = of(server() + twin + caller(HOST) + policy('web'));
    expect(only(found, 'direct')!.known).toContain('no labels of their own');
  });

  test('none for one that is there', () => {
    const moved = caller('{name: DB_HOST, value: db-pooler}');
    expect(messages(server() + POOLER + moved + policy('web'))).toEqual(['kept-out']);
    expect(messages(server() + twin + POOLER + moved + policy('web'))).toEqual(['shut-out']);
  });
});

describe('the pooler of an operator', () => {
  const cluster = object('Cluster', 'spec: {instances: 3}', 'db', 'postgresql.cnpg.io/v1');
  const deny = (rest = '') =>
    object(
      'NetworkPolicy',
      `spec: {podSelector: {}, policyTypes: [Egress]${rest}}`,
      'all',
      'networking.k8s.io/v1',
    );
  const web = caller('{name: DB_HOST, value: db-rw}');

  test('is not written where its pods would not reach the API server', () => {
    expect(only(of(cluster + web + deny(), {}), 'direct')!.known).toContain('API server');
    expect(messages(cluster + web + deny(', egress: [{ports: [{port: 6443}]}]'), {})).toEqual(['pool']);
    const api = ', egress: [{to: [{ipBlock: {cidr: 10.8.0.1/32}}], ports: [{port: 443}]}]';
    expect(messages(cluster + web + deny(api), {})).toEqual(['pool']);
  });

  test('speaks TLS, with the certificate of the Cluster', () => {
    const there = object('Pooler', 'spec: {cluster: {name: db}}', 'db-pooler', 'postgresql.cnpg.io/v1');
    const asking = (mode: string) =>
      messages(cluster + there + caller(`{name: DB_HOST, value: db-rw}, {name: PGSSLMODE, value: ${mode}}`), {
        callers: ['Deployment/web'],
      });
    expect(asking('require')).toEqual(['moved']);
    expect(asking('verify-full')).toEqual(['past']);
  });
});

test('what is not rewritten is said', () => {
  const both =
    '{name: DB_URL, value: "postgres://db:5432/shop"}, {name: DB_URLS, value: "postgres://one:5432/a,db:5432"}';
  const { doubts } = only(of(server() + caller(both), { ...IMAGE, callers: ['Deployment/web'] }), 'moved')!;
  expect(doubts!.join()).toContain(
    'DB_URLS (Deployment/web:1) names the server in a form that is not rewritten',
  );
});

test('who is named later is let in by a policy that is called after it', () => {
  const policy = object(
    'NetworkPolicy',
    'spec: {podSelector: {matchLabels: {app: db-pooler}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}',
    'db-pooler',
    'networking.k8s.io/v1',
  );
  const moved = ['web', 'api'].map(name => caller('{name: DB_HOST, value: db-pooler}', { name })).join('');
  const found = of(server() + POOLER + policy + moved);
  expect(found.map(({ message }) => message)).toEqual(['kept-out']);
  expect(found.flatMap(changesOf).join()).toContain('"suffix":"-pooler-from-api"');
});

test('whoever is named is let in from the start', () => {
  const deny = object(
    'NetworkPolicy',
    'spec: {podSelector: {}, policyTypes: [Ingress]}',
    'all',
    'networking.k8s.io/v1',
  );
  const job = caller(HOST, { name: 'migrate' });
  const { changes: made } = only(
    of(server() + caller(HOST) + job + deny, { ...IMAGE, callers: ['Deployment/web', 'Deployment/migrate'] }),
    'pool',
  )!;
  expect(JSON.stringify(made)).toContain('Deployment/migrate');
});

test('a policy for a caller is called after the pooler', () => {
  const out = object(
    'NetworkPolicy',
    'spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: db}}}]}]}',
    'web',
    'networking.k8s.io/v1',
  );
  expect(
    changes(server() + POOLER + caller(HOST) + out, { ...IMAGE, callers: ['Deployment/web'] }),
  ).toContain('"suffix":"-to-db-pooler"');
});

test.each([
  ['host=db port=5432 dbname=db', 'host=db-pooler port=5432 dbname=db'],
  ['db:5432', 'db-pooler:5432'],
  ['postgres://db@other/db', undefined],
  ['Server=db;Database=db', 'Server=db-pooler;Database=db'],
])('%s', (text, expected) => expect(withHost(text, { names: ['db'], pooler: 'db-pooler' })).toBe(expected));
