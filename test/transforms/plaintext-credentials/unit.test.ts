import transform from '../../../transforms/plaintext-credentials/index.ts';
import { changesOf, only, propose, rootOf, workload } from '../root.ts';

const web = (env: string, more = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {template: {spec: {containers: [{name: web, image: "web:1", env: [${env}]${more}}]}}}
`;
const secret = (name: string, key: string, value: string) => `
---
apiVersion: v1
kind: Secret
metadata: {name: ${name}}
stringData: {${key}: ${value}}
`;
const PASSWORD = '{name: DB_PASSWORD, value: fake-db-pass}';

const ofWeb = (text: string, options = {}) =>
  propose(transform, rootOf(text), options).filter(({ at }) => at.on === 'Deployment/web');

test('a Secret that says the same is evidence, and only the rotation is left', () => {
  const [found] = ofWeb(web(PASSWORD) + secret('db', 'DB_PASSWORD', 'fake-db-pass'));
  expect(found?.message).toBe('env-secret');
  expect(found?.evidence).toEqual([
    { kind: 'manifest', at: 'Secret/db:1', says: 'its key DB_PASSWORD says the same' },
  ]);
  expect(found?.doubts).toEqual(['the old value stays in the history: rotate it']);
  expect(changesOf(found)).toHaveLength(2);
});

test('a Secret that says something else is doubted', () => {
  const [found] = ofWeb(web(PASSWORD) + secret('db', 'DB_PASSWORD', 'other'));
  expect(found?.doubts?.[0]).toBe('key DB_PASSWORD of Secret db says something else');
});

test.each([
  ['mariadb -uroot -pfake-db-pass shop', []],
  ['pg_dump postgres://shop:fake-db-pass@localhost/shop', []],
  ['sleep 9', ['env-secret']],
])('what a container beside it logs in with too is left together: %s', (command, found) => {
  const pod = web(PASSWORD).replace(
    '}]}}}',
    `}, {name: drill, image: "x:1", command: [sh, -c, "${command}"]}]}}}`,
  );
  const messages = ofWeb(pod + secret('db', 'DB_PASSWORD', 'other')).map(each => each.message);
  expect(messages.filter(each => each === 'env-secret')).toEqual(found);
});

test('of two Secrets that have the key, the one that the workload takes already', () => {
  const two = secret('db', 'DB_PASSWORD', 'a') + secret('other', 'DB_PASSWORD', 'b');
  expect(ofWeb(web(PASSWORD) + two)[0]?.message).toBe('env');
  const taking = web(PASSWORD, ', envFrom: [{secretRef: {name: other}}]');
  expect(ofWeb(taking + two)[0]?.data).toMatchObject({ secret: 'other' });
});

test('an address is no value of a Secret', () => {
  const url = '{name: DB_URL, value: "postgres://web:fake-db-pass@db/web"}';
  expect(ofWeb(web(url) + secret('db', 'DB_URL', 'x'))[0]?.message).toBe('env');
});

test('what git ignores is not in the repository', () => {
  const setting = { repository: { holds: (file: string) => file !== 'Secret/db' } };
  const found = propose(transform, rootOf(secret('db', 'DB_PASSWORD', 'fake-db-pass'), setting));
  expect(found).toEqual([]);
});

test('a ConfigMap keeps what something takes alone', () => {
  const config = `
apiVersion: v1
kind: ConfigMap
metadata: {name: db}
data: {DB_PASSWORD: fake-db-pass}
---
`;
  const both = ', envFrom: [{configMapRef: {name: db}}, {secretRef: {name: db}}]';
  const all = config + web('', both) + secret('db', 'DB_PASSWORD', 'fake-db-pass');
  expect(only(propose(transform, rootOf(all)), 'config-twice')).toBeDefined();
  const made =
    '---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: e}\nspec: {target: {name: db}, data: [{secretKey: DB_PASSWORD, remoteRef: {key: a}}]}\n';
  expect(only(propose(transform, rootOf(config + web('', both) + made)), 'config-twice')).toBeDefined();
  const alone = '{name: X, valueFrom: {configMapKeyRef: {name: db, key: DB_PASSWORD}}}';
  const kept = config + web(alone, both) + secret('db', 'DB_PASSWORD', 'fake-db-pass');
  expect(only(propose(transform, rootOf(kept)), 'config')).toBeDefined();
});

test('values of a chart', () => {
  const release = `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: grafana}
spec: {values: {grafana: {adminPassword: fake-grafana-pass, existingSecret: grafana-admin}}}
`;
  expect(propose(transform, rootOf(release)).map(({ data }) => data?.what)).toEqual([
    'grafana.adminPassword is a password',
  ]);
});

test('values of a chart in lists: variables and parameters', () => {
  const chart = (kind: string, spec: string) =>
    `apiVersion: example.com/v1\nkind: ${kind}\nmetadata: {name: grafana}\nspec: ${spec}\n---\n`;
  const text =
    chart('HelmRelease', '{values: {env: [{name: ADMIN_PASSWORD, value: fake-pass}, {name: A, value: b}]}}') +
    chart(
      'Application',
      '{source: {helm: {parameters: [{name: auth.password, value: fake-pass}, {name: auth.user, value: web}]}}}',
    );
  expect(propose(transform, rootOf(text)).map(({ data }) => data?.what)).toEqual([
    'env.ADMIN_PASSWORD is a password',
    'helm.parameters.auth.password is a password',
  ]);
});

test.each([
  ['[redis-cli, -a, fake-pass, ping]', 'a password'],
  ['[sh, -c, "mysqldump -uweb -pfake-Pass1 web > /tmp/x"]', 'a password'],
  ['[sh, -c, \'redis-cli -a "$REDIS_PASSWORD" ping\']', undefined],
  ['[mysql, -p$(DB_PASSWORD), -P, "3306"]', undefined],
  ['[exec, timeout, "5", /usr/bin/mysql, -pfake-Pass1]', 'a password'],
  ['[/wait-for, "db:3306", --, mysql, -pfake-Pass1]', 'a password'],
  ['[docker-entrypoint.sh, mysql, -pfake-Pass1]', 'a password'],
  ['[sh, -c, "until A=\'b c\' mysqladmin ping -pfake-Pass1; do sleep 1; done"]', 'a password'],
  ['[bash, -ec, "cd /x && \\\n  kubectl exec db-0 -- /bin/mysql -pfake-Pass1"]', 'a password'],
  ['[sh, -c, "n=$(mysql -N -pfake-Pass1 -e show)"]', 'a password'],
  ['[sh, -c, "bash -c \'mysql -pfake-Pass1\'"]', 'a password'],
  ['[/bin/wait, -host, mysql, -port, "3306"]', undefined],
  ['[/wait-for.sh, mongo, -p, "27017"]', undefined],
  ['[sh, -c, "/wait-for.sh mongo -p 27017"]', undefined],
  ['[sh, -c, "nc -z mysql -p 3306 || echo mysql -pnothing"]', undefined],
  ['[/app, "mysql -pnothing"]', undefined],
])('a password of a program whose option says nothing: %s', (command, what) => {
  const [found] = propose(
    transform,
    rootOf(workload(`containers: [{name: a, image: x, command: ${command}}]`)),
  );
  expect(found?.data?.what).toBe(what);
});

test.each([
  ['args: [mysql, -pfake-Pass1]', 'a password'],
  ['command: [mysql], args: [-pfake-Pass1]', 'a password'],
  ['command: [sh, -c], args: ["mysql -pfake-Pass1"]', 'a password'],
  ['args: [--db=mysql, mysql, -prefix=x]', undefined],
  ['command: [/app], args: [mysql, -prefix=x]', undefined],
])('in arguments a program is one that the command runs: %s', (fields, what) => {
  const [found] = propose(transform, rootOf(workload(`containers: [{name: a, image: x, ${fields}}]`)));
  expect(found?.data?.what).toBe(what);
});

test.each([
  ['CHANGE_ME', 'secret-stand-in'],
  ['CHANGE_ME_DB', 'secret-stand-in'],
  ['change-this-in-production', 'secret-stand-in'],
  // Somebody may well log in with it.
  ['changeme', 'secret-default'],
])('%s in a Secret is nothing to rotate, or a password: %s', (value, message) => {
  const [found] = propose(transform, rootOf(secret('db', 'DB_PASSWORD', value)));
  expect(found?.message).toBe(message);
  expect(/rotate/.test(found?.blocked ?? '')).toBe(message === 'secret-default');
});

test('all that is to be filled in a Secret is one finding; what is not stays one of its own', () => {
  const keys = ['DB_PASSWORD', 'API_TOKEN', 'MAIL_PASSWORD', 'APP_SECRET'];
  const data = [...keys.map(key => `${key}: CHANGE_ME`), 'ADMIN_PASSWORD: fake-Pass1'].join(', ');
  const text = `apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData: {${data}}\n`;
  expect(propose(transform, rootOf(text)).map(({ message, data }) => [message, data?.key])).toEqual([
    ['secret', 'ADMIN_PASSWORD'],
    ['secret-stand-in', 'DB_PASSWORD, API_TOKEN, MAIL_PASSWORD and 1 more'],
  ]);
});

test('an address with a text to be changed is a stand-in too', () => {
  const url = 'postgresql://shop:CHANGE_ME@db.example.com:5432/shop';
  expect(propose(transform, rootOf(secret('db', 'url', url)))[0]?.message).toBe('secret-stand-in');
});

describe('which Secret holds it', () => {
  const asked = (text: string, options = {}) => ofWeb(text, options)[0];
  const reads = (...names: readonly string[]) =>
    `, envFrom: [${names.map(name => `{secretRef: {name: ${name}}}`).join(', ')}]`;

  test('is asked with the name of the variable and its place, and never with the value', () => {
    const [ask] = asked(web(PASSWORD))?.asks ?? [];
    expect(ask).toMatchObject({ names: ['DB_PASSWORD (Deployment/web:1)'] });
    expect(JSON.stringify(ask)).not.toContain('fake-db-pass');
  });

  test.each([
    ['the Secrets that its workload reads', reads('web-secrets', 'mail'), ['mail', 'web-secrets']],
    ['one of its own where it reads none', '', ['{workload}-credentials']],
  ])('offers %s', (_, more, values) => {
    const choices = values.map(value => ({ states: { path: expect.anything(), value } }));
    expect(asked(web(PASSWORD, more))?.asks).toMatchObject([{ choices }]);
  });

  test('is settled by the answer, also for what no variable has', () => {
    const address = '{name: DB_URL, value: "postgres://web:fake-db-pass@db/web"}';
    const found = asked(web(address), { secret: 'web-secrets' });
    expect(found?.asks).toBeUndefined();
    expect(found?.known).toContain('take it from Secret web-secrets');
  });
});
