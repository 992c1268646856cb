/** A report without its secrets: before it is cut into words and escaped, since nobody would find them after that. */
import type { Mask } from '../secrets/mask.ts';

/** The same with every text in it masked. */
export function masked<T>(data: T, mask: Mask): T {
  if (typeof data === 'string') return mask(data) as T;
  if (Array.isArray(data)) return data.map(each => masked(each, mask)) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, each]) => [key, masked(each, mask)])) as T;
}
