/** Values as a line of the configuration has them. */
import { parse } from 'yaml';
import { flow } from '../../src/report/words/flow.ts';
import type { Json } from '../../src/transform.ts';

test.each<[Json, string]>([
  [10001, '10001'],
  ['512Mi', '512Mi'],
  ['10001', '"10001"'],
  ['no', '"no"'],
  ['?', "'?'"],
  ['a: b, {c}', '"a: b, {c}"'],
  ['asked by the mesh', 'asked by the mesh'],
  [{ user: 472, 'a b': ['/tmp', { c: null }] }, '{user: 472, a b: [/tmp, {c: null}]}'],
])('%j is written %s, and read as what it is', (value, text) => {
  expect(flow(value)).toBe(text);
  expect(parse(flow(value))).toEqual(value);
});
