/** Images of one release: who knows what one of them needs knows it of all, so that they are asked about together. */

import { isBranchTag, isMovingTag } from '../../kubernetes/images/image-reference.ts';
import type { Ask } from '../../transform.ts';

/** Fewer are asked about one by one. */
const FEWEST = 3;

/**
 * By image, as the configuration names it: the pattern over its publisher (`gcr.io/k8s-prow/*`), where three or more of that
 * are asked about and have one version, which shows that they are made together. What follows a branch may be made in any way: where
 * one does, all are asked about one by one, for the pattern would speak of it too. What is built here is asked about by itself,
 * and what is said of the pattern yields to its Dockerfile.
 *
 * @param keyOf the name that an image has in the configuration
 */
export function releasesAmong(
  asks: readonly Ask[],
  keyOf: (image: string) => string,
): ReadonlyMap<string, string> {
  const publishers = new Map<
    string,
    { readonly keys: Set<string>; readonly byVersion: Map<string, Set<string>> }
  >();
  for (const ask of asks) {
    if (ask.type !== 'image' || ask.isBuiltHere) continue;
    const key = keyOf(ask.image);
    const at = key.lastIndexOf('/');
    if (at < 0) continue;
    const publisher = key.slice(0, at);
    const known = publishers.get(publisher) ?? { keys: new Set(), byVersion: new Map() };
    publishers.set(publisher, known);
    known.keys.add(key);
    const version = isVersion(ask.release) ? ask.release : '';
    known.byVersion.set(version, (known.byVersion.get(version) ?? new Set()).add(key));
  }
  const patterns = new Map<string, string>();
  for (const [publisher, { keys, byVersion }] of publishers) {
    const isRelease = [...byVersion.values()].some(same => same.size >= FEWEST);
    if (!isRelease || byVersion.has('')) continue;
    for (const key of keys) patterns.set(key, `${publisher}/*`);
  }
  return patterns;
}

function isVersion(tag: string | undefined): tag is string {
  return !isMovingTag(tag) && !isBranchTag(tag);
}
