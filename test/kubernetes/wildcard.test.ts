import { fitsWildcard } from '../../src/kubernetes/wildcard.ts';

test.each([
  ['*', '', true],
  ['*', 'anything\nat all', true],
  ['web-*', 'web-', true],
  ['web-*', 'web', false],
  ['*-web', 'a-web-web', true],
  ['*-web', 'a-web-wet', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['w?b', 'web', true],
  ['w?b', 'wb', false],
  ['?', '*', true],
  ['a.c', 'abc', false],
  ['(a|b)', '(a|b)', true],
  ['', '', true],
  ['', 'a', false],
])('%j and %j', (pattern, text, fits) => {
  expect(fitsWildcard(pattern, text)).toBe(fits);
});

test('many stars end', () => {
  expect(fitsWildcard(`${'*a'.repeat(40)}*b`, 'a'.repeat(10_000))).toBe(false);
});
