import transform from '../../../transforms/no-service-links/index.ts';
import { changesOf, propose, rootOf, workload } from '../root.ts';

const SERVICE =
  'apiVersion: v1\nkind: Service\nmetadata: {name: api, namespace: shop}\nspec: {ports: [{port: 80}]}\n---\n';
const of = (container = '', more = '', beside = SERVICE) =>
  propose(
    transform,
    rootOf(workload(`containers: [{name: web, image: "web:1"${container}}]\n${more}`) + beside),
  );

test('a pod gets none', () => {
  expect(changesOf(of()[0])).toEqual(['spec.template.spec.enableServiceLinks = false']);
});

test.each([
  ['it says so', of('', 'enableServiceLinks: true')],
  ['nobody has a Service', of('', '', '')],
  ['there are headless ones alone', of('', '', SERVICE.replace('ports:', 'clusterIP: None, ports:'))],
  ['its command reads them', of(', args: ["--api=http://$(API_SERVICE_HOST)"]')],
  [
    'its pods cannot be changed',
    propose(transform, rootOf(SERVICE + workload('containers: [{name: a, image: "a:1"}]', { kind: 'Job' }))),
  ],
  ['its variables do', of(', env: [{name: API, value: "http://$(API_PORT_80_TCP_ADDR)"}]')],
])('nothing is said where %s', (_, proposals) => {
  expect(proposals).toEqual([]);
});

test('the variables of the API server stay anyway', () => {
  expect(of(', args: ["$(KUBERNETES_SERVICE_HOST)"]')).toHaveLength(1);
});
