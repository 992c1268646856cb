/** Which workload a Service that selects nobody is meant for. */
import validate from '../../../transforms/validate/index.ts';
import { propose, rootOf } from '../root.ts';

const pods = (name: string, labels: string, port: number) => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {matchLabels: ${labels}}
  template:
    metadata: {labels: ${labels}}
    spec: {containers: [{name: a, image: a, ports: [{containerPort: ${port}}]}]}
---
`;
const service = (selector: string) => `
apiVersion: v1
kind: Service
metadata: {name: operator, namespace: shop}
spec: {selector: ${selector}, ports: [{port: 443, targetPort: 5555}]}
---
`;
const NGINX = pods('nginx', '{app: nginx, part-of: shop}', 80);
const OPERATOR = pods('operator', '{name: operator, part-of: shop}', 5555);
const FOUR = service('{app: operator, name: operator, part-of: shop}');

test.each([
  [
    'the one with most labels',
    NGINX + OPERATOR + FOUR,
    /^is Deployment operator meant\? Its pods lack app=operator$/,
  ],
  ['none that has less than half', NGINX + FOUR, /^which pods are meant\? If they come from elsewhere/],
  [
    'none that has no label',
    NGINX + service('{app: operator}'),
    /^which pods are meant\? If they come from elsewhere/,
  ],
  [
    'the one that has the port too',
    OPERATOR + pods('worker', '{name: operator, part-of: shop}', 80) + FOUR,
    /^is Deployment operator meant\?/,
  ],
  [
    'none that has what an overlay gives to all',
    ['nginx', 'web', 'api'].map(each => pods(each, `{app: ${each}, part-of: shop, team: a}`, 80)).join('') +
      service('{app: operator, part-of: shop, team: a}'),
    /^which pods are meant\? If they come from elsewhere/,
  ],
  [
    'all that have as much',
    OPERATOR + pods('worker', '{name: operator, part-of: shop}', 5555) + FOUR,
    /^which pods are meant\? Deployment operator and Deployment worker have as many/,
  ],
])('%s', (_, text, question) => {
  const found = propose(validate, rootOf(text)).find(each => each.message === 'no-pod');
  expect(found?.blocked).toMatch(question);
});

test('a budget without pods is what pod-disruption-budget looks after', () => {
  const budget =
    'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: nginx, namespace: shop}\nspec: {maxUnavailable: 1, selector: {matchLabels: {service: nginx}}}\n';
  expect(propose(validate, rootOf(NGINX + budget)).filter(({ message }) => message === 'no-pod')).toEqual([]);
});
