/** Owners of a resource, from the configuration's globs over `Kind/name`. */

import { fitsWildcard } from '../../src/kubernetes/wildcard.ts';
import type { OwnerRule, Resource } from '../../src/transform.ts';

/** The rule for a resource: an exact name before a glob, then the first that matches. */
export function ownerOf(resource: Resource, rules: readonly OwnerRule[]): OwnerRule | undefined {
  const text = `${resource.kind}/${resource.name}`;
  return rules.find(rule => rule.pattern === text) ?? rules.find(rule => fitsWildcard(rule.pattern, text));
}
