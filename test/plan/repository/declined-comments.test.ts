import { declined } from '../../../src/plan/repository/platform/comments/declined-comments.ts';

const NAMES = ['limit-connections', 'connection limit'];
const said = (comment: string) =>
  declined({
    read: () => `# no limit-connections\n---\n${comment}\nkind: Ingress\n---\n# without connection limits\n`,
  } as never)('x.yaml:4', NAMES);

test.each([
  '# No limit-connections here, deliberately',
  '# without a connection limit: browsers open many',
  '# limit-connections is left out: HTTP/2',
  '# nginx.ingress.kubernetes.io/limit-connections: "20"',
  '# Connection limits break the websockets of the shop',
  '# By the class, rather than `limit-connections`.',
  '# We do not set nginx.ingress.kubernetes.io/limit-connections',
])('%s decides against it', comment => expect(said(comment)).toBe(comment.slice(2)));

test.each([
  '# connection limits are set by the load balancer too',
  '# TODO: no limit-connections yet',
  '# no connection limit until the load test',
  '# why is there no connection limit?',
  '# never remove the connection limit',
  '# we must not exceed the connection limit of the database',
  '# no limit-rps',
  '',
])('%j does not, and neither do other documents', comment => expect(said(comment)).toBeUndefined());

test('also behind a line', () => {
  expect(said('metadata: {} # no connection limit, on purpose')).toBe('no connection limit, on purpose');
});
