/** Namespaces that others use too: their bounds are no business of a repository that renders a part of what runs there. */

import limitRange from '../../../transforms/limit-range/index.ts';
import resourceQuota from '../../../transforms/resource-quota/index.ts';
import { propose, rootOf, type Setting, workload } from '../root.ts';

const NAMESPACE = '\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---';
const RESOURCES = ', resources: {requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 1, memory: 1Gi}}';
const pods = (url: string) =>
  workload(`containers: [{name: a, image: "x:1", env: [{name: API, value: "${url}"}]${RESOURCES}}]`, {
    more: 'replicas: 3',
  });
const config = (url: string) =>
  `\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata: {A: "${url}"}\n---\n`;

const bounds = (text: string, setting: Setting = {}) => {
  const inProduction = (manifests: string) =>
    rootOf(manifests, { environment: { name: 'production', tier: 'production' }, ...setting });
  // A LimitRange is for containers that state no resources.
  return [
    ...propose(resourceQuota, inProduction(text), {}, true),
    ...propose(limitRange, inProduction(text.replaceAll(RESOURCES, ''))),
  ];
};

test('what calls a Service that nothing renders shares its namespace', () => {
  for (const text of [pods('http://payments:8080'), config('payments.shop.svc:80') + pods('')]) {
    const found = bounds(text);
    expect(found.map(({ changes }) => changes)).toEqual([[], []]);
    for (const each of found) expect(each.known).toContain('payments');
  }
});

test('the namespace is its own where it is declared, and the doubt names the other', () => {
  const found = bounds(`${NAMESPACE}\n${pods('http://payments:8080')}`);
  expect(found).toHaveLength(2);
  for (const { changes, doubts } of found) {
    expect(changes).toHaveLength(1);
    expect(String(doubts)).toContain('nothing here renders payments');
  }
});

test('a namespace that calls nobody else is bounded with a doubt', () => {
  for (const { changes } of bounds(pods('https://example.com/a'))) expect(changes).toHaveLength(1);
});
