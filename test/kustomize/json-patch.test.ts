/** JSON6902 as kustomize v5.8.2 applies it; every expected value is what `kustomize build` prints. */
import { configMap, failure, render } from './render.ts';

const files = (operations: string, data = '  a: b\n') => ({
  'kustomization.yaml': `resources: [r.yaml]\npatches:\n- target: {kind: ConfigMap}\n  patch: |\n    ---\n    ${operations}\n`,
  'r.yaml': configMap(data),
});
const patched = (operations: string, data?: string) =>
  (render(files(operations, data)) as { data: unknown }[])[0]!.data;

test.each([
  ['[{op: add, path: /data/x, value: y}]', { a: 'b', x: 'y' }],
  ['[{op: add, path: /data/a, value: y}]', { a: 'y' }],
  ['[{op: replace, path: /data/x, value: y}]', { a: 'b', x: 'y' }],
  ['[{op: remove, path: /data/a}]', {}],
  ['[{op: copy, from: /data/a, path: /data/c~1d}]', { a: 'b', 'c/d': 'b' }],
  ['[{op: move, from: /data/a, path: /data/c~0d}]', { 'c~d': 'b' }],
  ['[{op: test, path: /data/a, value: b}, {op: replace, path: /data/a, value: c}]', { a: 'c' }],
])('%s', (operations, data) => {
  expect(patched(operations)).toEqual(data);
});

test.each([
  ['[{op: add, path: /data/l/1, value: x}]', ['1', 'x', '2', '3']],
  ['[{op: add, path: /data/l/3, value: x}]', ['1', '2', '3', 'x']],
  ['[{op: add, path: /data/l/-, value: x}]', ['1', '2', '3', 'x']],
  ['[{op: replace, path: /data/l/-1, value: x}]', ['1', '2', 'x']],
  ['[{op: remove, path: /data/l/-3}]', ['2', '3']],
])('lists: %s', (operations, l) => {
  expect(patched(operations, '  l: ["1", "2", "3"]\n')).toEqual({ l });
});

test.each([
  ['[{op: remove, path: /data/x}]'],
  ['[{op: add, path: /data/x/y, value: z}]'],
  ['[{op: test, path: /data/a, value: c}]'],
  ['[{op: add, path: /data/l/5, value: x}]'],
  ['[{op: frob, path: /data/a}]'],
  ['[{op: remove, path: /metadata/name}]'],
])('kustomize refuses %s', operations => {
  expect(failure(files(operations, '  a: b\n  l: ["1"]\n'))).toMatch(/^patch: /);
});
