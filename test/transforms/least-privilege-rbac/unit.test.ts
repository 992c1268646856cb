import { widestOf } from '../../../transforms/least-privilege-rbac/rights.ts';

const rule = (group: string, resources: string, verbs: string, more = {}) => ({
  apiGroups: [group],
  resources: resources.split(' '),
  verbs: verbs.split(' '),
  ...more,
});

test.each([
  [rule('*', '*', '*'), 'wildcard'],
  [rule('apps', '*', 'get update'), 'wildcard'],
  [rule('', 'pods', '*'), 'wildcard'],
  [rule('rbac.authorization.k8s.io', 'clusterroles', 'bind'), 'takes-over'],
  [rule('', 'serviceaccounts', 'impersonate'), 'takes-over'],
  [rule('', 'secrets', 'list'), 'secrets'],
  [rule('', '*', 'get'), 'secrets'],
  [rule('', 'pods/exec', 'create'), 'pods'],
  [rule('', 'pods', 'create'), 'pods'],
])('%j: %s', (given, message) => {
  expect(widestOf([given])?.message).toBe(message);
});

test.each([
  rule('', 'pods services', 'get list watch'),
  rule('', 'secrets', 'create'),
  rule('', 'secrets', 'get', { resourceNames: ['web'] }),
  rule('shop.example.com', '*', '*'),
  rule('', 'configmaps', '*'),
  rule('apps', '*', 'get'),
])('%j goes no further than it says', given => {
  expect(widestOf([given])).toBeUndefined();
});

test('the widest of several is named', () => {
  const found = widestOf([rule('', 'pods', 'create'), rule('', 'nodes/proxy', 'get')]);
  expect(found?.message).toBe('takes-over');
});
