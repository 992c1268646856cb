/** By which labels a budget takes its pods. */

import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import type { Root, Workload } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { podSelector } from '../shared/pods.ts';
import { ownKeys } from '../shared/selectors/own-keys.ts';
import { twinsOf } from '../shared/selectors/twins.ts';

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
