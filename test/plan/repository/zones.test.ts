import { signOfZones } from '../../../src/plan/repository/platform/zones.ts';

const signIn = (text: string, path = 'cluster/class.yaml') =>
  signOfZones({ read: () => text } as never, [path]);

test.each([
  ['a constraint', 'kind: Deployment\nspec:\n  - topologyKey: topology.kubernetes.io/zone', 3],
  ['a selector', 'nodeSelector:\n  topology.kubernetes.io/zone: eu-1a', 2],
  ['a selector in flow style', 'nodeSelector: {"topology.kubernetes.io/zone": eu-1a}', 1],
  ['the old label', '- key: failure-domain.beta.kubernetes.io/zone # old', 1],
  ['an item of a list', 'keys:\n- topology.kubernetes.io/zone\n', 2],
  ['zones of a cluster', 'availabilityZones: [eu-1a, eu-1b]', 1],
])('%s speaks of zones', (_, text, line) => {
  expect(signIn(text)).toBe(`cluster/class.yaml:${line}`);
});

test('Terraform does', () => {
  expect(signIn('  availability_zones = ["1", "2"]', 'infra/main.tf')).toBe('infra/main.tf:1');
});

test.each([
  ['a comment', '# topologyKey: topology.kubernetes.io/zone'],
  ['a sentence', 'description: If topologyKey is "topology.kubernetes.io/zone", each zone is a domain'],
  ['a schema', 'kind: CustomResourceDefinition\nspec:\n  enum:\n  - topology.kubernetes.io/zone'],
  ['another label', 'topologyKey: kubernetes.io/hostname'],
])('%s does not', (_, text) => {
  expect(signIn(text)).toBeUndefined();
});
