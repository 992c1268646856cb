import limitRange from '../../../transforms/limit-range/index.ts';
import { propose, rootOf, workload } from '../root.ts';

const SHOP = '\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n';
const doubtsFor = (resources: string) => {
  const text = workload(`containers: [{name: a, image: "a:1", resources: ${resources}}]`) + SHOP;
  return propose(limitRange, rootOf(text)).flatMap(({ doubts }) => doubts ?? []);
};

test('limits are the requests of a container that says no others', () => {
  expect(doubtsFor('{limits: {cpu: "1", memory: 2Gi, ephemeral-storage: 1Gi}}').join()).not.toContain(
    'its defaults',
  );
  expect(doubtsFor('{limits: {cpu: "1"}}').join()).toContain('its defaults become those of container a of');
});

test('where each container states what counts it would do nothing, and waits until it is asked for', () => {
  const stated = '{requests: {cpu: 100m, memory: 1Gi}, limits: {memory: 1Gi}}';
  expect(doubtsFor(stated)).toEqual([]);
  expect(doubtsFor('{requests: {cpu: 100m, memory: 1Gi}}')).not.toEqual([]);
});
