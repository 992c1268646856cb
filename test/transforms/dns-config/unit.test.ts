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
