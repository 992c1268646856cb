import fc from 'fast-check';
import { applySplices, composeSplices, type Splice, sortSplices } from '../../src/text/splice.ts';
import { runs } from '../harness/runs.ts';

describe('applySplices', () => {
  test('replaces, inserts and removes', () => {
    const splices = [
      { start: 0, end: 1, text: 'A' },
      { start: 2, end: 2, text: '+' },
      { start: 3, end: 5, text: '' },
    ];
    expect(applySplices('abcdef', splices)).toBe('Ab+cf');
  });

  test.each([
    [
      'overlap',
      [
        { start: 0, end: 2, text: '' },
        { start: 1, end: 3, text: '' },
      ],
    ],
    [
      'are unsorted',
      [
        { start: 2, end: 3, text: '' },
        { start: 0, end: 1, text: '' },
      ],
    ],
    ['leave the text', [{ start: 2, end: 9, text: '' }]],
    ['run backwards', [{ start: 2, end: 1, text: '' }]],
  ])('refuses splices that %s', (_, splices) => {
    expect(() => applySplices('abc', splices)).toThrow(RangeError);
  });
});

describe('composeSplices', () => {
  const splicesOf = (text: string) =>
    fc
      .array(fc.tuple(fc.nat(text.length), fc.nat(text.length), fc.string({ maxLength: 3 })), {
        maxLength: 4,
      })
      .map(list =>
        disjoint(
          list.map(([a, b, inserted]) => ({ start: Math.min(a, b), end: Math.max(a, b), text: inserted })),
        ),
      );

  test('says in one list what two lists say one after the other', () => {
    const cases = fc
      .string({ maxLength: 20 })
      .chain(text => fc.tuple(fc.constant(text), splicesOf(text)))
      .chain(([text, first]) =>
        fc.tuple(fc.constant(text), fc.constant(first), splicesOf(applySplices(text, first))),
      );
    fc.assert(
      fc.property(cases, ([text, first, second]) => {
        const both = composeSplices(text, first, second);
        expect(applySplices(text, both)).toBe(applySplices(applySplices(text, first), second));
      }),
      { numRuns: runs(100) },
    );
  });

  function disjoint(splices: readonly Splice[]): Splice[] {
    let done = 0;
    return sortSplices(splices).filter(splice => {
      if (splice.start < done) return false;
      done = splice.end;
      return true;
    });
  }
});
