/** What is taken out of texts at the last moment. */
import { block } from '../../src/report/formats/markdown.ts';
import { printable, withoutOrders } from '../../src/report/words/printable.ts';

test('what a terminal obeys is written as JSON writes it', () => {
  expect(printable('a\u001b[2J\u009b\u202e\u2028\u200bb\r\n\tc', true)).toBe(
    'a\\u001b[2J\\u009b\\u202e\\u2028\\u200bb\\u000d\n\tc',
  );
});

test('colours stay where a stream takes them', () => {
  expect(printable('\u001b[31ma\u001b[39m', true)).toBe('\u001b[31ma\u001b[39m');
  expect(printable('\u001b[31ma', false)).toBe('\\u001b[31ma');
});

test('JSON stays the same data', () => {
  const data = { a: 'x\u2028\u202e\u0085\u001by' };
  expect(JSON.parse(printable(JSON.stringify(data), false))).toEqual(data);
});

test.each([
  ['::error file=x::PWN', ': :error file=x::PWN'],
  ['a\n  ::set-output name=x::y', 'a\n  : :set-output name=x::y'],
  ['a ##[error]b', 'a # #[error]b'],
  ['##vso[task.complete]', '# #vso[task.complete]'],
  ['on ::1 and std::vector', 'on ::1 and std::vector'],
])('no order to a build server: %j', (text, said) => {
  expect(withoutOrders(text)).toBe(said);
});

test('no line of a text ends its block', () => {
  expect(block('diff', ' ```\n ````x\n')).toBe('`````diff\n ```\n ````x\n`````\n');
});
