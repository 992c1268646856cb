import transform from '../../../transforms/dns-config/index.ts';
import { changesOf, propose, rootOf, workload } from '../root.ts';

const of = (more = '', options = {}) =>
  propose(transform, rootOf(workload(`containers: [{name: web, image: "web:1"}]\n${more}`)), options);

test('two dots make a name whole, and whoever writes the number has decided it', () => {
  expect(changesOf(of()[0])).toEqual([
    'spec.template.spec.dnsConfig = {"options":[{"name":"ndots","value":"2"}]}',
  ]);
  expect(of()[0]?.safety).toBe('unsafe');
  expect(of('', { ndots: 1 })[0]?.safety).toBe('safe');
});

test.each([
  'dnsConfig: {}',
  'dnsPolicy: Default',
  'dnsPolicy: None',
  'hostNetwork: true',
  'os: {name: windows}',
])('nothing is said where the pod says %s', more => {
  expect(of(more)).toEqual([]);
});

test('in the network of the node, with the DNS of the cluster', () => {
  expect(of('hostNetwork: true\ndnsPolicy: ClusterFirstWithHostNet')).toHaveLength(1);
});

const told = (container: string, { beside = '', options = {} } = {}) =>
  propose(
    transform,
    rootOf(workload(`containers: [{name: web, image: "web:1", ${container}}]`) + beside),
    options,
  );
const CONFIG = `---
apiVersion: v1
kind: ConfigMap
metadata: {name: hosts-7b9c, namespace: shop}
data: {db: "postgres://db-0.db.shop.svc:5432/shop", cache: cache.shop.svc}
`;

test.each([
  ['a command', told('args: ["--db=db.shop.svc:5432"]'), '3'],
  ['a variable', told('env: [{name: DB, value: db.shop.svc}]'), '3'],
  ['a ConfigMap', told('envFrom: [{configMapRef: {name: hosts-7b9c}}]', { beside: CONFIG }), '4'],
  [
    'a key of one',
    told('env: [{name: DB, valueFrom: {configMapKeyRef: {name: hosts-7b9c, key: db}}}]', { beside: CONFIG }),
    '4',
  ],
  ['the whole name', told('args: ["--db=db.shop.svc.cluster.local"]'), '2'],
])('names of the cluster are found as before where %s has them', (_, [proposal], value) => {
  expect(changesOf(proposal)).toEqual([
    `spec.template.spec.dnsConfig = {"options":[{"name":"ndots","value":"${value}"}]}`,
  ]);
});

test('what is decided stays, and is doubted where it loses a name', () => {
  const [proposal] = told('args: ["--db=db.shop.svc:5432"]', { options: { ndots: 1 } });
  expect(proposal?.doubts).toEqual([expect.stringContaining('db.shop.svc')]);
});

test.each(['postgres:16', 'redis:7.2', 'nginx:1.27.1'])('%s calls nobody outside', image => {
  expect(propose(transform, rootOf(workload(`containers: [{name: web, image: "${image}"}]`)))).toEqual([]);
});

test('a Job is not made anew for it', () => {
  const job = workload('containers: [{name: web, image: "web:1"}]', { kind: 'Job' });
  expect(propose(transform, rootOf(job))).toEqual([]);
});
