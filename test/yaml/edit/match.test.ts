import fc from 'fast-check';
import { matchItems } from '../../../src/yaml/edit/match.ts';

const same = (a: unknown, b: unknown) => a === b;
const numbers = (length: number, from = 0) => Array.from({ length }, (_, index) => from + index);

/** Length of the longest common subsequence, by its definition. */
function longest(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const [x, ...restOfA] = a;
  const [y, ...restOfB] = b;
  return x === y ? 1 + longest(restOfA, restOfB) : Math.max(longest(restOfA, b), longest(a, restOfB));
}

test('pairs are equal, in order, and as many as there can be', () => {
  const list = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 7 });
  fc.assert(
    fc.property(list, list, (a, b) => {
      const pairs = matchItems(a, b, same);
      for (const [i, j] of pairs) expect(a[i]).toBe(b[j]);
      for (const [index, [i, j]] of pairs.slice(1).entries()) {
        expect(i).toBeGreaterThan(pairs[index]![0]);
        expect(j).toBeGreaterThan(pairs[index]![1]);
      }
      expect(pairs).toHaveLength(longest(a, b));
    }),
  );
});

test('what goes from a row of equal items goes from where the lists part', () => {
  expect(matchItems(['x', '', '', 'y'], ['x', '', 'y'], same)).toEqual([
    [0, 0],
    [1, 1],
    [3, 2],
  ]);
});

test('two lists of 20,000 differing items are matched at their ends, in few comparisons', () => {
  let comparisons = 0;
  const counted = (a: number, b: number) => {
    comparisons++;
    return a === b;
  };
  const a = [-1, ...numbers(20_000), -2, -3];
  const b = [-1, ...numbers(20_000, 50_000), -2, -3];
  expect(matchItems(a, b, counted)).toEqual([
    [0, 0],
    [20_001, 20_001],
    [20_002, 20_002],
  ]);
  expect(comparisons).toBeLessThan(1_000_000);
});

test('a long list in which little differs is matched whole', () => {
  const a = numbers(20_000);
  const b = a.filter(item => item % 1_000 !== 500);
  expect(matchItems(a, b, same)).toHaveLength(b.length);
});
