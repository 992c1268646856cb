/** Who owns a namespace: whose business its quota and its limits are. */

import { matchesGlob } from '../../config/glob.ts';
import { NOBODY, OPEN_QUESTION } from '../../config/schema.ts';
import { runsToCompletion } from '../../kubernetes/pod-templates.ts';
import { memoized } from '../../text/memo.ts';
import type { NamespaceOwner, Root, Workload } from '../../transform.ts';
import { namespaceOf } from './around.ts';

export const NOBODYS: NamespaceOwner = { root: undefined, claimants: [] };

export function isSaid(said: string | undefined, folder: string): boolean {
  return said !== undefined && said !== OPEN_QUESTION && matchesGlob(said, folder);
}

export function declaresNamespace(root: Root, name: string): boolean {
  return root.find('Namespace', each => each.apiVersion === 'v1' && each.name === name).length > 0;
}

/** Among several with the same claim who brings the Namespace is the owner, be it another way to deploy what one of them does. */
export function withDeclarer(
  owner: NamespaceOwner,
  namespace: string,
  around: readonly Root[],
  alternatives: () => readonly Root[],
): NamespaceOwner {
  const isClaimant = ({ path }: Root) => owner.claimants.includes(path);
  if (
    owner.claimants.length === 0 ||
    around.some(each => isClaimant(each) && declaresNamespace(each, namespace))
  )
    return owner;
  const [declarer, ...others] = alternatives().filter(each => declaresNamespace(each, namespace));
  if (declarer === undefined) return owner;
  if (others.length === 0) return { root: declarer.path, claimants: [] };
  const folders = [declarer, ...others].map(({ path }) => path);
  // The first asks for all.
  return { root: undefined, claimants: [...owner.claimants, ...folders] };
}

/** The Namespace before pods, pods that stay before those that end, then sheer number. */
export function ownerAmong(
  roots: readonly Root[],
  namespace: string,
  said: string | undefined,
): NamespaceOwner {
  if (said === NOBODY) return NOBODYS;
  // Clusters that have the namespace alike have an owner each: what is said may be about another one.
  const named =
    said === undefined || said === OPEN_QUESTION ? [] : roots.filter(({ path }) => matchesGlob(said, path));
  if (named.length === 1) return { root: named[0]!.path, claimants: [] };
  let most = 0;
  let equal: string[] = [];
  for (const root of named.length > 0 ? named : roots) {
    const weight = claimsOf(root).get(namespace) ?? 0;
    if (weight < most || weight === 0) continue;
    if (weight > most) equal = [];
    most = weight;
    equal.push(root.path);
  }
  if (equal.length < 2) return { root: equal[0], claimants: [] };
  return { root: undefined, claimants: equal.sort() };
}

/** More than any root has workloads. */
const LONG_RUNNING = 1e5;
const NAMESPACE = 1e10;

const claimsOf = memoized((root: Root): ReadonlyMap<string, number> => {
  const claims = new Map<string, number>();
  const add = (namespace: string | undefined, weight: number) => {
    if (namespace === undefined) return;
    claims.set(namespace, (claims.get(namespace) ?? 0) + weight);
  };
  for (const declared of root.find('Namespace', each => each.apiVersion === 'v1'))
    add(declared.name, NAMESPACE);
  for (const workload of root.workloads) add(namespaceOf(workload), weightOf(workload));
  return claims;
});

function weightOf({ kind, apiVersion }: Workload): number {
  return runsToCompletion(kind, apiVersion) ? 1 : LONG_RUNNING;
}
