/** Generators and what overlays make of them (kustomize.md 1.12); expected values from `kustomize build` v5.8.2. */
import { failure, render } from './render.ts';

const files = {
  'base/kustomization.yaml': `configMapGenerator:
- {name: g, literals: [a=1, b=2], options: {labels: {l: x}, annotations: {k: o}}}
secretGenerator:
- {name: s, type: kubernetes.io/tls, literals: [tls.crt=x, tls.key=y], options: {immutable: true}}
`,
  'kustomization.yaml': `resources: [base]
namePrefix: p-
configMapGenerator:
- {name: g, behavior: merge, literals: [b="3", 'c=x=y'], envs: [e.env], options: {labels: {m: z}}}
secretGenerator:
- {name: s, behavior: replace, literals: [only=z]}
`,
  'e.env': '\uFEFF# c\n  d=" kept "\nnone\n\n',
};

test('merge keeps the data below it, replace does not, and neither the type nor immutable', () => {
  expect(render(files)).toEqual([
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      data: { a: '1', b: '3', c: 'x=y', d: '" kept "', none: '' },
      metadata: { name: 'p-g-bf6g58kk72', labels: { l: 'x', m: 'z' }, annotations: { k: 'o' } },
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      data: { only: 'eg==' },
      metadata: { name: 'p-s-dg6kc25g4c' },
      type: 'Opaque',
    },
  ]);
});

test.each([
  ['{name: g, literals: [a=1, a=2]}', /generated twice/],
  ['{name: g, literals: ["a/b=1"]}', /no valid key/],
  ['{name: g, literals: [a]}', /invalid literal/],
  ['{name: g, behavior: merge}', /does not exist/],
  ['{literals: [a=1]}', /needs a name/],
])('kustomize refuses %s', (entry, message) => {
  expect(failure({ 'kustomization.yaml': `configMapGenerator: [${entry}]` })).toMatch(message);
});

test('a Secret has data, even none; a ConfigMap has them only when there are some', () => {
  const none = {
    'kustomization.yaml': 'configMapGenerator: [{name: c}]\nsecretGenerator: [{name: s}]\n',
  };
  const [configMap, secret] = render(none) as { data?: unknown }[];
  expect(configMap).not.toHaveProperty('data');
  expect(secret!.data).toEqual({});
});
