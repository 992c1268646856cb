/** What other environments say of the same container (docs/design/judgement.md 1). */

import {
  type Container,
  type Environment,
  type Evidence,
  type FieldPath,
  type Json,
  type Root,
  rankOf,
  TIERS,
} from '../../src/transform.ts';
import { isInManifest } from './places.ts';
import { startsAlike } from './start/program.ts';

export interface Said {
  /** The container that says it. */
  readonly container: Container;
  readonly value: Json;
  readonly evidence: Evidence;
  readonly environment: Environment;
  /** Whether what is enough there is known to be enough here. */
  readonly isAsSerious: boolean;
  /** Whether it stands in the document that all of them are made from. */
  readonly isShared: boolean;
}

/**
 * The values of a field that this container lacks, as other environments write them for the same program. Only those count
 * that are at least as serious as this one: what is enough for development says nothing of production. Where nobody knows
 * which environment a root is, it is taken for the most serious when it asks, and for the least when it answers; two of
 * which nobody knows it are alike.
 */
export function saidBySisters(container: Container, root: Root, path: FieldPath): Said[] {
  return saidByAnySister(container, root, path).filter(({ isAsSerious }) => isAsSerious);
}

/** The same of all other environments. */
export function saidByAnySister(container: Container, root: Root, path: FieldPath): Said[] {
  return saidOfContainer(container, root, path).filter(said => startsAlike(said.container, container));
}

function saidOfContainer(container: Container, root: Root, path: FieldPath): Said[] {
  const { workload } = container;
  const own = root.environment.tier;
  const least = own === undefined ? TIERS.length - 1 : rankOf(own);
  return root.sistersOf(workload).flatMap(({ environment, workload: other }) => {
    const isUnnamed = own === undefined && environment.tier === undefined;
    const same = other.containers.find(each => each.name === container.name && each.role === container.role);
    if (same === undefined || !isSameImage(same, container)) return [];
    const value = same.get(path);
    if (value === undefined || value === null) return [];
    const at = other.where([...same.path, ...path]);
    const says = `${environment.name ?? 'another root'} says it of the same container`;
    return [
      {
        container: same,
        value,
        environment,
        isAsSerious: isUnnamed || rankOf(environment.tier) >= least,
        evidence: { kind: 'manifest', at, says },
        isShared: isInManifest([...same.path, ...path], other),
      },
    ];
  });
}

/** Environments may take it from registries of their own. */
function isSameImage(a: Container, b: Container): boolean {
  return a.image.name === b.image.name || a.askedAs === b.askedAs;
}

/**
 * Whether a layer has taken out the field that the manifest has: that was decided. Who puts another container in place of
 * the whole one has said nothing of it.
 */
export function isTakenOut(container: Container, root: Root, path: FieldPath): boolean {
  const own = container.get(path);
  return (
    (own === undefined || own === null) &&
    isInManifest(container.path, container.workload) &&
    saidOfContainer(container, root, path).some(({ isAsSerious, isShared }) => isAsSerious && isShared)
  );
}
