/** Pods that a selector means and that this environment does not have. */

import { type LabelSelector, matchesSelector } from '../../src/kubernetes/selectors.ts';
import type { Ask, Resource, Root } from '../../src/transform.ts';
import { staying } from './choices.ts';
import { makerElsewhere } from './namespaces/namespaces.ts';

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

/** Asked once of an object, whatever is amiss with it for that, and under whatever names environments have it. */
export function podsAsk(resource: Resource): Ask {
  return {
    type: 'decision',
    about: `pods of ${resource.kind} ${sourceName(resource)}`,
    choices: [staying('pods that come from elsewhere', 'its pods come from outside of this repository')],
  };
}

/** The name that its manifest has, before prefixes and suffixes of environments. */
export function sourceName({ formerNames, name }: Resource): string {
  return formerNames[0] ?? name;
}
