/** Environments of one workload that a prefix or suffix of their names is all that tells apart. */

import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import type { Root, Workload } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { podSelector } from '../shared/pods.ts';
import { ownKeys } from '../shared/selectors/own-keys.ts';

/**
 * The same workload of roots that name no namespace either, each under a name of its own: made to live side by side. Where two have
 * one name, whoever applies them keeps environments apart.
 */
export function twinsOf(workload: Workload, root: Root): ReturnType<Root['sistersOf']> {
  if (root.platform.namespaceOf(workload) !== undefined) return [];
  const sisters = root.sistersOf(workload).filter(({ workload: { namespace } }) => namespace === undefined);
  const names = [workload, ...sisters.map(each => each.workload)].map(({ name }) => name);
  return new Set(names).size === names.length ? sisters : [];
}

/** The labels that a budget needs of the workload's selector: all, where fewer would take the pods of a twin that all leave. */
export function budgetKeys(workload: Workload, root: Root): readonly string[] | undefined {
  const keys = ownKeys(workload, root);
  const selector = podSelector(workload);
  if (keys === undefined || !isMap(selector?.matchLabels)) return keys;
  const pairs = Object.entries(selector.matchLabels).filter(([key]) => keys.includes(key));
  const matchLabels = Object.fromEntries(pairs) as Readonly<Record<string, string>>;
  const isTooWide = twinsOf(workload, root).some(
    ({ workload: { podLabels } }) =>
      matchesSelector({ matchLabels }, podLabels) && !matchesSelector(selector, podLabels),
  );
  return isTooWide ? Object.keys(selector.matchLabels) : keys;
}
