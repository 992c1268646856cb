/** Rules of roles. */

import type { JsonObject } from '../../../src/transform.ts';
import { stringsIn } from '../data.ts';

export interface Rule {
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Of single objects, by their names. */
  readonly isNamed: boolean;
}

const READ = ['get', 'list', 'watch'];

export function ruleOf({ apiGroups, resources, verbs, resourceNames }: JsonObject): Rule {
  return {
    groups: stringsIn(apiGroups),
    resources: stringsIn(resources),
    verbs: stringsIn(verbs).map(each => each.toLowerCase()),
    isNamed: stringsIn(resourceNames).length > 0,
  };
}

/** Whether a rule allows one of some verbs, also by a wildcard. */
export function allows(
  { groups, resources, verbs: given }: Rule,
  group: string,
  resource: string,
  verbs: readonly string[],
): boolean {
  if (!groups.includes(group) && !groups.includes('*')) return false;
  if (!resources.includes(resource) && !resources.includes('*')) return false;
  return given.includes('*') || verbs.some(each => given.includes(each));
}

/** Whether rules let read Secrets whatever they are called. */
export function readSecrets(rules: readonly Rule[]): boolean {
  return rules.some(each => !each.isNamed && allows(each, '', 'secrets', READ));
}
