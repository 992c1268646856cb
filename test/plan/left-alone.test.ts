/** Examples and test data are left alone, and keep nothing out of the base that they would want themselves. */

import type { Repo } from '../harness/repo.ts';
import { BASE, outcome, overlay, setting } from './tiny.ts';

const POD = ['spec', 'template', 'spec'];
const users = setting([...POD, 'hostUsers'], false);
const repo: Repo = { ...BASE, ...overlay('staging'), ...overlay('prod') };
const below = (folder: string, more = ''): Repo => ({
  [`${folder}/kustomization.yaml`]: `resources:\n- ../../base\n${more}`,
});

test('an example that lacks the same gets it with the base', () => {
  const { changed } = outcome({ ...repo, ...below('examples/small') }, [users]);
  expect(Object.keys(changed)).toEqual(['base/web.yaml']);
});

test('nothing is written for an example alone', () => {
  const inExamples = setting([...POD, 'hostUsers'], false, {
    when: (_, { path }) => path === 'examples/small',
  });
  const { plan, changed } = outcome({ ...repo, ...below('examples/small') }, [inExamples]);
  expect({ changed, fixes: plan.fixes }).toEqual({ changed: {}, fixes: [] });
});

test('an example that wants another value keeps the one of all others out of the base', () => {
  const other = setting([...POD, 'priority'], (_, { path }) => (path.startsWith('examples') ? 1 : 2));
  const { changed } = outcome({ ...repo, ...below('examples/small') }, [other]);
  expect(Object.keys(changed)).not.toContain('base/web.yaml');
});

test('what a person has not named is no example: it gets nothing', () => {
  const { changed } = outcome({ ...repo, ...below('examples/small') }, [users], {
    selection: { paths: ['overlays'] },
  });
  expect(Object.keys(changed)).not.toContain('base/web.yaml');
});

test.each([
  ['overlays/demo', true],
  ['clusters/demo', true],
  ['demo', false],
  ['overlays/examples', false],
  ['examples/overlays/demo', false],
])('%s is looked at: %s', (folder, isLookedAt) => {
  const depth = '../'.repeat(folder.split('/').length);
  const { plan } = outcome({ ...repo, [`${folder}/kustomization.yaml`]: `resources:\n- ${depth}base\n` }, [
    users,
  ]);
  expect(plan.roots.find(each => each.folder === folder)?.selected).toBe(isLookedAt);
});
