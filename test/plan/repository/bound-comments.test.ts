import { boundSaid } from '../../../src/plan/repository/platform/comments/bound-comments.ts';

const said = (kind: 'LimitRange' | 'ResourceQuota', text: string) =>
  boundSaid({ read: () => text } as never)(kind, 'web.yaml');

test.each([
  [
    'LimitRange',
    'a: 1\n  # A limit of its own: the namespace LimitRange\n  # gives 1 CPU to who states none.\n',
    2,
  ],
  ['LimitRange', '# LimitRange injects 500m otherwise\n', 1],
  ['ResourceQuota', '# Nine of them stand\n# against a namespace quota of thirty.\n', 1],
  ['ResourceQuota', '# counts for the quota of the project\n', 1],
] as const)('%s is there by %j', (kind, text, line) => {
  expect(said(kind, text)).toBe(`web.yaml:${line}`);
});

test.each([
  ['LimitRange', '# This should have a namespace LimitRange\n'],
  ['LimitRange', '# There is no LimitRange, so that nothing is capped.\n'],
  ['ResourceQuota', '# Development namespace quota (more restrictive)\n'],
  ['ResourceQuota', '# the quota of the mail provider\n'],
  ['ResourceQuota', '# the namespace LimitRange sets it\n'],
  ['ResourceQuota', 'about: a namespace quota\n'],
] as const)('%s is not there by %j', (kind, text) => {
  expect(said(kind, text)).toBeUndefined();
});
