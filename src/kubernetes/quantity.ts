/**
 * Kubernetes quantities (`500m`, `1Gi`, `0.5`, `1e3`), exact: counted in billionths as BigInt.
 * Source: k8s.io/apimachinery/pkg/api/resource; amounts below one billionth are rounded up there and here.
 */

import { memoizedText } from '../text/memo.ts';

export interface Quantity {
  /** The amount in billionths. */
  readonly nano: bigint;
  /** Unit as written: '', 'm', 'Ki', 'e3', ... */
  readonly suffix: string;
  /** Written with a decimal point: printed so again, instead of with a smaller unit. */
  readonly decimal: boolean;
}

const NANO = 1_000_000_000n;
const DECIMAL_UNITS = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY_UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const PATTERN = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(n|u|m|k|M|G|T|P|E|[KMGTPE]i|[eE][+-]?\d{1,3})?$/;

/**
 * Reads a quantity as manifests have it: a string, or a YAML number.
 *
 * @returns null when the text is no quantity
 */
export function parseQuantity(value: string | number | bigint): Quantity | null {
  return read(String(value));
}

/** A repository says the same few amounts of all its containers, and each is asked for by many. */
const MOST_KEPT = 1000;

const read = memoizedText(MOST_KEPT, (text): Quantity | null => {
  const match = PATTERN.exec(text);
  if (match === null) return null;
  const [, sign, digits = '', suffix = ''] = match;
  const [whole = '', fraction = ''] = digits.split('.');
  const unit = unitOf(suffix);
  const numerator = BigInt(whole + fraction) * unit.times;
  const denominator = 10n ** BigInt(fraction.length) * unit.over;
  const amount = roundUp(numerator, denominator);
  return { nano: sign === '-' ? -amount : amount, suffix, decimal: digits.includes('.') };
});

/** -1, 0 or 1, whatever the units. */
export function compareQuantities(a: Quantity, b: Quantity): -1 | 0 | 1 {
  if (a.nano === b.nano) return 0;
  return a.nano < b.nano ? -1 : 1;
}

/** The sum, in the unit of `a` where that prints whole numbers. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return { ...a, nano: a.nano + b.nano };
}

/** `a` times a plain number such as 2 or 0.5; a remainder below one billionth is rounded up. */
export function multiplyQuantity(a: Quantity, factor: number): Quantity {
  const by = parseQuantity(factor);
  if (by === null) throw new RangeError(`not a factor: ${factor}`);
  const product = a.nano * by.nano;
  const size = roundUp(product < 0n ? -product : product, NANO);
  return { ...a, nano: product < 0n ? -size : size };
}

/**
 * Prints an amount in its own unit. When that would not be a whole number, a quantity written with a decimal point
 * keeps unit and point (`0.5` halved is `0.25`), any other goes to the next smaller unit (`1Gi` halved is `512Mi`).
 */
export function printQuantity({ nano, suffix, decimal }: Quantity): string {
  const sign = nano < 0n ? '-' : '';
  const size = nano < 0n ? -nano : nano;
  if (decimal) {
    const text = decimalDigits(size, suffix);
    if (text !== null) return sign + text + suffix;
  }
  for (const unit of [suffix, ...smallerUnits(suffix)]) {
    const { times, over } = unitOf(unit);
    if ((size * over) % times === 0n) return `${sign}${(size * over) / times}${unit}`;
  }
  return `${sign}${size}n`;
}

/** One unit is `times / over` billionths: below a billionth `over` is not 1. */
function unitOf(suffix: string): { times: bigint; over: bigint } {
  const binary = BINARY_UNITS.indexOf(suffix);
  if (binary > 0) return { times: NANO * 1024n ** BigInt(binary), over: 1n };
  const decimal = DECIMAL_UNITS.indexOf(suffix);
  const exponent = 9 + (decimal >= 0 ? (decimal - 3) * 3 : Number(suffix.slice(1)));
  return exponent < 0
    ? { times: 1n, over: 10n ** BigInt(-exponent) }
    : { times: 10n ** BigInt(exponent), over: 1n };
}

function smallerUnits(suffix: string): string[] {
  const binary = BINARY_UNITS.indexOf(suffix);
  if (binary > 0) return [...BINARY_UNITS.slice(0, binary).reverse(), 'm', 'u', 'n'];
  const decimal = DECIMAL_UNITS.indexOf(suffix);
  return DECIMAL_UNITS.slice(0, decimal < 0 ? 4 : decimal).reverse();
}

/** The amount in a unit with as many decimals as it needs; null when more than nine would be needed. */
function decimalDigits(size: bigint, suffix: string): string | null {
  const { times, over } = unitOf(suffix);
  const billionths = size * over * NANO;
  if (billionths % times !== 0n) return null;
  const digits = String(billionths / times).padStart(10, '0');
  const fraction = digits.slice(-9).replace(/0+$/, '');
  return fraction === '' ? digits.slice(0, -9) : `${digits.slice(0, -9)}.${fraction}`;
}

function roundUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}
