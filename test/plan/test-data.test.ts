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
