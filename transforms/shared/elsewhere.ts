/** Pods that a selector means and that this environment does not have. */

import { posix } from 'node:path';
import { type LabelSelector, matchesSelector } from '../../src/kubernetes/selectors.ts';
import type { Ask, FieldPath, Resource, Root } from '../../src/transform.ts';
import { staying } from './choices.ts';
import { isMap } from './data.ts';
import { makerElsewhere } from './namespaces/namespaces.ts';
import { remembered } from './remembered.ts';

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

/** Where each kind says which labels its pods have. */
const SELECTORS: Readonly<Record<string, FieldPath>> = {
  Service: ['spec', 'selector'],
  NetworkPolicy: ['spec', 'podSelector', 'matchLabels'],
  PodDisruptionBudget: ['spec', 'selector', 'matchLabels'],
};

/**
 * Asked once for one cause: a label that several select by and no pod has, or several that stand in one folder for pods that
 * nothing here is like, or that has not all of the labels. Else once of an object, whatever is amiss with it for that, and under whatever names environments have it.
 */
export function podsAsk(resource: Resource, root: Root): Ask {
  const own = `${resource.kind} ${sourceName(resource)}`;
  const label = labelsOf(resource).find(
    each => (selectedBy(root).get(each) ?? 0) > 1 && podsWith(each, resource, root) === 'none',
  );
  if (label !== undefined)
    return {
      type: 'decision',
      about: `pods with ${label}`,
      question:
        'no pod here has that label, and several select by it: is it to go, or do such pods come from elsewhere?',
      names: [own],
      choices: [FROM_ELSEWHERE],
    };
  const folder = posix.dirname(resource.where([]));
  const alike = lonelyIn(root).filter(each => posix.dirname(each.where([])) === folder);
  if (alike.includes(resource) && alike.length > 1)
    return {
      type: 'decision',
      about: `pods that nothing in sight renders, for what stands in ${shownFolder(folder)}`,
      question: 'which pods are meant, or where do they come from?',
      names: [own],
      choices: [FROM_ELSEWHERE],
    };
  const unmatched = unmatchedIn(root).filter(
    each => each.kind === resource.kind && posix.dirname(each.where([])) === folder,
  );
  if (unmatched.includes(resource) && unmatched.length > 1)
    return {
      type: 'decision',
      about: `pods that no ${resource.kind} of ${shownFolder(folder)} selects`,
      question: 'no pod has all of the labels: which pods are meant, or where do they come from?',
      names: [own],
      choices: [FROM_ELSEWHERE],
    };
  return { type: 'decision', about: `pods of ${own}`, choices: [FROM_ELSEWHERE] };
}

function shownFolder(folder: string): string {
  return folder === '.' ? 'the top folder' : folder;
}

const FROM_ELSEWHERE = staying(
  'pods that come from elsewhere',
  'its pods come from outside of this repository',
);

/** `app=web` */
function labelsOf(resource: Resource): readonly string[] {
  const path = SELECTORS[resource.kind];
  const selector = path === undefined ? undefined : resource.get(path);
  return isMap(selector) ? Object.entries(selector).map(([key, value]) => `${key}=${String(value)}`) : [];
}

/** By how many objects of the root each label is selected. */
const selectedBy = remembered((root: Root): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const kind of Object.keys(SELECTORS))
    for (const object of root.find(kind))
      for (const label of new Set(labelsOf(object))) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
});

/** Objects of the root whose labels tell no pod here from another: nothing is like what they mean. */
const lonelyIn = remembered((root: Root): readonly Resource[] =>
  Object.keys(SELECTORS)
    .flatMap(kind => root.find(kind))
    .filter(object => {
      const found = labelsOf(object).map(each => podsWith(each, object, root));
      return found.includes('none') && !found.includes('some');
    }),
);

/** Objects of the root that no pod has all labels for, though single labels are known. */
const unmatchedIn = remembered((root: Root): readonly Resource[] =>
  Object.keys(SELECTORS)
    .flatMap(kind => root.find(kind))
    .filter(object => {
      const labels = labelsOf(object);
      const { pods } = podsAround(root.platform.namespaceOf(object), root);
      return labels.length > 0 && !pods.some(own => labels.every(each => own.has(each)));
    }),
);

function podsWith(label: string, resource: Resource, root: Root): 'none' | 'some' | 'all' {
  const { pods, having } = podsAround(root.platform.namespaceOf(resource), root);
  const found = having.get(label) ?? 0;
  // What the only one has may be what it is told by.
  if (found === pods.length && pods.length > 2) return 'all';
  return found === 0 ? 'none' : 'some';
}

/** The labels of each pod that an object of a namespace may mean, and how many of them have each. */
interface PodsAround {
  readonly pods: readonly ReadonlySet<string>[];
  readonly having: ReadonlyMap<string, number>;
}

/** By namespace: each object asks for each of its labels. */
const podsByNamespace = remembered((_root: Root) => new Map<string | undefined, PodsAround>());

function podsAround(namespace: string | undefined, root: Root): PodsAround {
  const known = podsByNamespace(root);
  let around = known.get(namespace);
  if (around === undefined) {
    const all = new Set([...root.workloads, ...root.platform.workloadsIn(namespace)]);
    const pods = [...all].map(
      ({ podLabels }) => new Set(Object.entries(podLabels).map(([key, value]) => `${key}=${value}`)),
    );
    const having = new Map<string, number>();
    for (const labels of pods) for (const label of labels) having.set(label, (having.get(label) ?? 0) + 1);
    around = { pods, having };
    known.set(namespace, around);
  }
  return around;
}

/** The name that its manifest has, before prefixes and suffixes of environments. */
export function sourceName({ formerNames, name }: Resource): string {
  return formerNames[0] ?? name;
}
