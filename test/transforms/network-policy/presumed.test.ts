/** Callers whose address is in a Secret that stands in no manifest. */

import networkPolicy from '../../../transforms/network-policy/index.ts';
import { planOf } from '../../harness/repo.ts';
import { propose, rootOf, type Setting, workload } from '../root.ts';

const STORE =
  workload('containers: [{name: db, image: "postgres:16.4", ports: [{containerPort: 5432}]}]', {
    name: 'db',
  }) +
  `
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {selector: {app: db}, ports: [{port: 5432}]}
---
`;
const ref = (name: string) => `{name: ${name}, valueFrom: {secretKeyRef: {name: hidden, key: a}}}`;
const app = (given: string) => workload(`containers: [{name: c, image: "c:1", ${given}}]`, { name: 'app' });

function policyFor(text: string, setting: Setting = {}) {
  const found = propose(networkPolicy, rootOf(text, setting)).find(each => each.at.on === 'Deployment/db');
  const [change] = found?.changes ?? [];
  const spec = change?.type === 'create' ? JSON.stringify(change.manifest.spec) : '';
  return { found, letsIn: spec.includes('"of":"Deployment/app"') };
}

test.each([
  ['the address of a database', `env: [${ref('DATABASE_URL')}]`],
  ['the address of that database', `env: [${ref('PGHOST')}]`],
  ['all that it is told', 'envFrom: [{secretRef: {name: hidden}}]'],
])('who takes %s from a Secret that nobody renders is let in, and it is said', (_, given) => {
  const { found, letsIn } = policyFor(STORE + app(given));
  expect(letsIn).toBe(true);
  expect(found?.doubts).toContainEqual(
    expect.stringContaining('comes from Secret hidden, which stands in no manifest'),
  );
});

test.each([
  ['the address of another server', `env: [${ref('REDIS_URL')}]`],
  ['a password', `env: [${ref('DB_PASSWORD')}]`],
  ['a variable', 'env: [{name: DATABASE_URL, value: elsewhere}]'],
])('who takes %s is not', (_, given) => {
  expect(policyFor(STORE + app(given)).letsIn).toBe(false);
});

test('a Secret that somebody renders says who is meant', () => {
  const secret = `
apiVersion: v1
kind: Secret
metadata: {name: hidden, namespace: shop}
stringData: {a: "postgres://elsewhere.example.com/db"}
---
`;
  expect(policyFor(STORE + secret + app(`env: [${ref('DATABASE_URL')}]`)).letsIn).toBe(false);
});

test.each([
  ['ExternalSecret db', 'external-secrets.io/v1', 'ExternalSecret', '{target: {name: hidden}, dataFrom: []}'],
  ['SealedSecret hidden', 'bitnami.com/v1alpha1', 'SealedSecret', '{encryptedData: {a: x}}', 'hidden'],
  [
    'VaultStaticSecret db',
    'secrets.hashicorp.com/v1beta1',
    'VaultStaticSecret',
    '{destination: {name: hidden}}',
  ],
])('what brings the Secret is said: %s', (by, apiVersion, kind, spec, name = 'db') => {
  const maker = `\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: shop}\nspec: ${spec}\n---\n`;
  const told = app(`env: [${ref('DATABASE_URL')}]`);
  const { found, letsIn } = policyFor(STORE + told + maker);
  expect(letsIn).toBe(true);
  expect(found?.doubts).toContainEqual(
    `that app calls it is not seen: DATABASE_URL comes from Secret hidden, which ${by} brings: its value is not here`,
  );
});

const beside = (apiVersion: string, kind: string, spec: string) => {
  const object = `\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: main, namespace: shop}\nspec: ${spec}\n---\n`;
  const told = app(`env: [${ref('DATABASE_URL').replace('hidden', 'main-app')}]`);
  return policyFor(STORE + object + told).found?.doubts?.join();
};

test('of what an operator may call after its object no more is said than that', () => {
  expect(beside('postgresql.example.com/v1', 'Cluster', '{instances: 3}')).toContain(
    'Secret main-app, which the operator of Cluster main may make: its value is not here',
  );
});

test.each([
  ['what has no pods', 'traefik.io/v1alpha1', 'Middleware', '{auth: {secretName: main-app}}'],
  ['what has a pod template', 'serving.knative.dev/v1', 'Service', '{template: {spec: {containers: []}}}'],
])('and of %s nothing is said', (_, apiVersion, kind, spec) => {
  expect(beside(apiVersion, kind, spec)).toContain('Secret main-app, which stands in no manifest');
});

test('a command that makes the Secret is said', () => {
  const outside = { platform: { madeOutside: () => 'scripts/secrets.sh:4' } };
  expect(policyFor(STORE + app(`env: [${ref('DATABASE_URL')}]`), outside).found?.doubts?.join()).toContain(
    'Secret hidden, which is made outside of the manifests (scripts/secrets.sh:4)',
  );
});

describe('all that a Secret gives', () => {
  const given = 'envFrom: [{secretRef: {name: hidden}}]';
  const backup = (script: string) => `command: [sh, -c, '${script}'], ${given}`;

  test.each([
    ['pg_dump | aws s3 cp - s3://backups/x', true],
    ['pg_dump "$DATABASE_URL" > /backup/x', true],
    ['psql -c "select 1"', true],
    ['aws s3 sync /data "$BACKUP_BUCKET"', false],
    ['redis-cli -u "$REDIS_URL" --rdb /backup/x', false],
    ['tar czf /backup/x /data', false],
    ['./backup.sh', true],
  ])('is used by a command that shows all that runs as far as that names it: %s', (script, letsIn) => {
    expect(policyFor(STORE + app(backup(script))).letsIn).toBe(letsIn);
  });

  const shown = (...keys: string[]): Setting => ({
    platform: { secretKeys: () => new Map([['hidden', new Set(keys)]]) },
  });
  const commented = (text: string): Setting => ({
    platform: { lines: words => (words.test(text) ? [{ at: 'app.yaml:9', text }] : []) },
  });
  test.each([
    ['an example has the address', shown('DATABASE_URL', 'KEY'), true],
    ['an example has that of another', shown('REDIS_URL', 'KEY'), false],
    ['an example has none', shown('API_KEY'), false],
    ['a comment lists the address', commented('# hidden: DATABASE_URL, API_KEY'), true],
    ['a comment lists none', commented('name: hidden # API_KEY, SESSION_SECRET'), false],
    ['a comment goes on', commented('# hidden: API_KEY, SESSION_SECRET,'), true],
    ['a comment is about another', commented('# hidden-too: API_KEY, SESSION_SECRET'), true],
  ])('has the keys that are shown: %s', (_, setting, letsIn) => {
    expect(policyFor(STORE + app(given), setting).letsIn).toBe(letsIn);
  });

  test('has the keys that are fetched for it', () => {
    const external = (key: string, more = '') => `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: hidden, namespace: shop}
spec: {data: [{secretKey: ${key}}]${more}}
---
`;
    expect(policyFor(STORE + app(given) + external('API_KEY')).letsIn).toBe(false);
    expect(policyFor(STORE + app(given) + external('PGHOST')).letsIn).toBe(true);
    expect(policyFor(STORE + app(given) + external('API_KEY', ', dataFrom: [{}]')).letsIn).toBe(true);
  });
});

describe('a program of the image that calls the store', () => {
  const told = workload('containers: [{name: c, image: "shop:1", env: [{name: DB, value: "db:5432"}]}]', {
    name: 'web',
  });
  const silent = (image: string) =>
    workload(`containers: [{name: c, image: "${image}", args: [work]}]`, { name: 'app' });

  test('may have its address built in', () => {
    const { found, letsIn } = policyFor(STORE + told + silent('shop:1'));
    expect(letsIn).toBe(true);
    expect(found?.doubts).toContainEqual(
      expect.stringContaining('it runs the image of Deployment web, which calls the store'),
    );
  });

  test('is none where its image is another', () => {
    expect(policyFor(STORE + told + silent('mail:1')).letsIn).toBe(false);
  });
});

test('an example of a Secret beside the kustomization shows its keys', () => {
  const deploy = (name: string, keys: string) =>
    planOf(
      {
        'kustomization.yaml': 'namespace: shop\nresources: [all.yaml]\n',
        'all.yaml': STORE + app('envFrom: [{secretRef: {name: hidden}}]'),
        [name]: `apiVersion: v1\nkind: Secret\nmetadata: {name: hidden}\nstringData: {${keys}}\n`,
      },
      { selection: { unsafe: true, only: ['network-policy'] } },
    ).fixes.find(({ message }) => message.includes('pods of Deployment db'));
  const isLetIn = (keys: string, name = 'secret.example.yaml') =>
    deploy(name, keys)?.message.includes('lets in app');
  expect(isLetIn('DATABASE_URL: "postgres://..."')).toBe(true);
  for (const name of ['secret.example.yaml', 'secret.yaml.example', 'secret.yaml.dist'])
    expect(isLetIn('API_KEY: x', name)).not.toBe(true);
});
