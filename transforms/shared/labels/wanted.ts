/** Which labels a resource should have (catalogue L1). */

import { isMovingTag } from '../../../src/kubernetes/image-reference.ts';
import {
  type Container,
  type Json,
  nameOf,
  type Resource,
  type Root,
  type Workload,
} from '../../../src/transform.ts';
import { ownerOf } from '../owners.ts';
import { asWorkload } from '../pods.ts';
import { applicationOf } from './application.ts';
import { isValidLabelValue, validLabelValue } from './values.ts';

export type Pairs = Readonly<Record<string, Json>>;

const PREFIX = 'app.kubernetes.io/';
export const VERSION = `${PREFIX}version`;

/** Pairs of the resource itself: name, component, team. */
export function ownPairs(resource: Resource, root: Root): Pairs {
  const application = applicationOf(resource, root);
  const carriesComponent = application === resource || resource.kind === 'Service';
  const component = carriesComponent ? mainContainer(application)?.facts.component : undefined;
  const team = ownerOf(resource, root.repository.owners)?.team;
  return {
    ...(application === undefined ? {} : namePair(application)),
    ...(component === undefined ? {} : { [`${PREFIX}component`]: component }),
    ...(team === undefined ? {} : { team: validLabelValue(team) }),
  };
}

/** The pair that says to which application something belongs. */
export function namePair(application: Workload): Pairs {
  return { [`${PREFIX}name`]: applicationName(application) };
}

/** Pairs that hold for everything the root renders. */
export function sharedPairs(root: Root, tracking: string): Pairs {
  const { project, hasArgoApplications } = root.repository;
  const { name } = root.environment;
  // Argo CD up to 2.x says by `instance` what belongs to an Application.
  const mayHaveInstance = !hasArgoApplications || tracking === 'annotation';
  return {
    ...(project === undefined ? {} : { [`${PREFIX}part-of`]: validLabelValue(project) }),
    ...(project === undefined || name === undefined || !mayHaveInstance
      ? {}
      : { [`${PREFIX}instance`]: validLabelValue(`${project}-${name}`) }),
    [`${PREFIX}managed-by`]: 'kustomize',
    ...(name === undefined ? {} : { environment: validLabelValue(name) }),
  };
}

/**
 * The version that the main container's tag names. Only where the tag stands in the workload's own document: from an
 * `images:` entry of an overlay the label would have to change with every release, in another file. The kind says which
 * document that is: names change on the way.
 */
export function versionOf(resource: Resource): { readonly version: string; readonly at: string } | undefined {
  const workload = asWorkload(resource);
  const main = mainContainer(workload);
  if (workload === undefined || main === undefined) return undefined;
  const { tag } = main.image;
  if (tag === undefined || isMovingTag(tag) || !isValidLabelValue(tag)) return undefined;
  const at = workload.where([...main.path, 'image']);
  return fileOf(at) === fileOf(workload.where(['kind'])) ? { version: tag, at } : undefined;
}

/** The pods' own name label where they have one, else the workload's name as its source has it. */
function applicationName(workload: Workload): Json {
  const written = workload.podLabels[`${PREFIX}name`] ?? workload.labels[`${PREFIX}name`];
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
