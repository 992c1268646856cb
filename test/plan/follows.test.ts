/** What only an unsafe fix gives rise to is no more certain than that. */
import { deployment, outcome, overlay, setting } from './tiny.ts';

const REPO = {
  'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
  'base/web.yaml': deployment('web'),
  ...overlay('prod'),
};
const guess = setting(['spec', 'replicas'], 3, { id: 'guess', doubts: ['nobody has counted'] });
const certain = setting(['spec', 'minReadySeconds'], 5, { id: 'certain' });
const caused = setting(['spec', 'progressDeadlineSeconds'], 60, {
  id: 'caused',
  when: resource => resource.get(['spec', 'replicas']) === 3,
});

test('it waits for a look, and what has its ground in the repository does not', () => {
  const { plan } = outcome(REPO, [guess, certain, caused], { selection: { unsafe: true } });
  const safety = Object.fromEntries(plan.fixes.map(each => [each.transform, each.safety]));
  expect(safety).toEqual({ guess: 'unsafe', certain: 'safe', caused: 'unsafe' });
  expect(plan.fixes.find(({ transform }) => transform === 'caused')!.doubts).toEqual([
    'it follows from a fix that needs a look itself',
  ]);
});
