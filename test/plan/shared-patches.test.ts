/** Patches and entries that mean more than one object (placement.md, What is written there). */
import type { Repo } from '../harness/repo.ts';
import { deployment, newLines, outcome, overlay, scratch, setting } from './tiny.ts';

const RESOURCES = 'resources:\n  - one.yaml\n  - two.yaml\n';
const SIDECAR = ['spec', 'template', 'spec', 'containers', { name: 'log' }];

/** A patch of all Deployments, inline in the kustomization. */
const forAll = (pod: string, target = 'kind: Deployment') => `  - target:
      ${target}
    patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: any
      spec:
        template:
          spec:
${pod}`;

const LOG = `        - name: log
          image: example.com/log:1.0.0
          resources:
            requests:
              cpu: 10m
`;

const pair: Repo = { 'one.yaml': deployment('one'), 'two.yaml': deployment('two') };

test('a null that hides what an object says itself stays', () => {
  const repo: Repo = {
    'base/one.yaml': deployment('one') + LOG,
    'base/two.yaml': deployment('two'),
    'base/kustomization.yaml': `${RESOURCES}patches:
${forAll(`            containers:
              - name: log
                image: example.com/log:2.0.0
                resources: null
`)}`,
    ...overlay('prod'),
  };
  const wish = setting([...SIDECAR, 'resources', 'limits', 'memory'], '64Mi', {
    when: ({ name }) => name === 'two',
  });
  const { plan, changed } = outcome(repo, [wish]);
  expect(plan.fixes.map(({ status }) => status)).toEqual(['planned']);
  expect(Object.keys(changed)).toEqual(['base/kustomization.yaml']);
});

test('what a later patch for many takes away is said behind it', () => {
  const repo: Repo = {
    ...pair,
    'kustomization.yaml': `${RESOURCES}patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: one
      spec:
        template:
          spec:
            tolerations: []
${forAll('            volumes: null\n')}`,
  };
  const { plan, changed } = outcome(repo, [scratch({ when: ({ name }) => name === 'one' })]);
  expect(plan.fixes.map(({ status }) => status)).toEqual(['planned']);
  expect(newLines(repo['kustomization.yaml']!, changed['kustomization.yaml']!)).toContain('- name: tmp');
});

test('a mount in a patch for many stands above it where one of them has its volumes taken away', () => {
  const repo: Repo = {
    'base/one.yaml': deployment('one'),
    'base/two.yaml': deployment('two'),
    'base/kustomization.yaml': `${RESOURCES}patches:
${forAll(`            containers:
              - name: log
                image: example.com/log:2.0.0
`)}  - target:
      kind: Deployment
      name: two
    patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: two
      spec:
        template:
          spec:
            volumes: null
`,
    ...overlay('prod'),
  };
  const { plan } = outcome(repo, [scratch()]);
  expect(plan.fixes.map(({ status }) => status)).toEqual(['planned', 'planned']);
});

test('a value in a patch for many stays where a layer shows it of an object that layers above say otherwise of', () => {
  const user = (id: number) => `            securityContext:\n              runAsUser: ${id}\n`;
  const repo: Repo = {
    'base/one.yaml': deployment('one'),
    'base/two.yaml': deployment('two'),
    'base/kustomization.yaml': `${RESOURCES}patches:\n${forAll(user(0))}`,
    'middle/kustomization.yaml': `resources:\n  - ../base\npatches:\n${forAll(user(5), 'name: two')}`,
    'prod/kustomization.yaml': 'resources:\n  - ../middle\n',
  };
  const wish = setting(['spec', 'template', 'spec', 'securityContext', 'runAsUser'], 1000, {
    when: ({ name }) => name === 'one',
  });
  const { plan, changed } = outcome(repo, [wish]);
  expect(plan.fixes.map(({ status }) => status)).toEqual(['planned']);
  expect(Object.keys(changed)).toEqual(['middle/kustomization.yaml']);
});

test('a labels entry for many objects is not rewritten for one of them', () => {
  const repo: Repo = {
    'base/one.yaml': deployment('one'),
    'base/two.yaml': deployment('two'),
    'base/kustomization.yaml': `${RESOURCES}labels:\n  - pairs:\n      team: a\n`,
    'middle/kustomization.yaml': 'resources:\n  - ../base\n',
    'prod/kustomization.yaml': 'resources:\n  - ../middle\n',
  };
  const wish = setting(['metadata', 'labels', 'team'], 'b', { when: ({ name }) => name === 'one' });
  const { plan, changed } = outcome(repo, [wish]);
  expect(plan.fixes.map(({ status }) => status)).toEqual(['planned']);
  expect(Object.keys(changed)).toEqual(['middle/kustomization.yaml', 'middle/one-patch.yaml']);
});

describe('what a patch for many is to say besides', () => {
  const POD = ['spec', 'template', 'spec'];
  const base: Repo = {
    'base/one.yaml': deployment('one'),
    'base/two.yaml': deployment('two'),
    'base/kustomization.yaml': RESOURCES,
  };
  const hardened = `patches:\n${forAll('            securityContext:\n              runAsNonRoot: true\n')}`;
  const PROD = 'overlays/prod/kustomization.yaml';
  const repo: Repo = { ...base, ...overlay('prod', hardened), ...overlay('dev') };
  const user = (when: (name: string, root: string) => boolean) =>
    setting([...POD, 'securityContext', 'runAsUser'], 1000, {
      when: ({ name }, { path }) => when(name, path),
    });

  test('goes into it where all of them want it', () => {
    const { changed } = outcome(repo, [user((_, root) => root.endsWith('prod'))]);
    expect(Object.keys(changed)).toEqual([PROD]);
    expect(newLines(repo[PROD]!, changed[PROD]!)).toEqual(['runAsUser: 1000']);
  });

  test('is said of those that want it where others do not', () => {
    const { changed } = outcome(repo, [user((name, root) => root.endsWith('prod') && name === 'one')]);
    expect(Object.keys(changed)).toEqual([PROD]);
    expect(newLines(repo[PROD]!, changed[PROD]!)).toContain('name: one');
  });

  test('goes into that of a component, which reaches objects of several roots', () => {
    const parts = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n';
    const component: Repo = {
      ...base,
      'parts/kustomization.yaml': parts + hardened,
      ...overlay('prod', 'components:\n  - ../../parts\n'),
      ...overlay('test', 'components:\n  - ../../parts\n'),
      ...overlay('dev'),
    };
    const { changed } = outcome(component, [user((_, root) => !root.endsWith('dev'))]);
    expect(Object.keys(changed)).toEqual(['parts/kustomization.yaml']);
    expect(newLines(parts + hardened, changed['parts/kustomization.yaml']!)).toEqual(['runAsUser: 1000']);
  });

  test('is said of each where a chart may bring more of them', () => {
    const chart = 'helmCharts:\n  - name: shop\n    repo: https://charts.example.com\n';
    const partly: Repo = { ...repo, ...overlay('prod', hardened + chart) };
    const { changed } = outcome(partly, [user((_, root) => root.endsWith('prod'))]);
    expect(newLines(partly[PROD]!, changed[PROD]!)).toContain('name: two');
  });

  test('is said once where one of them says it already', () => {
    const said = '      securityContext:\n        runAsUser: 1000\n';
    const mixed: Repo = { ...repo, 'base/two.yaml': `${base['base/two.yaml']}${said}` };
    const { changed } = outcome(mixed, [user((name, root) => root.endsWith('prod') && name === 'one')]);
    expect(newLines(repo[PROD]!, changed[PROD]!)).toEqual(['runAsUser: 1000']);
  });
});
