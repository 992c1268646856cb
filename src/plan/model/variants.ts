import type { Fix, Variant } from './result.ts';

/** A fix as its roots have it: once for each object and what is said of it, and the fix itself where that is the same in all. */
export function variantsIn(fix: Fix): readonly Variant[] {
  return fix.variants.length === 0 ? [{ ...fix, at: fix.subject.at }] : fix.variants;
}
