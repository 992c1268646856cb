/** Fixes that somebody wants in the overlays. */
import { OVERLAYS } from '../../src/plan/model/result.ts';
import { planOf, type Repo } from '../harness/repo.ts';
import { deployment, setting } from './tiny.ts';

const READY = setting(['spec', 'minReadySeconds'], 10, { id: 'ready' });
const REPO: Repo = {
  'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
  'base/web.yaml': deployment('web'),
  'overlays/dev/kustomization.yaml': 'resources:\n  - ../../base\n',
  'overlays/live/kustomization.yaml': 'resources:\n  - ../../base\n',
};

function filesOf(repo: Repo, isRaised: boolean): string[] {
  const [fix] = planOf(repo, { transforms: [READY] }).fixes;
  const plan = planOf(repo, { transforms: [READY], raised: isRaised ? [fix!.id] : [] });
  expect(plan.fixes.map(({ status }) => status)).toEqual(['planned']);
  return plan.changes.map(({ path }) => path);
}

test('stand there, each root with its own, and nowhere else', () => {
  expect(filesOf(REPO, false)).toEqual(['base/web.yaml']);
  const files = filesOf(REPO, true);
  expect(files.filter(path => !path.startsWith('overlays/'))).toEqual([]);
  expect(new Set(files.map(path => path.split('/')[1]))).toEqual(new Set(['dev', 'live']));
});

test('stay where they are when the overlays have no place for them', () => {
  const plain: Repo = { 'web.yaml': deployment('web') };
  expect(filesOf(plain, true)).toEqual(filesOf(plain, false));
});

test('stay where they are when the overlays must not have them, and say why', () => {
  const label = setting(['metadata', 'labels', 'team'], 'shop', { id: 'label', via: 'texts' });
  const [fix] = planOf(REPO, { transforms: [label] }).fixes;
  const [raised] = planOf(REPO, { transforms: [label], raised: [fix!.id] }).fixes;
  expect(raised).toMatchObject({ status: 'planned', places: [{ file: 'base/web.yaml' }] });
  expect(raised!.passedOver).toEqual([
    { place: OVERLAYS, reason: 'a patch is more than it is worth', against: [] },
  ]);
});
