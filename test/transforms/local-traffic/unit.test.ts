import transform from '../../../transforms/local-traffic/index.ts';
import { changesOf, propose, rootOf, workload } from '../root.ts';

const of = (spec = '', { image = 'web:1', kind = 'Deployment', replicas = 2, beside = '' } = {}) => {
  const pod = workload(`containers: [{name: web, image: "${image}"}]`, {
    kind,
    more: `replicas: ${replicas}`,
  });
  const service = `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {selector: {app: web}${spec.includes('ports') ? '' : ', ports: [{port: 80}]'}${spec}}\n---\n`;
  return propose(transform, rootOf(pod + service + beside));
};

test('pods nearby are preferred', () => {
  expect(of()[0]?.doubts).toHaveLength(1);
  expect(changesOf(of()[0])).toEqual(['spec.trafficDistribution = "PreferClose"']);
});

test.each([
  ['one pod answers all', of('', { replicas: 1 })],
  ['each node has one', of('', { kind: 'DaemonSet' })],
  ['it is a store', of('', { image: 'postgres:16' })],
  ['clients know the pods', of(', clusterIP: None')],
  ['only metrics are asked for', of(', ports: [{name: http-metrics, port: 9100}]')],
  ['clients stay with a pod', of(', sessionAffinity: ClientIP')],
  ['it never leaves its node', of(', internalTrafficPolicy: Local')],
  [
    'the cluster is an old one',
    of('', {
      beside: 'apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: a, namespace: shop}\nspec: {}',
    }),
  ],
])('nothing is said where %s', (_, proposals) => {
  expect(proposals).toEqual([]);
});
