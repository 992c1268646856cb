/** The strategic merge; expected values from `kustomize build` v5.8.2 (kustomize.md 1.9). */

import { strategicMerge } from '../../src/kustomize/patch/strategic-merge.ts';
import { at, fromJson, type MapNode, originOf, toJson } from '../../src/kustomize/tree/node.ts';
import { render } from './render.ts';

const by = { type: 'source', file: 'r.yaml', doc: 0 } as const;
const origin = originOf(by);
type Data = Parameters<typeof fromJson>[0];

const node = (value: Data) => fromJson(value, origin) as MapNode;
const pod = (spec: Data): Data => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec });
function merged(spec: Data, patch: Data): unknown {
  const result = strategicMerge(node(pod(spec)), node(pod(patch)));
  return result && toJson(at(result, 'spec')!);
}
const named = (...names: string[]) => ({ containers: names.map(name => ({ name })) });

test('patched elements come first, in the order of the patch', () => {
  expect(merged(named('a', 'b'), named('b'))).toEqual(named('b', 'a'));
  expect(merged(named('a', 'b'), named('a', 'b', 'c'))).toEqual(named('a', 'b', 'c'));
});

test('null removes, an empty list leaves a merged list alone and empties another', () => {
  expect(merged({ ...named('a'), nodeName: 'x' }, { nodeName: null })).toEqual(named('a'));
  expect(merged(named('a'), { containers: [] })).toEqual(named('a'));
  expect(merged({ tolerations: [{ key: 'x' }] }, { tolerations: [] })).toEqual({ tolerations: [] });
});

test('directives', () => {
  expect(merged(named('a', 'b'), { containers: [{ name: 'a', $patch: 'delete' }] })).toEqual(named('b'));
  expect(merged(named('a', 'b'), { containers: [{ $patch: 'replace' }, { name: 'c' }] })).toEqual(named('c'));
  expect(strategicMerge(node(pod({})), node({ $patch: 'delete' }))).toBeNull();
});

test('a compound key with unequal presence loses the patch', () => {
  const ports = (...list: Data[]) => ({ containers: [{ name: 'a', ports: list }] });
  expect(
    merged(ports({ containerPort: 80 }), ports({ containerPort: 80, protocol: 'TCP', name: 'h' })),
  ).toEqual(ports({ containerPort: 80 }));
});

const PORT = { containerPort: 81, name: 'h', protocol: 'UDP' };
const NOTHING = { containerPort: null, protocol: 'UDP' };
test.each([
  ['nothing', '', [NOTHING]],
  ['null', 'null', [PORT, NOTHING]],
  ['~', '~', [PORT, NOTHING]],
])('a part of a compound key that is null counts as it is written: %s', (_, written, expected) => {
  const pod = (ports: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: a\n    ports:\n    - ${ports}\n`;
  const [object] = render({
    'kustomization.yaml': 'resources: [p.yaml]\npatches: [{path: patch.yaml}]\n',
    'p.yaml': pod(`containerPort: ${written}\n      protocol: UDP`),
    'patch.yaml': pod('{containerPort: 81, name: h, protocol: UDP}'),
  });
  expect(object).toMatchObject({ spec: { containers: [{ ports: expected }] } });
});

test('an empty element behind compound keys of unequal presence takes all others along', () => {
  const ports = (...list: Data[]) => ({ containers: [{ name: 'a', ports: list }] });
  const said = { containerPort: 80, protocol: 'UDP', name: 'h' };
  const patch = ports({ containerPort: 80, name: 'web' });
  expect(merged(ports(said, {}), patch)).toEqual(ports({}));
  expect(merged(ports({}, said), patch)).toEqual(ports(said));
});

test('a directive to delete an added element with too few keys leaves the element, without the directive', () => {
  const host = { topologyKey: 'host', whenUnsatisfiable: 'DoNotSchedule' };
  const patch = { topologySpreadConstraints: [host, { topologyKey: 'zone', $patch: 'delete' }] };
  expect(merged({}, patch)).toEqual({ topologySpreadConstraints: [host, { topologyKey: 'zone' }] });
});

test.each(['x', ['x']])('%j in a list of maps ends any merge of the object, whoever says it', item => {
  const pods = [{ containers: [{ name: 'a' }, item] }, { containers: [{ name: 'a', ports: [item] }] }];
  for (const spec of pods) {
    for (const [old, patch] of [[spec, { hostNetwork: true }] as const, [{}, spec] as const])
      expect(() => merged(old, patch)).toThrow('in a list of maps');
  }
});

test('lists of unknown kinds are replaced whole', () => {
  const object = (spec: Data) => node({ apiVersion: 'x/v1', kind: 'Rollout', spec });
  const result = strategicMerge(object(named('a', 'b')), object(named('b')));
  expect(toJson(at(result!, 'spec')!)).toEqual(named('b'));
});

test('what a patch does not touch keeps its node', () => {
  const old = node(pod({ ...named('a'), tolerations: [{ key: 'x' }] }));
  const result = strategicMerge(old, node(pod({ nodeName: 'n' })))!;
  expect(at(result, 'spec', 'tolerations')).toBe(at(old, 'spec', 'tolerations'));
});
