/** Inputs of tests are nobody's deployment: they are left alone until somebody names them. */
import { planOf, type Repo } from '../harness/repo.ts';
import { deployment, setting } from './tiny.ts';

const READY = setting(['spec', 'minReadySeconds'], 10);
const REPO: Repo = {
  'apps/kustomization.yaml': 'resources:\n  - web.yaml\n',
  'apps/web.yaml': deployment('web'),
  'pkg/testdata/one/kustomization.yaml': 'resources:\n  - input.yaml\n',
  'pkg/testdata/one/input.yaml': deployment('input'),
  'overlays/test/kustomization.yaml': 'resources:\n  - tested.yaml\n',
  'overlays/test/tested.yaml': deployment('tested'),
};
const changed = (repo: Repo, paths: string[] = []) =>
  planOf(repo, { transforms: [READY], selection: { paths } }).changes.map(({ path }) => path);

test('by default, with a word', () => {
  const { changes, notices } = planOf(REPO, { transforms: [READY] });
  expect(changes.map(({ path }) => path)).toEqual(['apps/web.yaml', 'overlays/test/tested.yaml']);
  expect(notices.map(({ message }) => message)).toEqual([
    'one root of test data, such as pkg/testdata/one, left alone: name a folder to look there',
  ]);
});

test('not where they are named', () => {
  const named = 'pkg/testdata/one/input.yaml';
  expect(changed(REPO, ['pkg/testdata'])).toEqual([named]);
  expect(changed({ ...REPO, 'kustomend.yaml': 'roots: ["pkg/**"]\n' })).toContain(named);
});

describe('examples', () => {
  const EXAMPLE: Repo = {
    'examples/web/kustomization.yaml': 'resources:\n  - shown.yaml\n',
    'examples/web/shown.yaml': deployment('shown'),
  };

  test('beside what is real are left alone, with a word', () => {
    const { changes, notices } = planOf({ ...REPO, ...EXAMPLE }, { transforms: [READY] });
    expect(changes.map(({ path }) => path)).not.toContain('examples/web/shown.yaml');
    expect(notices.map(({ message }) => message)).toContain(
      'one root of examples, such as examples/web, left alone: name a folder to look there',
    );
    expect(changed({ ...REPO, ...EXAMPLE }, ['examples'])).toEqual(['examples/web/shown.yaml']);
  });

  test('of which a repository is made are what it is about', () => {
    expect(changed(EXAMPLE)).toEqual(['examples/web/shown.yaml']);
  });
});
