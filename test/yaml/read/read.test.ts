import { YamlProblem } from '../../../src/yaml/read/problem.ts';
import { readPiece, splitPieces } from '../../../src/yaml/read/read.ts';
import { refold, resolvePlain, resolvePlain11 } from '../../../src/yaml/read/scalar.ts';

const builder = {
  origin: () => null,
  scalar: (value: unknown) => value,
  map: (entries: Map<string, unknown>) => Object.fromEntries(entries),
  list: (items: unknown[]) => items,
};
const read = (text: string) => readPiece<unknown, null>({ start: 0, text }, builder, { rules: 'resource' });

// Expected values as `kustomize build` v5.8.2 prints them.
test.each([
  ['1_000', 1000],
  ['0777', 511],
  ['0o17', 15],
  ['0b11', 3],
  ['1.10', 1.1],
  ['1e3', 1000],
  ['18446744073709551615', 18446744073709551615n],
  ['2020-01-01', '2020-01-01T00:00:00Z'],
  ['yes', 'yes'],
  ['12:30:45', '12:30:45'],
  ['~', null],
])('%s in a resource', (text, value) => {
  expect(resolvePlain(text)).toBe(value);
});

test('kustomization files have YAML 1.1 booleans', () => {
  expect([resolvePlain11('y'), resolvePlain11('off'), resolvePlain11('yes ')]).toEqual([true, false, 'yes ']);
});

// Printed and read again by kustomize: folded texts change.
test.each([
  ['one two\n three\nfour five\nsix', 'one two\n\n three\nfour five\nsix'],
  ['one\n  two\n\n  three\n\n\nfour\n', 'one\n\n  two\n\n  three\n\n\nfour\n'],
  ['\nlead\n x\n\n', '\nlead\n\n x\n\n'],
  ['one two\n\n\n', 'one two\n\n\n\n'],
  ['  lead\ntwo three\nfour\n', '  lead\ntwo three four\n'],
  ['a\n\tb\nc', 'a\n\n\tb\nc'],
  ['one two\n', 'one two\n'],
])('folded %j', (text, built) => {
  expect(refold(text)).toBe(built);
});

test('a block scalar at the end of a file without a line break has none either', () => {
  expect(read('a: |\n  foo')).toEqual({ a: 'foo' });
  expect(read('a: |+\n  foo')).toEqual({ a: 'foo' });
  expect(read('a: |\n  foo\n')).toEqual({ a: 'foo\n' });
});

test('streams are cut at separators; text behind one is refused', () => {
  expect(splitPieces('# c\n---\na: 1\n--- # x\n---\nb: 2\n').map(piece => piece.text)).toEqual([
    'a: 1\n',
    'b: 2\n',
  ]);
  expect(() => splitPieces('a: 1\n--- b: 2\nc: 3\n')).toThrow(YamlProblem);
  expect(() => splitPieces('a: 1\n---\n--- b: 2\nc: 3\n')).toThrow(YamlProblem);
});

test('aliases and merge keys are expanded', () => {
  expect(read('a: &x {b: 1, c: 2}\nd: *x\ne:\n  <<: *x\n  c: 3\n')).toEqual({
    a: { b: 1, c: 2 },
    d: { b: 1, c: 2 },
    e: { b: 1, c: 3 },
  });
});
