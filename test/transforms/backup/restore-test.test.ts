/** What tries a dump that stands, and what does not. */
import type { JsonObject } from '../../../src/transform.ts';
import transform from '../../../transforms/backup/index.ts';
import { oldestFor } from '../../../transforms/backup/restore/age.ts';
import { changesOf, only, propose, rootOf, workload } from '../root.ts';

const LOGIN = 'env: [{name: POSTGRES_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: pw}}}]';
const SCHEDULE = '0 9 * * 0';
const OPTIONS = { restoreTest: SCHEDULE, bucket: 'copies', image: 'example.com/aws:1.2.3', secret: 'bucket' };

const object = (kind: string, spec: string, apiVersion = 'v1', name = 'x') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: shop}\nspec: ${spec}\n---\n`;

function store(
  image = 'postgres:16',
  { name = 'db', more = LOGIN, pod = '', data = '/var/lib/postgresql/data' } = {},
) {
  const container = `{name: ${name}, image: "${image}", volumeMounts: [{name: data, mountPath: ${data}}], ${more}}`;
  const volume = `{name: data, persistentVolumeClaim: {claimName: ${name}}}`;
  return (
    workload(`containers: [${container}]\nvolumes: [${volume}]\n${pod}`, { kind: 'StatefulSet', name }) +
    object('Service', `{selector: {app: ${name}}, ports: [{port: 5432}]}`, 'v1', name)
  );
}

const UPLOAD = 'env: [{name: S3_BUCKET, value: theirs}, {name: S3_PREFIX, value: shop/db}]';
/** As an earlier run has written it, as far as it matters here. */
function dump({ name = 'db-backup', schedule = '0 2 * * *', more = '', upload = UPLOAD, pod = '' } = {}) {
  const first = `{name: dump, image: "postgres:16", command: [sh, -c, pg_dump], env: [{name: PGHOST, value: db}, {name: PGUSER, value: shop}, {name: PGPASSWORD, value: fake}]}`;
  const spec = `{initContainers: [${first}], containers: [{name: upload, image: "aws:9", ${upload}}]${pod}}`;
  return object(
    'CronJob',
    `{schedule: "${schedule}"${more}, jobTemplate: {spec: {template: {metadata: {labels: {app: ${name}}}, spec: ${spec}}}}}`,
    'batch/v1',
    name,
  );
}
const TEST = object(
  'CronJob',
  '{schedule: "0 9 * * 0", jobTemplate: {spec: {template: {metadata: {labels: {app: db-restore-test}}, spec: {containers: [{name: restore, image: "postgres:16", command: [sh, -c, "pg_restore /backup/db"], env: [{name: S3_PREFIX, value: shop/db}]}]}}}}}',
  'batch/v1',
  'db-restore-test',
);
const DENIED = object('NetworkPolicy', '{podSelector: {}, policyTypes: [Egress]}', 'networking.k8s.io/v1');

const OPENSHIFT = {
  platform: {
    openShift: { signs: [{ at: 'r.yaml:1', file: 'r.yaml', within: undefined }], constraints: [] } as never,
  },
};

const of = (text: string, options: JsonObject = OPTIONS, setting = {}) =>
  propose(transform, rootOf(text, setting), options as never);
const messages = (...args: Parameters<typeof of>) => of(...args).map(({ message }) => message);
const written = (...args: Parameters<typeof of>) => changesOf(only(of(...args), 'restore-test')).join('\n');
const reason = (...args: Parameters<typeof of>) => {
  const { known, blocked } = only(of(...args), 'untried') ?? {};
  return known ?? blocked;
};

describe('a dump that stands', () => {
  test('is tried where it says that its copies lie, with its image', () => {
    const text = written(store() + dump({ pod: ', serviceAccountName: copier' }));
    expect(text).toContain('"name":"S3_BUCKET","value":"theirs"');
    expect(text).toContain('"image":"aws:9"');
    expect(text).toContain('"serviceAccountName":"copier"');
  });

  test('is tried by a server that is told nothing of the one it is of', () => {
    const text = written(store() + dump());
    expect(text).toContain(
      '{"name":"PGHOST","value":"/tmp"},{"name":"PGDATABASE","value":"postgres"},{"name":"PGUSER","value":"shop"}',
    );
    expect(text).not.toMatch(/PGPASSWORD|"value":"db"|secretKeyRef/);
  });

  test('is asked for with the references of its upload', () => {
    const ref = '{name: AWS_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: keys, key: id}}}';
    const upload = `envFrom: [{secretRef: {name: bucket}}], ${UPLOAD.replace(']', `, ${ref}]`)}`;
    const proposal = only(of(store() + dump({ upload })), 'restore-test');
    expect(changesOf(proposal)[0]).toMatch(
      /"secretKeyRef":\{"name":"keys","key":"id"\}.*"secretRef":\{"name":"bucket"\}/,
    );
    expect(proposal?.promised).toEqual([
      { kind: 'Secret', name: 'keys' },
      { kind: 'Secret', name: 'bucket' },
    ]);
  });

  test('runs as the user of the image, whoever the server is', () =>
    expect(written(store('postgres:16', { pod: 'securityContext: {runAsUser: 1234}' }) + dump())).toContain(
      '"runAsUser":999,"runAsGroup":999',
    ));

  test('is let out to the bucket alone', () => {
    const to = UPLOAD.replace(']', ', {name: S3_ENDPOINT, value: "http://store:9000"}]');
    const [, policy] = changesOf(only(of(store() + dump({ upload: to }) + DENIED), 'restore-test'));
    expect(policy).toMatch(
      /"name":.*-restore-test-egress.*"port":53.*\{"ports":\[\{"protocol":"TCP","port":9000\}\]\}\]/,
    );
    expect(policy).not.toContain('5432');
  });
});

describe('nothing is tried', () => {
  test.each([
    ['unless it is asked for', store() + dump(), { ...OPTIONS, restoreTest: undefined }],
    ['where a test stands', store() + dump() + TEST, OPTIONS],
  ])('%s', (_, text, { restoreTest, ...rest }) =>
    expect(messages(text, restoreTest === undefined ? rest : { ...rest, restoreTest })).toEqual([]),
  );

  test('before there is a dump', () => expect(messages(store())).toEqual(['dump']));

  test('and a test alone is no copy', () => expect(messages(store() + TEST)).toEqual(['dump']));
});

describe('what cannot be tried is said', () => {
  const long = 'orders-of-the-shop-in-the-north-and-the-south';
  test.each([
    ['a dump that is switched off', store() + dump({ more: ', suspend: true' }), /db-backup is switched off/],
    ['copies of somebody else', store() + dump({ upload: 'env: []' }), /copies it, and how that is restored/],
    ['TimescaleDB', store('timescale/timescaledb:2.17.2-pg16') + dump(), /steps of its own/],
    [
      'a name that is too long',
      store('postgres:16', { name: long }) + dump({ name: `${long}-backup` }),
      /more than 52/,
    ],
    [
      'an image whose user nobody knows',
      store('bitnami/postgresql:16', { data: '/bitnami/postgresql' }) + dump(),
      /not known/,
    ],
    ['a time that is that of the dump', store() + dump({ schedule: SCHEDULE }), /as the dump is made/],
  ])('%s', (_, text, expected) => expect(reason(text)).toMatch(expected));

  test('a schedule that is none', () =>
    expect(reason(store() + dump(), { ...OPTIONS, restoreTest: 'weekly' })).toMatch(
      /`restoreTest` .* five fields/,
    ));
});

describe('a doubt', () => {
  const doubts = (...args: Parameters<typeof of>) => only(of(...args), 'restore-test')?.doubts?.join('\n');
  test.each([
    [
      'what is loaded with the server',
      store('postgres:16', { more: `${LOGIN}, args: [-c, shared_preload_libraries=pg_cron]` }),
      {},
      /shared_preload/,
    ],
    ['another user', store(), OPENSHIFT, /initdb wants one/],
  ])('is %s', (_, text, setting, expected) =>
    expect(doubts(text + dump(), OPTIONS, setting)).toMatch(expected),
  );
});

test('policies that come behind a test are met by one of its own', () => {
  const upload = UPLOAD.replace(']', ', {name: S3_ENDPOINT, value: "https://store.example"}]');
  const [proposal] = of(store() + dump({ upload }) + TEST + DENIED).filter(
    ({ data }) => data?.what === 'restores',
  );
  expect(proposal?.message).toBe('kept-out');
  expect(changesOf(proposal)).toEqual([expect.stringMatching(/"app":"db-restore-test".*"port":443/)]);
});

test.each([
  ['0 2 * * *', 32],
  ['*/30 * * * *', 32],
  ['@daily', 32],
  ['@weekly', 176],
  ['0 2 * * 1-5', 176],
  ['CRON_TZ=Europe/Berlin 0 2 * * 0', 176],
  ['0 2 1 * *', 752],
  ['0 2 1,15 * 3', 176],
  ['0 2 1 1 *', 8792],
  ['@yearly', 8792],
])('the newest of %s is %i hours old at most', (schedule, hours) => expect(oldestFor(schedule)).toBe(hours));
