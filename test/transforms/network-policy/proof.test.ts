/** What a policy would cut off, by all that may stand behind one caller. */
import { cutOffBy } from '../../../transforms/network-policy/proof.ts';
import { rootOf } from '../root.ts';

const deployment = (name: string, image: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: ${name}, image: "${image}", ports: [{containerPort: 9100}]}]}
---`;
const SERVICE = `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, annotations: {prometheus.io/scrape: "true", prometheus.io/port: "9100"}}
spec: {selector: {app: web}, ports: [{port: 9100}]}
---`;
const SCRAPERS =
  deployment('first', 'prom/prometheus:v2.50.0') + deployment('second', 'prom/prometheus:v2.50.0');

test.each([
  ['one of several scrapers alone', ['first'], 1],
  ['the other one alone', ['second'], 1],
  ['all of them', ['first', 'second'], 0],
])('a policy that lets in %s', (_, names, cut) => {
  const spec = {
    podSelector: { matchLabels: { app: 'web' } },
    policyTypes: ['Ingress'],
    ingress: [{ from: names.map(app => ({ podSelector: { matchLabels: { app } } })) }],
  };
  const root = rootOf(deployment('web', 'web:1') + SERVICE + SCRAPERS);
  const found = cutOffBy({ namespace: 'shop', spec }, {}, root);
  expect(found.map(({ from }) => from.type)).toEqual(Array(cut).fill('monitoring'));
});
