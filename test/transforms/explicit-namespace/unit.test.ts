import type { Json, Root } from '../../../src/transform.ts';
import { leftOutSaid } from '../../../transforms/explicit-namespace/comments.ts';
import transform from '../../../transforms/explicit-namespace/index.ts';
import { changesOf, propose, rootOf, type Setting } from '../root.ts';

const CONFIG = `
apiVersion: v1
kind: ConfigMap
metadata: {name: web}
---
`;
const NAMESPACE = `
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
`;

function of(text: string, options: Readonly<Record<string, Json>> = {}, setting: Setting = {}) {
  return propose(transform, rootOf(text, setting), options);
}

test('the only Namespace that a root brings is what its objects are for, and that is never safe', () => {
  const [found] = of(CONFIG + NAMESPACE);
  expect(changesOf(found)).toEqual(['namespace: shop']);
  expect(found).toMatchObject({
    message: 'unsaid',
    safety: 'unsafe',
    evidence: [{ at: 'Namespace/shop:1' }],
  });
});

test('of two Namespaces a person knows which', () => {
  const other = NAMESPACE.replace('shop', 'other');
  expect(of(CONFIG + NAMESPACE + other)).toMatchObject([{ message: 'unsaid-open', changes: [] }]);
});

test.each(['?', '', 'My NS', 'a'.repeat(64)])('no namespace is called %j: it stays a question', name => {
  expect(of(CONFIG, { namespaces: { 'overlays/production': name } })).toMatchObject([
    { message: 'unsaid-open', changes: [] },
  ]);
});

test('the configuration goes before what the root brings, and a Namespace gets the name', () => {
  const [found] = of(CONFIG + NAMESPACE, { namespaces: { 'overlays/production': 'store' } });
  expect(changesOf(found)).toEqual(['namespace: store']);
  expect(found?.doubts).toContain('Namespace shop gets that name');
});

test('what is in namespaces by a definition that nobody knows is a doubt, and alone no finding', () => {
  const custom = 'apiVersion: shop.example.com/v1\nkind: Colour\nmetadata: {name: blue}\n---\n';
  expect(of(custom + NAMESPACE)).toEqual([]);
  expect(of(CONFIG + custom + NAMESPACE)[0]?.doubts?.join()).toContain('kustomize gives it to Colour too');
});

test('nothing is found where each object names its own', () => {
  expect(of(CONFIG.replace('name: web', 'name: web, namespace: shop'))).toEqual([]);
});

test('objects are counted that get the namespace, of kinds that nobody knows too', () => {
  const custom = 'apiVersion: shop.example.com/v1\nkind: Colour\nmetadata: {name: blue}\n---\n';
  expect(of(CONFIG + custom + NAMESPACE)[0]?.data).toMatchObject({ objects: 'all 2 objects' });
  const named = CONFIG.replace('name: web', 'name: api, namespace: shop');
  expect(of(CONFIG + custom + named + NAMESPACE)[0]?.data).toMatchObject({ objects: '2 of 3 objects' });
});

test('roots of one environment have an answer each', () => {
  const environment = { name: 'dev', tier: 'development' } as const;
  expect(of(CONFIG, {}, { environment })[0]?.blocked).toContain('{overlays/production: ?}');
});

const rootWith = (...comments: string[]) =>
  ({
    path: 'dev',
    kustomizations: [{ file: 'dev/kustomization.yaml', comments }],
    platform: { linesWith: () => [] },
  }) as unknown as Root;

test.each([
  ['No `namespace:` field here on purpose.'],
  ['namespace is deliberately not set'],
  ['We intentionally leave the namespace open'],
  ['this base does not set a namespace'],
  ['namespace: comes from the pipeline'],
  ['Create your own kustomization.yaml that includes the "namespace" field.'],
  ['The namespace is', 'given by whoever applies it'],
])('%s: it is left out', (...comments) =>
  expect(leftOutSaid(rootWith(...comments))).toContain('a comment says why'),
);

test.each([
  ['The namespace is made with the rest.'],
  ['No namespace is made here, the platform team does that'],
  ['no namespace object: it is there already'],
  ['Applied with kubectl apply -n shop'],
  ['The tag is left to CI on purpose. TODO: say the namespace here'],
  ['The tag is left to CI on purpose, TODO: the namespace'],
  ['By design one replica! The namespace follows'],
])('%s: that says nothing of it', (...comments) =>
  expect(leftOutSaid(rootWith(...comments))).toBeUndefined(),
);
