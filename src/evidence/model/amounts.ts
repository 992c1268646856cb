/** Measured amounts as manifests write them: rounded up, since less would not do. */
import { parseQuantity } from '../../kubernetes/quantity.ts';

const MEBIBYTE = 1024 * 1024;

/** @param cores 0.123 */
export function cpuText(cores: number): string {
  return `${Math.max(1, Math.ceil(Number((cores * 1000).toFixed(6))))}m`;
}

export function memoryText(bytes: number): string {
  return `${Math.max(1, Math.ceil(bytes / MEBIBYTE))}Mi`;
}

/** A quantity of an API (`262144k`) in the same units; undefined for what is none, or nothing. */
export function quantityText(resource: 'cpu' | 'memory', value: unknown): string | undefined {
  const quantity = typeof value === 'string' || typeof value === 'number' ? parseQuantity(value) : null;
  if (quantity === null || quantity.nano <= 0n) return undefined;
  const amount = Number(quantity.nano) / 1e9;
  return resource === 'cpu' ? cpuText(amount) : memoryText(amount);
}
