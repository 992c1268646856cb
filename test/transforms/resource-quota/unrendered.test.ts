/** Pods that nothing here renders would be refused by bounds that were worked out without them. */

import limitRange from '../../../transforms/limit-range/index.ts';
import resourceQuota from '../../../transforms/resource-quota/index.ts';
import { planOf } from '../../harness/repo.ts';
import { only, propose, rootOf, workload } from '../root.ts';

const SHOP = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n';
const STATED = 'resources: {requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 1, memory: 1Gi}}';
const web = workload(`containers: [{name: a, image: "x:1", ${STATED}}]`, { more: 'replicas: 3' });
const object = (kind: string, rest: string, apiVersion = 'v1') =>
  `\n---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: other, namespace: shop}\n${rest}`;

const backend = '{path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}';

test.each([
  ['a Service', object('Service', 'spec: {selector: {app: elsewhere}}'), 'Service other sends to pods'],
  [
    'an Ingress',
    object('Ingress', `spec: {rules: [{http: {paths: [${backend}]}}]}`, 'networking.k8s.io/v1'),
    'Ingress other sends to a Service api',
  ],
  [
    'a proxy',
    object('ConfigMap', 'data: {nginx.conf: "proxy_pass http://api.shop.svc.cluster.local:80;"}'),
    'ConfigMap other names a Service api',
  ],
])('%s for pods that nobody renders is a doubt, also where the numbers are said', (_, text, says) => {
  const root = rootOf(SHOP + web + text);
  const quota = only(propose(resourceQuota, root, { hard: { 'requests.cpu': '10' } }), 'missing');
  const range = only(propose(limitRange, root, { max: { cpu: '2' } }), 'missing');
  for (const found of [quota, range]) expect(found?.doubts).toEqual([expect.stringContaining(says)]);
});

test('what sends to rendered pods, or to nobody in particular, is none', () => {
  const served = object('Service', 'spec: {selector: {app: web}}') + object('Service', 'spec: {}');
  const found = propose(resourceQuota, rootOf(SHOP + web + served), { hard: { 'requests.cpu': '10' } });
  expect(only(found, 'missing')?.safety).toBe('safe');
});

test.each([
  ['# kubectl apply -k . -n <your namespace>', []],
  ['# kubectl apply -k . -n shop', ['limit-range', 'resource-quota']],
  ['# kustomize build . | kubectl apply --namespace "$NS" -f -', []],
])('a namespace that is chosen when it is applied gets no bounds: %s', (comment, expected) => {
  const repo = {
    'kustomization.yaml': `${comment}\nnamespace: shop\nresources: [web.yaml]\n`,
    'web.yaml': web.replace(/^---$/gm, ''),
    'kustomend.yaml':
      'transforms: {resource-quota: {hard: {requests.cpu: "10"}}, limit-range: {max: {cpu: "2"}}}\n',
  };
  const { fixes } = planOf(repo, {
    transforms: [limitRange, resourceQuota] as never,
    selection: { unsafe: true },
  });
  expect(fixes.filter(fix => fix.status === 'planned').map(fix => fix.transform)).toEqual(expected);
});
