import type { Json } from '../../../src/transform.ts';
import transform from '../../../transforms/naming/index.ts';
import { propose, rootOf, workload } from '../root.ts';

const service = (name: string) => `
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {ports: [{port: 80}]}
---
`;

function of(text: string, options: Readonly<Record<string, Json>> = {}) {
  return propose(transform, rootOf(text), options);
}

test('a name says its kind otherwise than a neighbour', () => {
  const [found] = of(service('web-service') + service('api-svc'));
  expect(found).toMatchObject({
    message: 'differs',
    changes: [{ type: 'rename', resource: 'Service/web-service', name: 'web-svc' }],
    data: { renamed: 'web-svc', example: ' as api-svc does' },
    evidence: [{ says: 'Services here end in -svc' }],
    safety: 'unsafe',
  });
});

test('where all names say it alike that is the way of the repository, unless the configuration has another', () => {
  const text = service('web-service') + service('api-service');
  expect(of(text)).toEqual([]);
  expect(of(text, { suffixes: { Service: '-svc' } })).toHaveLength(2);
  expect(of(text, { suffixes: { Service: '-service' } })).toEqual([]);
});

test('a name that is there already is said', () => {
  expect(of(service('web-service') + service('web-svc'))).toMatchObject([{ message: 'taken' }]);
});

test('a name that another root of the namespace has is said', () => {
  const text = (service('web-service') + service('api-svc')).replaceAll(
    'metadata: {',
    'metadata: {namespace: shop, ',
  );
  const neighbours = { other: service('web-svc').replace('metadata: {', 'metadata: {namespace: shop, ') };
  expect(propose(transform, rootOf(text, { neighbours }))).toMatchObject([{ message: 'taken' }]);
});

test('the name of a program says nothing of a kind', () => {
  const program = workload('containers: [{name: main, image: "web:1"}]', { name: 'web-service' });
  expect(of(program + service('web-service') + service('api-svc'))).toEqual([]);
});

test('claims and StatefulSets only where that is asked for', () => {
  const claim = (name: string) =>
    `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: ${name}}\n---\n`;
  const text = claim('web-claim') + claim('api-pvc');
  expect(of(text)).toEqual([]);
  expect(of(text, { stateful: true })).toMatchObject([{ data: { renamed: 'web-pvc' } }]);
});

test('of endings that hold one another the longer one goes', () => {
  expect(
    of(
      service('a') +
        'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {volumes: [{name: v, configMap: {name: web-config-map}}], containers: []}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: web-config-map}\n',
      { suffixes: { ConfigMap: '-cm' } },
    ),
  ).toMatchObject([{ data: { ending: '-config-map', renamed: 'web-cm' } }]);
});

test('volumes begin empty under another name', () => {
  const text = 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: web-claim}\n';
  const [found] = of(text, { stateful: true, suffixes: { PersistentVolumeClaim: '-pvc' } });
  expect(found?.doubts).toContain('its volumes begin empty under another name');
});

test('no name becomes longer than a label may be', () => {
  const long = `${'a'.repeat(58)}-svc`;
  expect(of(service(long), { suffixes: { Service: '-service' } })).toEqual([]);
});

test('what governs a StatefulSet cannot be renamed in it', () => {
  const set =
    'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec: {serviceName: db-service}\n---\n';
  const [found] = of(set + service('db-service') + service('api-svc'));
  expect(found?.doubts?.[0]).toMatch(/^StatefulSet db names it where nothing can change/);
});

test('the pods of a Job take no other address', () => {
  const job =
    'apiVersion: batch/v1\nkind: Job\nmetadata: {name: load}\nspec: {template: {spec: {containers: [{name: a, image: "x:1", args: ["--url=http://web-service:80/x"]}]}}}\n---\n';
  const [found] = of(job + service('web-service') + service('api-svc'));
  expect(found?.doubts?.[0]).toMatch(/^Job load names it where nothing can change/);
});

test('the image of a Job is no address, and neither is a host outside', () => {
  const job =
    'apiVersion: batch/v1\nkind: Job\nmetadata: {name: load}\nspec: {template: {spec: {containers: [{name: a, image: "acme/web-service:1.0", args: ["--url=https://web-service.example.com"]}]}}}\n---\n';
  const [found] = of(job + service('web-service') + service('api-svc'));
  expect(found?.doubts).toEqual(['callers that are not applied with it fail until they say the new name']);
});
