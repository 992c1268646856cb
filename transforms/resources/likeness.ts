/** Numbers for what nobody has measured: what the same image is given beside it, and what is usual for its kind (catalogue H2b). */

import {
  type Container,
  type Evidence,
  type FieldPath,
  type Root,
  rankOf,
  type Workload,
} from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { seenAmount } from '../shared/images/observed.ts';
import { isLess } from '../shared/numbers/amounts.ts';
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
 * What another container states for the same image, be that a Job beside a Deployment or what prepares its own pod: the most of its
 * limits, the least of its requests, over all environments. It may start something else, so the number is a guess, and one for all
 * of them. Of a base the images are the same and nothing else is.
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
  const path = ['resources', type, resource];
  const program = programOf(container);
  const isTwin = (each: Container) => program !== '' && programOf(each) === program;
  const says = (each: Container) =>
    `that of ${describeContainer(each)}, which runs the same ${isTwin(each) ? 'program, and may have more or less to do' : 'image and may do something else'}`;
  const ofImage = (byImage(root).get(container.image.name) ?? []).filter(
    // What prepares a pod is done before the others take anything.
    each => each.workload.key !== container.workload.key || container.role === 'init',
  );
  const twins = ofImage.filter(each => isTwin(each) && valuesOf(each, root, path).length > 0);
  const inRoot = (twins.length > 0 ? twins : ofImage).flatMap(each =>
    valuesOf(each, root, path).map(value => ({ value, says: says(each) })),
  );
  const found = inRoot.length > 0 ? inRoot : elsewhere(container, root, path, says);
  return found.reduce<Likeness | undefined>((best, each) => {
    if (best === undefined) return each;
    const isSmaller = isLess(each.value, best.value);
    return isSmaller === (type === 'requests') && each.value !== best.value ? each : best;
  }, undefined);
}

/** What it starts, whatever the options: `python3 scripts/refresh.py` with `--init-only` or without. */
function programOf(container: Container): string {
  return commandLine(container)
    .split(/\s+/)
    .filter(word => !word.startsWith('-'))
    .join(' ');
}

/** What a container states here and in other environments, one of which may be the only one. */
function valuesOf(container: Container, root: Root, path: FieldPath): string[] {
  const others = root
    .sistersOf(container.workload)
    .flatMap(({ before }) => before.containers.filter(({ name }) => name === container.name));
  return statedBy([container, ...others], path);
}

/**
 * In other roots of the cluster, for what one root renders alone: several would not all find the same there. A well-known image is
 * another database there, with other data.
 */
function elsewhere(
  container: Container,
  root: Root,
  path: FieldPath,
  says: (each: Container) => string,
): Likeness[] {
  const { family, candidate } = container.facts;
  if ((family ?? candidate) !== undefined || root.sistersOf(container.workload).length > 0) return [];
  return (byImageAnywhere(root).get(container.image.name) ?? [])
    .filter(({ workload }) => workload.key !== container.workload.key)
    .flatMap(each => statedBy([each], path).map(value => ({ value, says: says(each) })));
}

function statedBy(containers: readonly Container[], path: FieldPath): string[] {
  return containers.flatMap(each => {
    const value = each.get(path) ?? undefined;
    return value === undefined ? [] : [String(value)];
  });
}

const byImage = remembered((root: Root) => runningByImage(root.workloads));
const byImageAnywhere = remembered((root: Root) => runningByImage(root.platform.workloadsAnywhere));

/** Those that run, and not what prepares them. */
function runningByImage(workloads: readonly Workload[]): ReadonlyMap<string, readonly Container[]> {
  const found = new Map<string, Container[]>();
  for (const container of workloads.flatMap(({ containers }) => containers)) {
    if (container.role !== 'main' || waitingEvidence(container) !== undefined) continue;
    const list = found.get(container.image.name);
    if (list === undefined) found.set(container.image.name, [container]);
    else list.push(container);
  }
  return found;
}

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
