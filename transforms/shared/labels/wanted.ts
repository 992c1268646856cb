/** Which labels a resource should have (catalogue L1). */

import { isMovingTag } from '../../../src/kubernetes/image-reference.ts';
import {
  type Container,
  type Evidence,
  type Json,
  nameOf,
  type Resource,
  type Root,
  type Workload,
} from '../../../src/transform.ts';
import { imageTrigger } from '../image-triggers.ts';
import { ownerOf } from '../owners.ts';
import { asWorkload } from '../pods.ts';
import { applicationOf } from './application.ts';
import { isValidLabelValue, validLabelValue } from './values.ts';

const PREFIX = 'app.kubernetes.io/';
const NAME = `${PREFIX}name`;
export const VERSION = `${PREFIX}version`;

/** A label that a resource should have. */
export interface WantedLabel {
  readonly key: string;
  readonly value: Json;
  readonly evidence: Evidence;
}

/** Labels of the resource itself: name, component, team. */
export function ownLabels(resource: Resource, root: Root): WantedLabel[] {
  const application = applicationOf(resource, root);
  const labels: WantedLabel[] = [];
  if (application !== undefined) {
    const says = `${application.kind} ${application.name} is what it belongs to`;
    const evidence = { kind: 'manifest', at: application.where(['metadata', 'name']), says } as const;
    labels.push({ key: NAME, value: applicationName(application), evidence });
  }
  const carriesComponent = application === resource || resource.kind === 'Service';
  const { component, family } = (carriesComponent && mainContainer(application)?.facts) || {};
  if (component !== undefined && family !== undefined) {
    const evidence = { kind: 'family', at: family, says: `its role is ${component}` } as const;
    labels.push({ key: `${PREFIX}component`, value: component, evidence });
  }
  const owner = ownerOf(resource, root.repository.owners);
  if (owner?.team !== undefined) {
    const evidence = { kind: 'config', at: owner.at, says: `${owner.team} owns it` } as const;
    labels.push({ key: 'team', value: validLabelValue(owner.team), evidence });
  }
  return labels;
}

/** The pair that says to which application something belongs. */
export function namePair(application: Workload): Readonly<Record<string, Json>> {
  return { [NAME]: applicationName(application) };
}

/** Labels that hold for everything the root renders. */
export function sharedLabels(root: Root, tracking: string): WantedLabel[] {
  const { project, hasArgoApplications } = root.repository;
  const { name } = root.environment;
  const [own] = root.kustomizations;
  const at = own?.file ?? root.path;
  const evidence: Evidence = { kind: 'manifest', at, says: 'renders all of it together' };
  // Argo CD up to 2.x says by `instance` what belongs to an Application.
  const mayHaveInstance = !hasArgoApplications || tracking === 'annotation';
  const pairs: readonly (readonly [key: string, value: string])[] = [
    ...(project === undefined ? [] : [[`${PREFIX}part-of`, validLabelValue(project)] as const]),
    ...(project === undefined || name === undefined || !mayHaveInstance
      ? []
      : [[`${PREFIX}instance`, validLabelValue(`${project}-${name}`)] as const]),
    [`${PREFIX}managed-by`, 'kustomize'],
    ...(name === undefined ? [] : [['environment', validLabelValue(name)] as const]),
  ];
  return pairs.map(([key, value]) => ({ key, value, evidence }));
}

/**
 * The version that the main container's tag names. Only where the tag stands in the workload's own document: from an
 * `images:` entry of an overlay, or where a trigger writes it, the label would have to change with every release. The kind
 * says which document that is: names change on the way.
 */
export function versionOf(resource: Resource): { readonly version: string; readonly at: string } | undefined {
  const workload = asWorkload(resource);
  const main = mainContainer(workload);
  if (workload === undefined || main === undefined) return undefined;
  // The tag of a base, of a tool, or of an image that another program is taken from is not the workload's version.
  if (main.facts.family !== undefined && main.facts.component === undefined) return undefined;
  const { tag } = main.image;
  if (tag === undefined || isMovingTag(tag) || !isValidLabelValue(tag)) return undefined;
  if (imageTrigger(main) !== undefined) return undefined;
  const at = workload.where([...main.path, 'image']);
  return fileOf(at) === fileOf(workload.where(['kind'])) ? { version: tag, at } : undefined;
}

/** The pods' own name label where they have one, else the workload's name as its source has it. */
function applicationName(workload: Workload): Json {
  const written = workload.podLabels[NAME] ?? workload.labels[NAME];
  if (written !== undefined) return written;
  return isValidLabelValue(workload.name) ? nameOf(workload) : validLabelValue(workload.name);
}

/** The container that the workload is named after, or its only one. */
function mainContainer(workload: Workload | undefined): Container | undefined {
  const mains = workload?.containers.filter(each => each.role === 'main') ?? [];
  const named = mains.find(each => each.name === workload?.name);
  return named ?? (mains.length === 1 ? mains[0] : undefined);
}

function fileOf(place: string): string {
  return place.replace(/:\d+$/, '');
}
