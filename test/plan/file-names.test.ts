/** Files that are named after objects: whatever these are called, the file stands in the folder where it is wanted. */

import { fileNameFor } from '../../src/plan/repository/file-names.ts';
import { fileStem } from '../../src/plan/repository/file-stem.ts';
import type { Repo } from '../harness/repo.ts';
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
  expect(fileNameFor('A/B', '../web', 'api.yaml', () => false, '.yaml')).toBe('web-a-b.yaml');
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
