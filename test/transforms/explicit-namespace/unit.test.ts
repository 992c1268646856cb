import type { Json } from '../../../src/transform.ts';
import transform from '../../../transforms/explicit-namespace/index.ts';
import { changesOf, propose, rootOf } from '../root.ts';

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

function of(text: string, options: Readonly<Record<string, Json>> = {}) {
  return propose(transform, rootOf(text), options);
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
