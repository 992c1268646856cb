/** What is known before anything is looked for: it serves several plans, and says which roots kustomize is asked about. */
import { plan } from '../../src/plan/plan.ts';
import { doubtsOf, prepare } from '../../src/plan/prepared.ts';
import { inputOf, type Repo } from '../harness/repo.ts';
import { deployment, setting } from './tiny.ts';

const transforms = [setting(['spec', 'minReadySeconds'], 10)];
const LOST = 'resources:\n  - web.yaml\npatches:\n  - target:\n      kind: Deployment\n    path: lost.yaml\n';
const REPO: Repo = {
  'good/kustomization.yaml': 'resources:\n  - web.yaml\n',
  'good/web.yaml': deployment('web'),
  'bad/kustomization.yaml': LOST,
  'bad/web.yaml': deployment('web'),
  'bad/lost.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: [no map]\n',
};

test('a plan is the same with it', () => {
  const input = inputOf(REPO, { transforms });
  expect(plan(input, prepare(input))).toEqual(plan(input));
});

test('a root that we do not build is in doubt until kustomize has spoken', () => {
  const input = inputOf(REPO, { transforms });
  const prepared = prepare(input);
  expect(doubtsOf(prepared).folders).toEqual(['bad']);
  const verdicts = new Map([['bad', { builds: true } as const]]);
  const told = plan({ ...input, verdicts }, prepared);
  expect(told).toEqual(plan({ ...input, verdicts }));
  expect(told.roots.map(({ folder, state, isDoubtful }) => [folder, state, isDoubtful])).toEqual([
    ['bad', 'out-of-scope', false],
    ['good', 'evaluated', false],
  ]);
});
