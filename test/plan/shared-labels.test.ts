/** A label that one entry has given to several fields is one node to kustomize: a merge patch of one writes them all. */
import type { Repo } from '../harness/repo.ts';
import { deployment, inRoot, onlyFix, outcome, setting } from './tiny.ts';

const TIER = ['metadata', 'labels', 'tier'];
const MERGED = `patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
        labels:
          team: shop
`;

const above = (more: string): Repo => ({
  'base/web.yaml': deployment('web'),
  'base/kustomization.yaml': 'resources:\n  - web.yaml\ncommonLabels:\n  tier: old_\n',
  'overlays/prod/kustomization.yaml': `resources:\n  - ../../base\n${more}`,
});

test.each(['', MERGED])('one of them alone is changed by a JSON patch, beside %j too', more => {
  const found = outcome(above(more), [setting(TIER, 'new')]);
  expect(onlyFix(found)).toMatchObject({ status: 'planned' });
  expect(Object.values(found.changed).join('')).toContain('op: replace\n');
});

const TWINS = '          ports: [{containerPort: 81, name: a}, {containerPort: 81, name: b}]\n';
const PORT = [...['spec', 'template', 'spec', 'containers'], { name: 'web' }, 'ports', { containerPort: 80 }];
const port = setting(PORT, { containerPort: 80 }, { when: inRoot('prod') });

/** A port that no merge patch says, as it would take one of two for the other; the base is deployed without it, too. */
const twoRoots = (labels: string): Repo => {
  const repo = above(labels);
  return {
    ...repo,
    'base/web.yaml': deployment('web') + TWINS,
    'overlays/dev/kustomization.yaml': 'resources:\n  - ../../base\n',
  };
};

test('a JSON patch that would part them where a later entry writes them as one is no place', () => {
  expect(onlyFix(outcome(twoRoots(''), [port]))).toMatchObject({ status: 'planned' });
  expect(onlyFix(outcome(twoRoots('labels:\n  - pairs: {team: a}\n'), [port]))).toMatchObject({
    status: 'planned',
  });
  expect(onlyFix(outcome(twoRoots('labels:\n  - pairs: {tier: new}\n'), [port]))).toMatchObject({
    status: 'withdrawn',
    reason: expect.stringContaining('a JSON patch would part'),
  });
});
