/** What an application is called: by its pods, before the object that runs them. */

import {
  type Evidence,
  type FieldPath,
  type Json,
  nameOf,
  type Resource,
  type Root,
  type Workload,
} from '../../../src/transform.ts';
import { isInManifest } from '../places.ts';
import { NAME } from './keys.ts';
import { holdsVariable, isValidLabelValue } from './values.ts';

export interface ApplicationName {
  readonly value: Json;
  readonly evidence: Evidence;
  /** Whether it is said by a layer above the manifest: elsewhere the pods may be called otherwise. */
  readonly isOfLayer: boolean;
}

/** Labels by which teams name what pods belong to, the usual one first. */
const OWN_KEYS = ['app', 'k8s-app', 'name'];

/**
 * Undefined where the pods of several workloads have one name in common, which then is not that of the workload, and where
 * somebody else fills it in.
 */
export function applicationName(workload: Workload, root: Root): ApplicationName | undefined {
  if (holdsVariable(workload.name)) return undefined;
  const written = workload.podLabels[NAME] ?? workload.labels[NAME];
  if (written !== undefined) {
    const path = NAME in workload.podLabels ? podLabel(workload, NAME) : ['metadata', 'labels', NAME];
    return named(workload, written, path);
  }
  const key = OWN_KEYS.find(each => workload.podLabels[each] !== undefined);
  if (key === undefined) return namedLikeObject(workload);
  const value = workload.podLabels[key]!;
  const isShared = root.workloads.some(other => other.key !== workload.key && other.podLabels[key] === value);
  return isShared ? undefined : named(workload, value, podLabel(workload, key));
}

/**
 * The pair that says to which application a new object belongs, where the repository says that of others of its kind; of
 * workloads, where there is none yet.
 */
export function namePair(
  workload: Workload,
  root: Root,
  like: Pick<Resource, 'kind' | 'apiVersion'>,
): Readonly<Record<string, Json>> | undefined {
  if (root.labelHabit(root.rendersKind(like.kind) ? like : workload, NAME) === undefined) return undefined;
  const name = applicationName(workload, root);
  return name && { [NAME]: name.value };
}

function named(workload: Workload, value: string, path: FieldPath): ApplicationName | undefined {
  if (value === '' || !isValidLabelValue(value)) return undefined;
  const at = workload.where(path);
  const evidence = { kind: 'manifest', at, says: `its pods are called ${value}` } as const;
  return { value, evidence, isOfLayer: !isInManifest(path, workload) };
}

function namedLikeObject(workload: Workload): ApplicationName | undefined {
  if (!isValidLabelValue(workload.name)) return undefined;
  const at = workload.where(['metadata', 'name']);
  const says = `${workload.kind} ${workload.name} is what it belongs to`;
  return { value: nameOf(workload), evidence: { kind: 'manifest', at, says }, isOfLayer: false };
}

function podLabel({ podMetadataPath }: Workload, key: string): FieldPath {
  return [...podMetadataPath, 'labels', key];
}
