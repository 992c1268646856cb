/** Pods that a selector means and that this environment does not have. */

import { type LabelSelector, matchesSelector } from '../../src/kubernetes/selectors.ts';
import type { Ask, Resource, Root } from '../../src/transform.ts';
import { makerElsewhere } from './namespaces.ts';

/** Which environment has what the selector means, where one has: then the object stands in the base for that one. */
export function podsElsewhere(
  selector: LabelSelector,
  namespace: string | undefined,
  root: Root,
): string | undefined {
  const workload = root.platform
    .workloadsElsewhereIn(namespace)
    .find(each => matchesSelector(selector, each.podLabels));
  const maker = workload ?? makerElsewhere(namespace, root);
  if (maker === undefined) return undefined;
  const where = root.platform.rootOf(maker);
  return `${where} has ${maker.kind} ${maker.name}, whose pods it may mean: it is for that environment`;
}

/** Asked once of an object, whatever is amiss with it for that. */
export function podsAsk({ kind, name }: Resource): Ask {
  return { type: 'decision', about: `pods of ${kind} ${name}` };
}
