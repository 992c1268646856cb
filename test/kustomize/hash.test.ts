/** Name suffixes of generated objects; expected values from `kustomize build` v5.8.2. */
import { render } from './render.ts';

const names = (kustomization: string, files: Record<string, string> = {}) =>
  (render({ 'kustomization.yaml': kustomization, ...files }) as { metadata: { name: string } }[]).map(
    object => object.metadata.name,
  );

test.each([
  ['configMapGenerator: [{name: one, literals: [a=b]}]', 'one-4h2mbtbbt6'],
  [`configMapGenerator: [{name: html, literals: ["h=<a&b>", "u=é😀", 'q="x"']}]`, 'html-b8h5bd85hb'],
  ['configMapGenerator: [{name: none}]', 'none-6ct58987ht'],
  ['secretGenerator: [{name: s, literals: [a=b]}]', 's-k695gkmbtk'],
  [
    'secretGenerator: [{name: typed, type: kubernetes.io/tls, literals: [tls.crt=x, tls.key=y]}]',
    'typed-f4c6k54dt5',
  ],
  [
    'secretGenerator: [{name: long, literals: ["k=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff"]}]',
    'long-bddc7449tk',
  ],
  ['secretGenerator: [{name: empty}]', 'empty-46f8b28mk5'],
])('%s', (kustomization, name) => {
  expect(names(kustomization)).toEqual([name]);
});

test('labels, immutability and the name do not count', () => {
  expect(
    names('configMapGenerator: [{name: x, literals: [a=b], options: {labels: {l: m}, immutable: true}}]'),
  ).toEqual(['x-4h2mbtbbt6']);
});

test('a Secret that is merged with nothing loses its empty data, and so hashes anew', () => {
  const files = {
    'base/kustomization.yaml': 'secretGenerator: [{name: db}]',
  };
  expect(names('resources: [base]\nsecretGenerator: [{name: db, behavior: merge}]', files)).toEqual([
    'db-8226t8dd99',
  ]);
});
