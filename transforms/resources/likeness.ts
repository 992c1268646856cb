/** Numbers for what nobody has measured: what the same image is given beside it, and what is usual for its kind (catalogue H2b). */

import {
  type Container,
  type Evidence,
  type FieldPath,
  type Json,
  type Root,
  rankOf,
} from '../../src/transform.ts';
import { isLess } from '../shared/amounts.ts';
import { mapsIn, sameData } from '../shared/data.ts';
import { seenAmount } from '../shared/images/observed.ts';
import { commandLine, describeContainer } from '../shared/pods.ts';
import { remembered } from '../shared/remembered.ts';
import { saidByAnySister } from '../shared/sisters.ts';
import { waitingEvidence } from '../shared/start/waiting.ts';

/** A number that somebody has written, though not for this container here. */
export interface Likeness {
  readonly value: string;
  /** Whose it is, and what speaks against it, behind `the number is`. */
  readonly says: string;
  /** Where it stands, where other environments that have it are to keep it for themselves. */
  readonly evidence?: Evidence;
}

/**
 * What was measured of the container, whatever speaks against it; failing that the number of the same container in another
 * environment, and what another workload states for the same image.
 */
export function likelyNumber(
  container: Container,
  root: Root,
  type: 'requests' | 'limits',
  resource: string,
): Likeness | undefined {
  return (
    numberInDoubt(container, root, type, resource) ??
    numberOfSister(container, root, type, resource) ??
    numberOfSameImage(container, root, type, resource)
  );
}

function numberInDoubt(
  container: Container,
  root: Root,
  type: 'requests' | 'limits',
  resource: string,
): Likeness | undefined {
  const seen = seenAmount(container, root, type, resource);
  return (
    seen && {
      value: seen.what,
      says: `what was measured, and ${seen.doubts.join(', and ')}`,
      evidence: seen.evidence,
    }
  );
}

/**
 * What the most serious of the other environments states, the most where several do. It may have less to do, and what it
 * states besides may be another size as a whole.
 */
function numberOfSister(
  container: Container,
  root: Root,
  type: 'requests' | 'limits',
  resource: string,
): Likeness | undefined {
  const [said] = saidByAnySister(container, root, ['resources', type, resource]).sort(
    (a, b) =>
      rankOf(b.environment.tier) - rankOf(a.environment.tier) ||
      Number(isLess(String(a.value), String(b.value))) - Number(isLess(String(b.value), String(a.value))),
  );
  if (said === undefined) return undefined;
  const { value, environment, isAsSerious, evidence } = said;
  const whose = environment.name ?? 'another root';
  return {
    value: String(value),
    says: `that of ${whose}, ${isAsSerious ? 'where it is sized otherwise' : 'where it may have less to do'}`,
    evidence,
  };
}

/**
 * What another workload of the root states for the same image, be that a Job beside a Deployment: the most of its limits, the least
 * of its requests. It may start something else, so the number is a guess. Of a base the images are the same and nothing else is.
 */
function numberOfSameImage(
  container: Container,
  root: Root,
  type: 'requests' | 'limits',
  resource: string,
): Likeness | undefined {
  const { family, component } = container.facts;
  if ((family !== undefined && component === undefined) || waitingEvidence(container) !== undefined)
    return undefined;
  return (byImage(root).get(container.image.name) ?? [])
    .filter(each => each.workload.key !== container.workload.key)
    .flatMap((each): Likeness[] => {
      const path = ['resources', type, resource];
      const value: Json | undefined = each.get(path);
      if (value === undefined || value === null || !isAlikeEverywhere(each, root, path, value)) return [];
      const says = `that of ${describeContainer(each)}, which runs the same image and may do something else`;
      return [{ value: String(value), says }];
    })
    .reduce<Likeness | undefined>((found, each) => {
      if (found === undefined) return each;
      const isSmaller = isLess(each.value, found.value);
      return isSmaller === (type === 'requests') && each.value !== found.value ? each : found;
    }, undefined);
}

/** Where environments differ, each would get another number over one that is a guess in all of them. */
function isAlikeEverywhere({ name, workload }: Container, root: Root, path: FieldPath, value: Json): boolean {
  return root
    .sistersOf(workload)
    .every(({ workload: other }) =>
      other.containers.every(each => each.name !== name || sameData(each.get(path), value)),
    );
}

/** Those that run, and not what prepares them. */
const byImage = remembered((root: Root): ReadonlyMap<string, readonly Container[]> => {
  const found = new Map<string, Container[]>();
  for (const container of root.workloads.flatMap(({ containers }) => containers)) {
    if (container.role !== 'main' || waitingEvidence(container) !== undefined) continue;
    const list = found.get(container.image.name);
    if (list === undefined) found.set(container.image.name, [container]);
    else list.push(container);
  }
  return found;
});

/** Keeps what it works on in memory, as far as there is any. */
const LARGE = /^(?:database|broker|search)$/;
/** A JVM takes a quarter of its limit for its heap unless it is told otherwise. */
const JVM = /(?:^|[\s;&|/])java(?=\s)/;
const JVM_IMAGE =
  /(?:^|[/_-])(?:openjdk|eclipse-temurin|amazoncorretto|jre|jdk|tomcat|jetty|wildfly|keycloak)(?:$|[/_-])/;

/** How much of our usual numbers a container gets: of CPU none gets more, since it takes what is free. */
export function shareOf(container: Container, resource: string): number {
  if (waitingEvidence(container) !== undefined) return resource === 'memory' ? 1 / 8 : 1 / 10;
  if (resource !== 'memory') return 1;
  const { component = '' } = container.facts;
  const isJvm =
    JVM.test(commandLine(container)) ||
    JVM_IMAGE.test(container.image.name) ||
    mapsIn(container.get(['env'])).some(({ name }) => /^(?:JAVA_|JDK_JAVA_|_JAVA_)/.test(String(name)));
  return LARGE.test(component) || isJvm ? 2 : 1;
}
