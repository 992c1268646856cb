/** Files that are named after objects: whatever these are called, the file stands in the folder where it is wanted. */

import { fileNameFor } from '../../src/plan/repository/habits/file-names.ts';
import { fileStem } from '../../src/plan/repository/habits/file-stem.ts';
import type { Repo } from '../harness/repo.ts';
import { budget } from './budgets.ts';
import { deployment, inRoot, onlyFix, outcome, overlay, setting } from './tiny.ts';

test.each([
  ['web', 'web'],
  ['system:reader', 'system-reader'],
  ['../../web', 'web'],
  ['one\n two', 'one-two'],
])('%j is %j in a file name', (name, stem) => {
  expect(fileStem(name)).toBe(stem);
});

test('a long name leaves room for what stands around it', () => {
  expect(fileStem('a'.repeat(253)).length).toBeLessThan(230);
});

test('a new object stands beside the other, whatever it is called', () => {
  expect(
    fileNameFor('A/B', '../web', { neighbour: 'api.yaml', calledAs: 'api.yaml' }, () => false, '.yaml'),
  ).toBe('web-a-b.yaml');
});

test.each([
  ['trac-tcm-api', 'deploy-trac-api.yaml', 'networkpolicy-trac-api.yaml'],
  ['eightknot-redis', 'base/8k-redis.yaml', '8k-redis-networkpolicy.yaml'],
  ['web-api', 'api-deployment.yaml', 'api-networkpolicy.yaml'],
  ['web', 'shop.yaml', 'web-networkpolicy.yaml'],
])('a new object for %s beside %s has the name that the file has for it', (name, neighbour, expected) => {
  const beside = { neighbour, calledAs: neighbour };
  expect(fileNameFor('NetworkPolicy', name, beside, () => false, '.yaml')).toBe(expected);
});

test.each([
  ['shop-api', 'base/api-deployment.yaml', [], 'api-pdb.yaml'],
  ['shop-api', 'base/api-deployment.yaml', ['api-pdb.yaml'], 'shop-api-pdb.yaml'],
  ['shop-api', 'base/api/deployment.yaml', [], 'shop-api-pdb.yaml'],
  ['shop-api', '', [], 'shop-api-pdb.yaml'],
])('in an overlay %s of %s is called as there', (name, calledAs, taken: readonly string[], expected) => {
  const file = fileNameFor(
    'PodDisruptionBudget',
    name,
    { neighbour: '', calledAs },
    each => taken.includes(each),
    '.yaml',
  );
  expect(file).toBe(expected);
});

test.each([
  ['statefulset.yaml', 'db-pooler-service.yaml'],
  ['', 'db-pooler-service.yaml'],
])('what comes with a new workload is not called after its kind alone beside %j', (neighbour, expected) => {
  const beside = { neighbour, calledAs: 'statefulset.yaml', isOfNewThing: true };
  expect(fileNameFor('Service', 'db-pooler', beside, () => false, '.yaml')).toBe(expected);
});

test.each(['up/../web', '"one\\ntwo"'])('a patch of %j is a file of its overlay', name => {
  const repo: Repo = {
    'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
    'base/web.yaml': deployment('web').replace('name: web', `name: ${name}`),
    ...overlay('dev'),
    ...overlay('prod'),
  };
  const found = outcome(repo, [setting(['spec', 'minReadySeconds'], 10, { when: inRoot('prod') })]);
  expect(onlyFix(found).status).toBe('planned');
  const [, file] = Object.keys(found.changed);
  expect(file).toMatch(/^overlays\/prod\/[\w.-]+-patch\.yaml$/);
});

describe('a new patch is called', () => {
  const FIELD = ['metadata', 'annotations'];
  const fileFor = (more: Repo, name = 'web') => {
    const repo: Repo = {
      'base/kustomization.yaml': 'resources:\n  - web.yaml\n  - budget.yaml\n',
      'base/web.yaml': deployment(name),
      'base/budget.yaml': `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: ${name}\nspec:\n  minAvailable: 1\n`,
      ...overlay('dev'),
      ...overlay('prod'),
      ...more,
    };
    const wish = (kind: string) => setting(FIELD, { a: 'b' }, { kinds: [kind], when: inRoot('prod') });
    return (kind: string) =>
      Object.keys(outcome(repo, [wish(kind)]).changed).find(file => !file.endsWith('kustomization.yaml'));
  };
  /** Patches that other overlays have in files of their own. */
  const patches = (...files: string[]): Repo => ({
    ...overlay('dev', `patches:\n${files.map(file => `  - path: patches/${file}\n`).join('')}`),
    ...Object.fromEntries(
      files.map(file => [
        `overlays/dev/patches/${file}`,
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  minReadySeconds: 1\n',
      ]),
    ),
  });

  test('after the kind first where the others are', () => {
    const named = fileFor(patches('deployment-wait.yaml', 'deployment-other.yaml'));
    expect(named('PodDisruptionBudget')).toBe('overlays/prod/patches/pdb-web.yaml');
  });

  test('after its object alone for workloads only', () => {
    const named = fileFor(patches('wait.yaml'));
    expect(named('PodDisruptionBudget')).toBe('overlays/prod/patches/web-pdb.yaml');
    expect(named('Deployment')).toBe('overlays/prod/patches/web.yaml');
  });

  test('with the kind where the object is called a patch', () => {
    expect(fileFor({}, 'hook-patch')('Deployment')).toBe('overlays/prod/hook-patch-deployment-patch.yaml');
    expect(fileFor({})('Deployment')).toBe('overlays/prod/web-patch.yaml');
  });
});

describe('words are kept apart as in the other files of the folder', () => {
  const fileBeside = (...files: string[]) => {
    const repo: Repo = {
      'base/kustomization.yaml': `resources:\n  - web.yaml\n${files.map(file => `  - ${file}\n`).join('')}`,
      'base/web.yaml': deployment('web'),
      ...Object.fromEntries(
        files.map(file => [
          `base/${file}`,
          `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${file.replace(/\W|_/g, '')}\n`,
        ]),
      ),
    };
    return Object.keys(outcome(repo, [budget()]).changed).find(file => !file.endsWith('kustomization.yaml'));
  };

  test.each([
    [['web_settings.yaml'], 'base/web_pdb.yaml'],
    [['web_settings.yaml', 'web-cache.yaml'], 'base/web-pdb.yaml'],
    [['settings.yaml'], 'base/web-pdb.yaml'],
  ])('%j: %s', (files, expected) => expect(fileBeside(...files)).toBe(expected));

  test('also those of patches', () => {
    const repo: Repo = {
      'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
      'base/web.yaml': deployment('web'),
      ...overlay('dev'),
      ...overlay('prod', 'patches:\n  - path: patch_api.yaml\n    target:\n      kind: Nothing\n'),
      'overlays/prod/patch_api.yaml': '- op: add\n  path: /metadata/labels/a\n  value: b\n',
    };
    const { changed } = outcome(repo, [setting(['spec', 'minReadySeconds'], 10, { when: inRoot('prod') })]);
    expect(Object.keys(changed)).toContain('overlays/prod/patch_web.yaml');
  });
});
