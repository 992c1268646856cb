/** A base that is written for one environment is read in the others too. */

import type { ExpectedRender } from '../../src/plan/model/result.ts';
import { printDiff } from '../../src/report/diff/diff.ts';
import { explainFixes } from '../../src/report/explain/explain-fix.ts';
import { alsoChanged } from '../../src/report/words/also-changed.ts';
import type { Json } from '../../src/transform.ts';
import securityContext from '../../transforms/security-context/index.ts';
import { newFix, newPlan, newRoot } from './fixture.ts';

const deployment = (replicas: number): Json => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { replicas },
});

/** A fix of production, and what becomes of the same object elsewhere. */
function planOf(others: Readonly<Record<string, { readonly replicas: number; readonly fixes: string[] }>>) {
  const fix = newFix();
  const root = (name: string) => newRoot({ folder: name, environment: { name, tier: undefined } });
  return newPlan({
    fixes: [fix],
    roots: [newRoot(), ...Object.keys(others).map(root)],
    expected: new Map<string, ExpectedRender>([
      ['overlays/production', { before: [], after: [deployment(2)], fixes: [[fix.id]] }],
      ...Object.entries(others).map(
        ([name, { replicas, fixes }]) =>
          [name, { before: [deployment(replicas)], after: [deployment(replicas)], fixes: [fixes] }] as const,
      ),
    ]),
  });
}

const ID = newFix().id;

test.each([
  [{ dev: { replicas: 1, fixes: [] } }, undefined],
  [{ dev: { replicas: 1, fixes: [ID] } }, 'dev, which restarts'],
  [
    { dev: { replicas: 1, fixes: [ID] }, staging: { replicas: 1, fixes: [ID] } },
    'dev, staging, which restart',
  ],
  [{ dev: { replicas: 0, fixes: [ID] } }, 'dev'],
  [
    { dev: { replicas: 0, fixes: [ID] }, staging: { replicas: 1, fixes: [ID] } },
    'dev, staging; of those staging restarts',
  ],
])('%j: %s', (others, says) => {
  const plan = planOf(others);
  expect(alsoChanged(plan, plan.fixes)).toBe(says);
});

test('what another fix makes there is not changed by one that it is born with', () => {
  const plan = planOf({ dev: { replicas: 1, fixes: [ID] } });
  const born = new Map([...plan.expected].map(([folder, each]) => [folder, { ...each, before: [] }]));
  const of = (fix: Parameters<typeof newFix>[0]) => alsoChanged({ ...plan, expected: born }, [newFix(fix)]);
  expect(of({})).toBeUndefined();
  expect(of({ creates: ['PodDisruptionBudget'], restarts: false })).toBe('dev');
});

test('a fix that restarts nothing does so nowhere', () => {
  const plan = planOf({ dev: { replicas: 1, fixes: [ID] } });
  expect(alsoChanged(plan, [newFix({ restarts: false })])).toBe('dev');
});

test('the diff and the explanation say it', () => {
  const plan = planOf({ dev: { replicas: 1, fixes: [ID] } });
  expect(printDiff(plan, { secrets: 'show' })).toContain('\n# also changes dev, which restarts\n');
  const also = alsoChanged(plan, plan.fixes);
  const options = { documented: () => securityContext, mask: (text: string) => text };
  expect(explainFixes([{ fix: plan.fixes[0]!, also }], options)).toContain(
    'In:\n  overlays/production (production)\nAlso changes:\n  dev, which restarts\n',
  );
});
