/** Pods that are let out, and cannot ask the DNS. */
import networkPolicy from '../../../transforms/network-policy/index.ts';
import { propose, rootOf, workload } from '../root.ts';

const policy = (name: string, egress: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${name}, namespace: shop}\nspec: {podSelector: {}, policyTypes: [Egress], egress: ${egress}}\n---\n`;
const found = (policies: string, pod = '') =>
  propose(networkPolicy, rootOf(workload(`containers: [{name: web, image: a}]\n${pod}`) + policies)).flatMap(
    ({ message, data }) => (message === 'no-dns' ? [data?.name] : []),
  );

const HTTPS = '[{to: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 443}]}]';
const OWN = '[{to: [{podSelector: {}}]}, {to: [{namespaceSelector: {matchLabels: {name: shop}}}]}]';

test.each([HTTPS, OWN])('%s lets nobody ask', egress =>
  expect(found(policy('out', egress))).toEqual(['out']),
);

test.each([
  '[{ports: [{port: 53, protocol: UDP}]}]',
  '[{ports: [{port: 1, endPort: 1024}]}]',
  '[{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]}]',
  '[{to: [{namespaceSelector: {}}]}]',
  '[{}]',
  // What may go nowhere is meant to.
  '[]',
])('%s is fine', egress => expect(found(policy('out', egress))).toEqual([]));

test('another policy may let them, and the network of the node knows none', () => {
  expect(found(policy('out', HTTPS) + policy('dns', '[{ports: [{port: 53}]}]'))).toEqual([]);
  expect(found(policy('out', HTTPS), 'hostNetwork: true')).toEqual([]);
});
