/** Owners of a resource, from the configuration's globs over `Kind/name`. */

import type { OwnerRule, Resource } from '../../src/transform.ts';

/** The rule for a resource: an exact name before a glob, then the first that matches. */
export function ownerOf(resource: Resource, rules: readonly OwnerRule[]): OwnerRule | undefined {
  const text = `${resource.kind}/${resource.name}`;
  return rules.find(rule => rule.pattern === text) ?? rules.find(rule => matchesGlob(rule.pattern, text));
}

/** `*` stands for any text, `?` for one character. */
function matchesGlob(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
}
