/** Which labels a resource should have (catalogue L1). */

import { saysItsMaker } from '../../../src/kubernetes/origin-labels.ts';
import type { Evidence, Json, Resource, Root, Workload } from '../../../src/transform.ts';
import { ownerOf } from '../owners.ts';
import { asWorkload } from '../pods.ts';
import { remembered } from '../remembered.ts';
import { applicationOf } from './application.ts';
import { componentOf } from './component.ts';
import { COMPONENT, ENVIRONMENT, INSTANCE, isSaidIn, MANAGED_BY, NAME, PART_OF, TEAM } from './keys.ts';
import { applicationName } from './name.ts';
import { isValidLabelValue, validLabelValue } from './values.ts';

/** A label that a resource should have. */
export interface WantedLabel {
  readonly key: string;
  readonly value: Json;
  readonly evidence: Evidence;
  /** Whether another overlay may say something else in the same document. */
  readonly isOfOverlay: boolean;
}

/** Labels of the resource itself: name, component, team. */
export function ownLabels(resource: Resource, root: Root): WantedLabel[] {
  const application = applicationOf(resource, root);
  return [
    ...nameLabel(application, root),
    ...componentLabel(resource, application),
    ...teamLabel(resource, root),
  ];
}

function nameLabel(application: Workload | undefined, root: Root): WantedLabel[] {
  const name = application && applicationName(application, root);
  if (name === undefined) return [];
  return [{ key: NAME, value: name.value, evidence: name.evidence, isOfOverlay: name.isOfLayer }];
}

function componentLabel(resource: Resource, application: Workload | undefined): WantedLabel[] {
  if (application === undefined || (application !== resource && resource.kind !== 'Service')) return [];
  if (isSaidIn(application.labels, COMPONENT) || isSaidIn(application.podLabels, COMPONENT)) return [];
  const component = componentOf(application);
  return component === undefined ? [] : [{ key: COMPONENT, ...component, isOfOverlay: true }];
}

function teamLabel(resource: Resource, root: Root): WantedLabel[] {
  const owner = ownerOf(resource, root.repository.owners);
  if (owner?.team === undefined) return [];
  const evidence = { kind: 'config', at: owner.at, says: `${owner.team} owns it` } as const;
  return [{ key: TEAM, value: validLabelValue(owner.team), evidence, isOfOverlay: false }];
}

/** Labels that hold for everything the root renders. Of a part of it that nobody sees nothing is known. */
export function sharedLabels(root: Root, tracking: string): WantedLabel[] {
  if (!root.complete) return [];
  const { project, hasArgoApplications } = root.repository;
  const { name } = root.environment;
  const [own] = root.kustomizations;
  const at = own?.file ?? root.path;
  const evidence: Evidence = { kind: 'manifest', at, says: 'renders all of it together' };
  // Argo CD up to 2.x says by `instance` what belongs to an Application.
  const mayHaveInstance = !hasArgoApplications || tracking === 'annotation';
  const pairs: readonly (readonly [key: string, value: string])[] = [
    ...(project === undefined ? [] : [[PART_OF, validLabelValue(project)] as const]),
    ...(project === undefined || name === undefined || !mayHaveInstance
      ? []
      : [[INSTANCE, validLabelValue(`${project}-${name}`)] as const]),
    [MANAGED_BY, 'kustomize'],
    ...(name === undefined ? [] : [[ENVIRONMENT, validLabelValue(name)] as const]),
  ];
  return pairs
    .filter(([key]) => !root.resources.some(({ labels }) => isSaidOtherwise(labels, key)))
    .map(([key, value]) => ({ key, value, evidence, isOfOverlay: true }));
}

/** By a key of the repository's own: it has its word for that. */
function isSaidOtherwise(labels: Readonly<Record<string, string>>, key: string): boolean {
  return !(key in labels) && isSaidIn(labels, key);
}

/** Labels that objects of its kind have with one value all over the root, most of them. */
export function labelsOfSiblings(resource: Resource, root: Root): WantedLabel[] {
  // Generated ones have no document that could carry a label of their own.
  if (resource.kind === 'ConfigMap' || resource.kind === 'Secret') return [];
  const siblings = siblingsOf(root)(resource);
  return [PART_OF, MANAGED_BY, ENVIRONMENT, `app.kubernetes.io/${ENVIRONMENT}`].flatMap(
    (key): WantedLabel[] => {
      if (root.labelHabit(resource, key) === undefined) return [];
      const labelled = siblings.filter(({ labels }) => labels[key] !== undefined);
      const values = new Set(labelled.map(({ labels }) => labels[key]!));
      const [first] = labelled;
      const [value] = values;
      if (first === undefined || value === undefined || values.size > 1 || !isValidLabelValue(value))
        return [];
      if (saysItsMaker(key, value)) return [];
      if (labelled.length < 2 || labelled.length * 2 < siblings.length) return [];
      const at = first.where(['metadata', 'labels', key]);
      const says = `${first.kind} ${first.name} and the others say ${value}`;
      return [{ key, value, evidence: { kind: 'manifest', at, says }, isOfOverlay: true }];
    },
  );
}

/** By kind; whatever runs pods has all of that besides. */
const siblingsOf = remembered(({ resources }: Root) => {
  const known = new Map<string, readonly Resource[]>();
  return (resource: Resource): readonly Resource[] => {
    const runsPods = asWorkload(resource) !== undefined;
    const id = `${resource.kind} ${runsPods}`;
    const found =
      known.get(id) ??
      resources.filter(
        other => other.kind === resource.kind || (runsPods && asWorkload(other) !== undefined),
      );
    known.set(id, found);
    return found;
  };
});
