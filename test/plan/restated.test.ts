/** Fields of kustomizations in their successors: only where everything that takes them in can be rendered. */
import kustomizationFields from '../../transforms/kustomization-fields/index.ts';
import type { Repo } from '../harness/repo.ts';
import { BASE, outcome, overlay, setting } from './tiny.ts';

const OLD: Repo = {
  ...BASE,
  'base/kustomization.yaml': 'commonLabels:\n  team: shop\nresources:\n  - web.yaml\n',
};
const stays = (repo: Repo) => {
  const { changed, plan } = outcome(repo, [{ ...kustomizationFields, preset: 'recommended' }]);
  return [Object.keys(changed), plan.fixes.map(({ status }) => status)];
};

test('a base that all overlays show is said in the fields of today', () => {
  expect(stays({ ...OLD, ...overlay('prod') })).toEqual([['base/kustomization.yaml'], ['planned']]);
});

test.each([
  ['has a remote base besides', 'components: []\n', '  - https://example.com/shop/base?ref=v1\n'],
  ['does not build here', 'secretGenerator:\n  - name: s\n    envs: [missing.env]\n', ''],
])('it stays where one of them %s', (_, more, resource) => {
  const file = 'overlays/prod/kustomization.yaml';
  const prod = { [file]: `${overlay('prod')[file]}${resource}${more}` };
  expect(stays({ ...OLD, ...overlay('dev'), ...prod })).toEqual([[], ['reported']]);
});

test('in overlay mode bases stay as they are', () => {
  const transform = { ...kustomizationFields, preset: 'recommended' } as const;
  const file = 'overlays/prod/kustomization.yaml';
  const prod = { [file]: `${overlay('prod')[file]}commonLabels:\n  env: prod\n` };
  const { changed, plan } = outcome({ ...OLD, ...prod }, [transform], {
    selection: { placement: 'overlay' },
  });
  expect(Object.keys(changed)).toEqual([file]);
  expect(plan.fixes.map(({ status, places }) => [status, places.map(place => place.file)])).toEqual([
    ['withdrawn', []],
    ['planned', [file]],
  ]);
});

test('what else is wanted, and has no place, does not hold it up', () => {
  const transform = { ...kustomizationFields, preset: 'recommended' } as const;
  const inText = setting(['spec', 'replicas'], 3, { via: 'texts' });
  const repo = { ...OLD, ...overlay('prod') };
  const { changed, plan } = outcome(repo, [inText, transform], { untracked: ['base/web.yaml'] });
  expect(Object.keys(changed)).toEqual(['base/kustomization.yaml']);
  expect(plan.fixes.map(({ transform: id, status }) => [id, status])).toEqual([
    ['tiny', 'withdrawn'],
    ['kustomization-fields', 'planned'],
  ]);
});
