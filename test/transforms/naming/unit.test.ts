import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { linesIn } from '../../../src/plan/repository/platform/lines.ts';
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

function of(
  text: string,
  options: Readonly<Record<string, Json>> = {},
  repo: Readonly<Record<string, string>> = {},
) {
  return propose(
    transform,
    rootOf(text, { platform: { lines: linesIn(memoryFiles(repo), Object.keys(repo)) } }),
    options,
  );
}

test('a name says its kind otherwise than a neighbour, and the lines that name it are listed', () => {
  const repo = { 'a.sh': 'curl web-service:80\ncurl my-web-service\n', 'b.yaml': '- web-service.yaml\n' };
  const [found] = of(service('web-service') + service('api-svc'), {}, repo);
  expect(found).toMatchObject({
    message: 'differs',
    changes: [],
    data: { renamed: 'web-svc', example: ' as api-svc does', places: '1 line' },
    evidence: [{ at: 'a.sh:1', says: 'names it' }],
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

test('what a Secret holds encoded is named too', () => {
  const url = Buffer.from('http://web-service').toString('base64');
  const secret = `apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata: {url: ${url}}\n---\n`;
  const [found] = of(service('web-service') + service('api-svc') + secret);
  expect(found?.evidence).toEqual([{ kind: 'manifest', at: 'Secret/x:1', says: 'names it, encoded' }]);
});
