import fc from 'fast-check';
import {
  addQuantities,
  compareQuantities,
  multiplyQuantity,
  parseQuantity,
  printQuantity,
} from '../../src/kubernetes/quantity.ts';
import { runs } from '../harness/runs.ts';

const q = (text: string | number) => parseQuantity(text)!;

describe('parseQuantity', () => {
  test.each([
    ['1', 1_000_000_000n],
    [0.5, 500_000_000n],
    ['500m', 500_000_000n],
    ['1Ki', 1_024_000_000_000n],
    ['1e3', 1_000_000_000_000n],
    ['1E3', 1_000_000_000_000n],
    ['2E', 2_000_000_000_000_000_000_000_000_000n],
    ['1e-3', 1_000_000n],
    ['100n', 100n],
    ['0.1n', 1n],
    ['-1.5', -1_500_000_000n],
    ['.5', 500_000_000n],
    ['5.', 5_000_000_000n],
    [1e21, 10n ** 30n],
  ])('%s', (text, nano) => expect(parseQuantity(text)?.nano).toBe(nano));

  test.each(['', 'm', '1 Gi', '1gi', '1K', '1.2.3', 'e3', '0x10', '1e', 'Infinity'])('refuses %j', text => {
    expect(parseQuantity(text)).toBeNull();
  });
});

describe('printQuantity', () => {
  test.each(['0.5', '500m', '1Gi', '1e3', '2E', '1.5Gi', '0', '-3', '250Mi', '1e-3', '7n'])(
    'keeps %s',
    text => {
      expect(printQuantity(q(text))).toBe(text);
    },
  );

  test('reads back as the same amount, in the same unit when it was whole', () => {
    const unit = fc.constantFrom(
      '',
      'n',
      'u',
      'm',
      'k',
      'M',
      'G',
      'T',
      'P',
      'E',
      'Ki',
      'Mi',
      'Gi',
      'Ti',
      'Pi',
      'Ei',
      'e3',
      'e-2',
    );
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), unit, (amount, suffix) => {
        const quantity = q(`${amount}${suffix}`);
        expect(printQuantity(quantity)).toBe(`${amount}${suffix}`);
      }),
      { numRuns: runs(100) },
    );
    fc.assert(
      fc.property(fc.nat(99_999), fc.nat(999_999), unit, (whole, fraction, suffix) => {
        const quantity = q(`${whole}.${fraction}${suffix}`);
        expect(q(printQuantity(quantity)).nano).toBe(quantity.nano);
      }),
      { numRuns: runs(100) },
    );
  });
});

describe('arithmetic', () => {
  test.each([
    ['1Gi', 0.5, '512Mi'],
    ['1', 0.5, '500m'],
    ['0.5', 0.5, '0.25'],
    ['100m', 2, '200m'],
    ['1Mi', 2, '2Mi'],
    ['1e3', 0.5, '500'],
    ['1Gi', 1.25, '1280Mi'],
    ['-1', 0.5, '-500m'],
  ])('%s times %s is %s', (text, factor, expected) => {
    expect(printQuantity(multiplyQuantity(q(text), factor))).toBe(expected);
  });

  test('adds and compares across units', () => {
    expect(printQuantity(addQuantities(q('1'), q('500m')))).toBe('1500m');
    expect(printQuantity(addQuantities(q('1Gi'), q('512Mi')))).toBe('1536Mi');
    expect(compareQuantities(q('1000m'), q('1'))).toBe(0);
    expect(compareQuantities(q('1G'), q('1Gi'))).toBe(-1);
    expect(compareQuantities(q('2'), q('1999m'))).toBe(1);
  });

  test('a factor that is no number is an error', () => {
    expect(() => multiplyQuantity(q('1'), Number.NaN)).toThrow('not a factor: NaN');
  });

  test('adding is commutative and halving twice is a quarter', () => {
    const amount = fc
      .tuple(fc.nat(100_000), fc.constantFrom('m', '', 'Mi', 'Gi'))
      .map(([n, s]) => q(`${n}${s}`));
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        expect(compareQuantities(addQuantities(a, b), addQuantities(b, a))).toBe(0);
        expect(multiplyQuantity(multiplyQuantity(a, 0.5), 0.5).nano).toBe(multiplyQuantity(a, 0.25).nano);
      }),
      { numRuns: runs(100) },
    );
  });
});
