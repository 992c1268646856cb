import { sameJson } from '../../../src/plan/rendered/same-data.ts';

describe('sameJson', () => {
  const map = (entries: Record<string, unknown>) => ({ a: 1, ...entries });

  test.each([
    ['the order of keys', { a: 1, b: [2] }, { b: [2], a: 1 }],
    ['keys without a value', map({ b: undefined }), map({})],
    ['big integers', 12345678901234567890n, 12345678901234567890n],
    ['no numbers', Number.NaN, Number.NaN],
  ])('does not look at %s', (_, a, b) => {
    expect(sameJson(a, b)).toBe(true);
    expect(sameJson(b, a)).toBe(true);
  });

  test.each([
    ['numbers and their text', 1, '1'],
    ['big integers and numbers', 1n, 1],
    ['null and absent', map({ b: null }), map({})],
    ['a map and a list', {}, []],
    ['lists of other lengths', [1], [1, 2]],
    ['other keys', map({ b: 1 }), map({ c: 1 })],
    ['inherited keys', { toString: undefined, b: 1 }, { b: 1, toString: 1 }],
  ])('tells apart %s', (_, a, b) => {
    expect(sameJson(a, b)).toBe(false);
    expect(sameJson(b, a)).toBe(false);
  });
});
