/** Numbers that nobody has said: of what is rendered, or none. */

import resourceQuota from '../../../transforms/resource-quota/index.ts';
import { propose, rootOf, workload } from '../root.ts';

const SHOP = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n';
const pods = (resources: string, replicas = 3) =>
  SHOP +
  workload(`containers: [{name: a, image: "x:1", resources: ${resources}}]`, {
    more: `replicas: ${replicas}`,
  });
const quotaFor = (text: string, options = {}) => {
  const [found] = propose(resourceQuota, rootOf(text), options, true);
  const [change] = found?.changes ?? [];
  const hard = change?.type === 'create' ? (change.manifest.spec as { hard: object }).hard : undefined;
  return { ...found, hard };
};

test('a quota is twice what is rendered with the surge of a rollout, as people write it, and says the sum', () => {
  const { hard, evidence, safety, data } = quotaFor(
    pods('{requests: {cpu: 300m, memory: 400Mi}, limits: {memory: 1Gi}}'),
  );
  // Three pods and one of the surge.
  expect(hard).toEqual({ 'requests.cpu': '3', 'requests.memory': '4Gi', 'limits.memory': '8Gi' });
  expect(evidence?.map(({ says }) => says)).toEqual([
    'at most requests.cpu 1200m, requests.memory 1600Mi and limits.memory 4Gi are rendered',
  ]);
  expect(data?.raised).toContain('2 times what is rendered');
  expect(safety).toBe('unsafe');
});

test.each([
  ['50m', '500m'],
  ['100m', '1'],
  ['150m', '1500m'],
  ['700m', '6'],
  ['2', '20'],
  ['6', '50'],
])('four pods of %s are allowed %s', (cpu, allowed) => {
  const text = pods(`{requests: {cpu: ${cpu}, memory: 2Gi}}`);
  expect(quotaFor(text).hard).toMatchObject({ 'requests.cpu': allowed });
});

test('another factor is taken', () => {
  const text = pods('{requests: {cpu: 700m, memory: 2Gi}}');
  expect(quotaFor(text, { factor: 4 }).hard).toEqual({ 'requests.cpu': '15', 'requests.memory': '40Gi' });
});

test('where pods state nothing, no number is made up', () => {
  expect(quotaFor(pods('{}'))).toMatchObject({
    message: 'unknown-sum',
    changes: [],
    known: expect.stringContaining('states no requests.cpu'),
  });
});

test('where pods state nothing, which environment it is decides what they should have', () => {
  const environment = { name: undefined, tier: undefined, isUnnamed: true } as const;
  const repository = { hasEnvironments: true };
  const of = (text: string) =>
    propose(resourceQuota, rootOf(text, { environment, repository }), {}, true).map(each => each.message);
  expect(of(pods('{}'))).toEqual(['no-environment']);
  expect(of(pods('{requests: {cpu: 700m, memory: 2Gi}}'))).toEqual(['missing']);
});
