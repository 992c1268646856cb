/** Which roots come and go. */

import { isPassing } from '../../../src/plan/repository/passing.ts';

test.each([
  'overlays/e2e',
  'overlays/e2e-ci',
  'deploy/preview',
  'overlays/shop-preview',
  'ci/web',
  'envs/pr-12',
])('it comes and goes: %s', folder => expect(isPassing(folder)).toBe(true));

test.each(['overlays/prod', 'apps/previewer', 'apps/cicd', 'deploy/precise', 'apps/products'])(
  'it stays: %s',
  folder => expect(isPassing(folder)).toBe(false),
);
