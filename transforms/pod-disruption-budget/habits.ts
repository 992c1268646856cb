/** New budgets as the repository writes those that it has. */

import { saysItsMaker } from '../../src/kubernetes/origin-labels.ts';
import type { Resource, Root, Workload } from '../../src/transform.ts';
import { indexBy } from '../shared/index-by.ts';
import { labelsLikeSisters } from '../shared/labels/of-sisters.ts';
import { isInManifest } from '../shared/places.ts';
import { remembered } from '../shared/remembered.ts';
import { isScalable } from '../shared/replicas/replicas.ts';
import { namesakesOf } from './rivals.ts';

/** Whether the budgets of the repository say what becomes of pods that are not ready; undefined where that is no habit. */
export function saysPolicy({ repository: { budgets } }: Root): boolean | undefined {
  const [first, ...others] = budgets;
  if (first === undefined || others.length === 0) return undefined;
  return others.every(each => each.hasPolicy === first.hasPolicy) ? first.hasPolicy : undefined;
}

/**
 * How many pods must stay, where all budgets of the repository say that and none how many may go: a number, the least of theirs, or
 * a percentage that they have in common.
 *
 * @param replicas of which one at least has to be free to go
 */
export function minAvailableOf(
  { repository: { budgets } }: Root,
  replicas: number,
): number | string | undefined {
  const said = new Set(budgets.map(({ minAvailable }) => minAvailable));
  if (budgets.length < 2 || said.has(undefined)) return undefined;
  const numbers = [...said].map(Number);
  if (numbers.every(each => Number.isInteger(each) && each > 0)) {
    const least = Math.min(...numbers);
    return least < replicas ? least : undefined;
  }
  const [share] = said;
  const percent = said.size === 1 ? /^([1-9]\d?)%$/.exec(share!)?.[1] : undefined;
  return percent !== undefined && Math.ceil((Number(percent) * replicas) / 100) < replicas
    ? share
    : undefined;
}

/** Labels that a budget of this repository has, with the values of the workload that it is for. */
export function habitualLabels(workload: Workload, root: Root): Record<string, string> {
  const { labels, podLabels } = workload;
  const pick = (keys: readonly string[]) =>
    Object.fromEntries(
      keys.flatMap(key => {
        const value = labels[key] ?? podLabels[key];
        return value === undefined || saysItsMaker(key, value) ? [] : [[key, value]];
      }),
    );
  const inRoot = keysOfBudgets(root);
  if (inRoot !== undefined) return pick(inRoot);
  const [first, ...others] = root.repository.budgets;
  if (first === undefined || others.length === 0)
    return labelsLikeSisters(workload, root, 'PodDisruptionBudget');
  return pick(first.labels.filter(key => others.every(each => each.labels.includes(key))));
}

/** Keys that every budget of the root says itself; undefined without one. */
function keysOfBudgets(root: Root): readonly string[] | undefined {
  const [first, ...others] = root.find('PodDisruptionBudget');
  if (first === undefined) return undefined;
  const isSaid = (budget: Resource, key: string) =>
    budget.labels[key] !== undefined && isInManifest(['metadata', 'labels', key], budget);
  return Object.keys(first.labels).filter(key => [first, ...others].every(each => isSaid(each, key)));
}

/** How budgets are called after their workload. */
const SUFFIXES = ['-pdb', '-disruption-budget', '-budget'];
const PREFIXES = ['pdb-', 'budget-'];

/** What stands around the name of a workload in that of its budget. */
export interface Affix {
  readonly prefix?: string;
  readonly suffix: string;
}

const ownByName = remembered(({ workloads }: Root) => indexBy(workloads, ({ name }) => [name]));

/** That of other budgets, unless a budget, another scalable workload or a patch of everything so called would collide. */
export function affixFor(workload: Workload, root: Root): Affix {
  const { name, namespace, kind } = workload;
  const isTaken = (candidate: string) =>
    root.find('PodDisruptionBudget', each => each.name === candidate && each.namespace === namespace).length >
    0;
  // To kustomize an object without a namespace and one in `default` are one.
  const isAlike = (other: Workload) =>
    other !== workload && (other.namespace ?? 'default') === (namespace ?? 'default');
  const alike = (ownByName(root).get(name) ?? []).filter(isAlike);
  const isShared = [...namesakesOf(workload, root), ...alike].some(isScalable);
  const near = root.platform.find('PodDisruptionBudget', root.platform.namespaceOf(workload));
  const others = near.length > 1 ? near : root.repository.budgets;
  const isHabit = (test: (name: string) => boolean) =>
    others.length > 0 && others.every(each => test(each.name));
  const prefix = isShared ? undefined : PREFIXES.find(each => isHabit(other => other.startsWith(each)));
  const habit =
    prefix === undefined ? SUFFIXES.find(each => isHabit(other => other.endsWith(each))) : undefined;
  const isPatched = (candidate: string) =>
    root.kustomizations.some(kustomization => kustomization.takesAllCalled(candidate));
  const first = isShared ? `-${kind.toLowerCase()}` : (habit ?? '');
  const named = (suffix: string): Affix => (prefix === undefined ? { suffix } : { prefix, suffix });
  const called = `${prefix ?? ''}${name}${first}`;
  if (isTaken(called)) return named(`${first}-budget`);
  return isPatched(called) ? named(`${first}-pdb`) : named(first);
}
