/** Callers whose address is in a Secret that stands in no manifest. */

import networkPolicy from '../../../transforms/network-policy/index.ts';
import { propose, rootOf, workload } from '../root.ts';

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

function policyFor(text: string) {
  const found = propose(networkPolicy, rootOf(text)).find(each => each.at.on === 'Deployment/db');
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
