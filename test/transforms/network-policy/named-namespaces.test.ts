/** Policies that know a namespace by a label that none has by itself. */
import networkPolicy from '../../../transforms/network-policy/index.ts';
import { changesOf, propose, rootOf, workload } from '../root.ts';

const policy = (from: string) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [${from}, {podSelector: {matchLabels: {app: b}}}], ports: [{port: 80}]}]
---
`;
const namespace = (labels: string) =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: ingress-nginx, labels: {${labels}}}\n---\n`;
const of = (from: string, more = '') =>
  propose(
    networkPolicy,
    rootOf(more + policy(from) + workload('containers: [{name: web, image: a}]')),
  ).filter(({ message }) => message === 'unlabelled-namespace');
const BY_NAME = '{namespaceSelector: {matchLabels: {name: ingress-nginx}}}';

test('such a peer goes by the label that every namespace has, and needs a look', () => {
  const [found, ...others] = of(BY_NAME);
  expect(others).toEqual([]);
  expect(found).toMatchObject({ safety: 'unsafe', data: { names: 'ingress-nginx' } });
  expect(changesOf(found)[0]).toContain(
    '{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"ingress-nginx"}}},{"podSelector"',
  );
  expect(of(BY_NAME, namespace('app: x'))).toHaveLength(1);
});

test.each([
  ['a namespace here has the label', BY_NAME, namespace('name: ingress-nginx')],
  ['it is another label', '{namespaceSelector: {matchLabels: {team: a}}}', ''],
  ['there are several labels', '{namespaceSelector: {matchLabels: {name: a, team: b}}}', ''],
  ['it goes by the true one', '{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: a}}}', ''],
])('nothing is said where %s', (_, from, more) => expect(of(from, more)).toEqual([]));
