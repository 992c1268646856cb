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
