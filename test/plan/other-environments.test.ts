/** What other environments say of the same container: how far it reaches, and where it is written then. */

import { expectDeclaredRenders } from '../harness/invariants.ts';
import { applied, type Inputs, NO_SELECTION, planOf, type Repo } from '../harness/repo.ts';
import { patch } from './tiny.ts';

const podOf = (container: string) => `  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - ${container}
`;
/** A Deployment, or a patch of one. */
const web = (container: string) => patch('web', `  selector: {matchLabels: {app: web}}\n${podOf(container)}`);
const base = (container: string): Repo => ({
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': web(container),
});
const overlay = (name: string, more = ''): Repo => ({
  [`${name}/kustomization.yaml`]: `resources: [../base]\n${more}`,
});
const byJson = (container: string) => `patches:
  - target: {kind: Deployment}
    patch: |-
      - op: replace
        path: /spec/template/spec/containers/0
        value: ${container}
`;

/** New lines of each file that is written, and the plan, which a second run has nothing to add to. */
function written(repo: Repo, ...only: readonly string[]) {
  const selection = { ...NO_SELECTION, only, unsafe: true };
  const plan = planOf(repo, { selection });
  expectDeclaredRenders(repo, plan);
  expect(planOf(applied(repo, plan), { selection }).changes).toEqual([]);
  const texts = Object.fromEntries(plan.changes.map(({ path, after }) => [path, after]));
  return { plan, texts, files: Object.keys(texts).sort() };
}

test.each([
  ['a merge patch', `patches: [{path: own.yaml}]\n`],
  [
    'a JSON patch',
    `patches:
  - target: {kind: Deployment}
    patch: '[{"op": "add", "path": "/spec/template/spec/containers/0/command", "value": ["/app/own"]}]'
`,
  ],
])('who replaces the command by %s gets nothing that another root gets for its server', (_, patches) => {
  const repo = {
    ...base('{name: web, image: "valkey/valkey:8.0", ports: [{containerPort: 6379}]}'),
    ...overlay('one'),
    ...overlay('two', patches),
    ...(patches.includes('own.yaml') && {
      'two/own.yaml': patch('web', podOf('{name: web, command: [/app/own]}')),
    }),
  };
  const { files } = written(repo, 'probes');
  expect(files).toEqual(['one/kustomization.yaml', 'one/web-patch.yaml']);
});

test('a volume stands in the base where one overlay puts another container in place of the mounting one', () => {
  const server = '{name: web, image: "nginxinc/nginx-unprivileged:1.27.0"}';
  const { texts } = written(
    { ...base(server), ...overlay('one'), ...overlay('two', byJson(server)) },
    'writable-paths',
  );
  expect(texts['base/web.yaml']).toContain('emptyDir: {}');
  expect(texts['two/kustomization.yaml']).toContain('mountPath: /tmp');
  expect(texts['two/kustomization.yaml']).not.toContain('emptyDir');
});

const SIZED = 'resources: {requests: {cpu: 30m, memory: 70Mi}, limits: {memory: 150Mi}}';

test('numbers of a less serious environment are a guess, and stand where they lack', () => {
  const repo = {
    ...base('{name: web, image: "example.com/web:1"}'),
    ...overlay('production'),
    ...overlay('staging', 'patches: [{path: sizes.yaml}]\n'),
    'staging/sizes.yaml': patch('web', podOf(`{name: web, ${SIZED}}`)),
  };
  const { plan, files, texts } = written(repo, 'resources');
  expect(files).toEqual(['production/kustomization.yaml', 'production/web-patch.yaml']);
  expect(texts['production/web-patch.yaml']).toMatch(
    /cpu: 30m\n\s*memory: 70Mi\n\s*limits:\n\s*memory: 150Mi/,
  );
  expect(plan.fixes.flatMap(({ doubts }) => doubts)).toEqual([
    'how much it needs is not known: the number is that of staging, where it may have less to do',
    'how much memory it needs is not known, and over the limit it is killed: the number is that of staging, where it may have less to do',
  ]);
});

test('numbers that one of three environments writes stand in the base for the other two', () => {
  const repo = {
    ...base('{name: web, image: "example.com/web:1"}'),
    ...overlay('one'),
    ...overlay('two'),
    ...overlay('three', 'patches: [{path: sizes.yaml}]\n'),
    'three/sizes.yaml': patch('web', podOf(`{name: web, ${SIZED}}`)),
  };
  expect(written(repo, 'resources').files).toEqual(['base/web.yaml']);
});

test('a limit that another container is put in place of is missing, and not taken out', () => {
  const repo = {
    ...base(`{name: web, image: "example.com/web:1", ${SIZED}}`),
    ...overlay('production'),
    ...overlay(
      'staging',
      byJson('{name: web, image: "example.com/web:1", resources: {requests: {cpu: 20m, memory: 50Mi}}}'),
    ),
  };
  const { files, texts } = written(repo, 'resources');
  expect(files).toEqual(['staging/kustomization.yaml']);
  expect(texts['staging/kustomization.yaml']).toContain('limits: {memory: 150Mi}');
});

test('a limit that an overlay takes out is left out, whatever another one says', () => {
  const repo = {
    ...base(`{name: web, image: "example.com/web:1", ${SIZED}}`),
    ...overlay('staging', 'patches: [{path: free.yaml}]\n'),
    'staging/free.yaml': patch('web', podOf('{name: web, resources: {limits: {memory: null}}}')),
    ...overlay('production'),
  };
  expect(written(repo, 'resources').files).toEqual([]);
});

test('what the plan puts into an overlay that is there is a word of that environment, and not of the manifest', () => {
  const inline = `- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
    spec:
      paused: false
`;
  const root = (namespace: string, patches = '') =>
    `namespace: ${namespace}\nresources:\n- ../../base\n${patches === '' ? '' : `patches:\n${patches}`}`;
  const repo: Repo = {
    'base/kustomization.yaml': 'resources:\n- web.yaml\n',
    'base/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: app
        image: shop/web:1.4
`,
    'overlays/production/kustomization.yaml': root('shop', inline),
    'overlays/dev/kustomization.yaml': root('shop-dev'),
  };
  const usage = {
    at: 'kustomend.evidence.yaml:4',
    source: 'krr',
    date: '2026-01-01',
    isOld: false,
    method: 'x',
    days: 14,
    caveat: undefined,
    requests: { cpu: '120m', memory: '300Mi' },
    limits: { memory: '300Mi' },
  };
  const inputs: Inputs = {
    selection: { only: ['resources'] },
    observed: { images: new Map(), containers: new Map([['shop/Deployment/web/app', { usage }]]) },
  };
  const first = planOf(repo, inputs);
  const after = applied(repo, first);
  expect(Object.values(after).join()).toContain('memory: 300Mi');
  expect(planOf(after, inputs).changes).toEqual([]);
});
