/** What a role lets do, as far as it is more than it says. */

import type { JsonObject } from '../../src/transform.ts';
import { allows, type Rule, readSecrets, ruleOf } from '../shared/accounts/rules.ts';

interface Widest {
  readonly message: 'takes-over' | 'wildcard' | 'secrets' | 'pods';
  readonly what: string;
}

const CHANGE = ['create', 'update', 'patch'];
const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';

/**
 * The widest of its rights; undefined where none of them goes further than its words.
 *
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks
 */
export function widestOf(rules: readonly JsonObject[]): Widest | undefined {
  const all = rules.map(ruleOf);
  const lets = (group: string, resource: string, verbs: readonly string[]) =>
    all.some(each => !each.isNamed && allows(each, group, resource, verbs));
  const everything = all.find(
    each => each.groups.includes('*') && each.resources.includes('*') && each.verbs.includes('*'),
  );
  if (everything !== undefined) return { message: 'wildcard', what: 'all rights in all that there is' };
  const takes = TAKES_OVER.find(([group, resource, verbs]) =>
    all.some(each => !each.isNamed && says(each, group, resource, verbs)),
  );
  if (takes !== undefined) return { message: 'takes-over', what: takes[3] };
  const wildcard = all.find(
    each => each.resources.includes('*') && each.verbs.some(isChange) && each.groups.some(isOfKubernetes),
  );
  if (wildcard !== undefined)
    return { message: 'wildcard', what: `rights in all resources of ${groupsOf(wildcard)}` };
  const verbs = all.find(each => each.verbs.includes('*') && isSensitive(each));
  if (verbs !== undefined)
    return { message: 'wildcard', what: `all rights in ${verbs.resources.join(', ')}` };
  if (readSecrets(all)) return { message: 'secrets', what: 'read all Secrets' };
  if (lets('', 'pods/exec', ['create']) || lets('', 'pods/attach', ['create']))
    return { message: 'pods', what: 'run commands in all pods' };
  return lets('', 'pods', ['create']) ? { message: 'pods', what: 'start pods' } : undefined;
}

/** Group, resource and verbs that lead to all other rights, and what that is. */
const TAKES_OVER: readonly (readonly [string, string, readonly string[], string])[] = [
  [RBAC, 'roles', ['escalate'], 'write rights into roles that it does not have'],
  [RBAC, 'clusterroles', ['escalate'], 'write rights into roles that it does not have'],
  [RBAC, 'roles', ['bind'], 'bind roles that it does not have'],
  [RBAC, 'clusterroles', ['bind'], 'bind roles that it does not have'],
  ['', 'users', ['impersonate'], 'act as any user'],
  ['', 'groups', ['impersonate'], 'act as any group'],
  ['', 'serviceaccounts', ['impersonate'], 'act as any account'],
  ['', 'nodes/proxy', ['get', 'create'], 'talk to kubelets'],
  [ADMISSION, 'mutatingwebhookconfigurations', CHANGE, 'change webhooks that rewrite what others write'],
  [ADMISSION, 'validatingwebhookconfigurations', CHANGE, 'change webhooks that read what others write'],
  [
    'certificates.k8s.io',
    'certificatesigningrequests/approval',
    ['update', 'patch'],
    'approve certificates of its own',
  ],
];

/** By name, or by a wildcard of verbs: what a wildcard of resources gives is a finding of its own. */
function says(rule: Rule, group: string, resource: string, verbs: readonly string[]): boolean {
  return rule.resources.includes(resource) && allows(rule, group, resource, verbs);
}

function isChange(verb: string): boolean {
  return verb === '*' || CHANGE.includes(verb) || verb.startsWith('delete');
}

/** Groups of the API server itself: all kinds of a controller's own group are its work. */
function isOfKubernetes(group: string): boolean {
  return group === '*' || !group.includes('.') || /^[a-z]+(?:\.authorization)?\.k8s\.io$/.test(group);
}

/** All rights in what is of everybody: those of a program's own kinds are its affair. */
function isSensitive({ groups, resources, isNamed }: Rule): boolean {
  return !isNamed && groups.some(each => each === '' || each === '*') && resources.some(isOfOthers);
}

function isOfOthers(resource: string): boolean {
  return /^(?:secrets|pods(?:\/.*)?|serviceaccounts(?:\/.*)?|nodes(?:\/.*)?|namespaces|\*)$/.test(resource);
}

function groupsOf({ groups }: Rule): string {
  const named = groups.map(each => (each === '' ? 'the core group' : each === '*' ? 'all groups' : each));
  return [...new Set(named)].join(', ');
}
