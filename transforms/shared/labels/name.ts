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
import { indexBy } from '../index-by.ts';
import { isInManifest } from '../places.ts';
import { remembered } from '../remembered.ts';
import { COMPONENT, INSTANCE, NAME, PART_OF } from './keys.ts';
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
  const namesakes = calledAlike(root.workloads).get(JSON.stringify([key, value])) ?? [];
  const isShared = namesakes.some(other => other.key !== workload.key);
  return isShared ? undefined : named(workload, value, podLabel(workload, key));
}

/** Workloads by what their pods are called under each of the keys. */
const calledAlike = remembered((workloads: readonly Workload[]) =>
  indexBy(workloads, ({ podLabels }) => OWN_KEYS.map(key => JSON.stringify([key, podLabels[key]]))),
);

/** What a workload says beside its name of where it belongs. */
const BESIDES = [INSTANCE, COMPONENT, PART_OF];

/**
 * The labels that say to which application a new object belongs, where the repository says that of others of its kind; of
 * workloads, where there is none yet. A name alone, where others have their component beside it, would be half of it.
 */
export function applicationLabels(
  workload: Workload,
  root: Root,
  like: Pick<Resource, 'kind' | 'apiVersion'>,
): Readonly<Record<string, Json>> {
  const others = root.rendersKind(like.kind) ? like : workload;
  const isHabit = (key: string) => root.labelHabit(others, key) !== undefined;
  const name = isHabit(NAME) ? applicationName(workload, root) : undefined;
  const besides = BESIDES.filter(
    key =>
      workload.labels[key] !== undefined &&
      isHabit(key) &&
      !holdsVariable(workload.labels[key]) &&
      isInManifest(['metadata', 'labels', key], workload),
  );
  return {
    ...(name && { [NAME]: name.value }),
    ...Object.fromEntries(besides.map(key => [key, workload.labels[key]!])),
  };
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
