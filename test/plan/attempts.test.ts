/** What attempts learn from each other, and what they must not keep. */
import { planOf } from '../harness/repo.ts';
import { BASE, deployment, jsonPatch, outcome, overlay, setting } from './tiny.ts';

const READY = ['spec', 'minReadySeconds'];

/** An overlay that builds only on the number that the base has. */
const GUARDED = {
  ...BASE,
  'base/web.yaml': deployment('web', '  minReadySeconds: 5\n'),
  ...overlay('prod', jsonPatch('{op: test, path: /spec/minReadySeconds, value: 5}')),
};
const guarded = setting(READY, 10, { id: 'guarded' });

test('a build that fails drives nobody out whose place was right', () => {
  const label = setting(['metadata', 'labels', 'tier'], 'web', { id: 'label', via: 'texts' });
  const { plan, changed } = outcome(GUARDED, [guarded, label]);
  expect(plan.fixes.map(fix => [fix.transform, fix.status, fix.places.map(({ kind }) => kind)])).toEqual([
    ['guarded', 'planned', ['new-patch']],
    ['label', 'planned', ['source']],
  ]);
  expect(changed['base/web.yaml']).toContain('tier: web');
});

test.each([1, 2, 3])('nor where what is at fault has no other place either, with %i beside it', count => {
  const labels = [...Array(count).keys()].map(i =>
    setting(['metadata', 'labels', `tier${i}`], 'web', { id: `label${i}`, via: 'texts' }),
  );
  const faulty = setting(READY, 10, { id: 'guarded', via: 'texts' });
  const { plan } = outcome(GUARDED, [faulty, ...labels]);
  expect(plan.fixes.map(fix => [fix.transform, fix.status])).toEqual([
    ['guarded', 'withdrawn'],
    ...labels.map(({ id }) => [id, 'planned']),
  ]);
});

test('what is at fault itself stays given up', () => {
  const plan = planOf(GUARDED, { transforms: [setting(READY, 10, { via: 'texts' })] });
  expect(plan.fixes.map(fix => [fix.status, fix.reason])).toEqual([
    ['withdrawn', 'a patch is more than it is worth'],
  ]);
});
