import { meantWide } from '../../../src/plan/repository/platform/comments/policy-comments.ts';

const of = (comment: string) =>
  meantWide({ read: () => `${comment}\nkind: NetworkPolicy\n---\n# any pod of the namespace\n` } as never)(
    'policy.yaml:2',
  );

test.each([
  '# Empty podSelector = any pod in this same namespace.',
  '# must only be reachable from inside the namespace',
  '# Allow intra-namespace traffic',
  '# all services of the namespace talk to it',
])('%s: it is meant', comment => {
  expect(of(comment)).toBe(comment.replace('# ', ''));
});

test.each([
  '# the database',
  '# TODO: every pod of the namespace, for now',
  '# not every pod of the namespace needs it',
  '# all pods of the namespace, too broad',
  '# restrict it to pods of the same namespace?',
])('%s: it is not said', comment => {
  expect(of(comment)).toBeUndefined();
});
