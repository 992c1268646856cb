/** A label that one entry has given to several fields is one node to kustomize: a merge patch of one writes them all. */
import type { Repo } from '../harness/repo.ts';
import { deployment, onlyFix, outcome, setting } from './tiny.ts';

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
