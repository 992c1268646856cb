/** Arithmetic on quantities as manifests write them. */

import {
  addQuantities,
  compareQuantities,
  multiplyQuantity,
  parseQuantity,
  printQuantity,
  type Quantity,
} from '../../../src/kubernetes/quantity.ts';
import type { Json } from '../../../src/transform.ts';

/** Undefined for what is no quantity. */
export function amount(value: Json | undefined): Quantity | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return undefined;
  return parseQuantity(value) ?? undefined;
}

/** A multiple of a quantity, as people write it: 1Gi, not 1024Mi. */
export function times(text: string, factor: number): string {
  const product = printQuantity(multiplyQuantity(parseQuantity(text)!, factor));
  const mebibytes = /^(\d+)Mi$/.exec(product)?.[1];
  return mebibytes !== undefined && mebibytes !== '0' && Number(mebibytes) % 1024 === 0
    ? `${Number(mebibytes) / 1024}Gi`
    : product;
}

export function isLess(a: Json | undefined, b: Json | undefined): boolean {
  const left = amount(a);
  const right = amount(b);
  return left !== undefined && right !== undefined && compareQuantities(left, right) < 0;
}

/** A bound, doubled until it holds an amount. */
export function doubledUntil(bound: string, used: string): string {
  if (!isLess(bound, used)) return bound;
  // Doubling nothing leads nowhere.
  if (isLess(bound, '1m')) return used;
  let doubled = bound;
  while (isLess(doubled, used)) doubled = times(doubled, 2);
  return doubled;
}

/** From which number on amounts are rounded to which step: to half a processor, to whole ones, to fives, to tens. */
const STEPS = {
  cpu: [
    ['100', '50'],
    ['20', '10'],
    ['10', '5'],
    ['2', '1'],
    ['0', '500m'],
  ],
  memory: [
    ['100Gi', '50Gi'],
    ['20Gi', '10Gi'],
    ['10Gi', '5Gi'],
    ['2Gi', '1Gi'],
    ['0', '512Mi'],
  ],
} as const;

/** The next amount that people would write: `2` for `1700m`, `15Gi` for `11264Mi`. */
export function readableFrom(least: string, unit: keyof typeof STEPS): string {
  const [, step] = STEPS[unit].find(([from]) => !isLess(least, from))!;
  let steps = 1;
  while (isLess(times(step, steps), least)) steps++;
  return times(step, steps).replace(/000m$/, '');
}

/** The largest of the quantities that are there, as written. */
export function largest(...values: (string | undefined)[]): string | undefined {
  return values
    .filter(value => value !== undefined)
    .reduce<string | undefined>((a, b) => (a === undefined || isLess(a, b) ? b : a), undefined);
}

/** The smaller of two, as written; the first when the second is missing. */
export function smaller(a: string, b: Json | undefined): string {
  return isLess(b, a) ? String(b) : a;
}

export function sum(values: readonly (Quantity | undefined)[], unit: string): Quantity {
  return values.reduce<Quantity>(
    (total, each) => (each === undefined ? total : addQuantities(total, each)),
    parseQuantity(unit)!,
  );
}
