/** Facts of an image that the repository builds. */

import type { Fact, JsonObject } from '../transform.ts';
import type { ConfiguredFacts } from './configured.ts';
import { familyBuiltOn } from './dockerfile/built-on.ts';
import type { DockerfileFacts } from './dockerfile/dockerfile.ts';
import { isInterpreted } from './dockerfile/instructions/interpreters.ts';
import type { Candidate } from './families/match.ts';
import type { FamilyFact } from './families/record/family.ts';
import type { Start } from './start/running.ts';

/** How the repository builds an image of its own. */
export interface ImageBuild {
  readonly dockerfile: DockerfileFacts;
  /** `file:line` of what says so; undefined where the Dockerfile is only called like the image. */
  readonly statedAt: string | undefined;
}

/**
 * Whether an image is the repository's own. One that has the name of a known image is, where the repository says that it is
 * built, or builds it on that very image.
 */
export function isOwnBuild(build: ImageBuild | undefined, named: Candidate | undefined): boolean {
  if (build === undefined) return false;
  if (named === undefined || build.statedAt !== undefined) return true;
  return build.dockerfile.server?.match === named.family.match;
}

/** What a Dockerfile that may be an image's says of it. None of it is verified, and none of it names root. */
export interface Guessed {
  readonly user: Fact<number> | undefined;
  readonly group: Fact<number> | undefined;
  readonly nonRoot: Fact<'yes'> | undefined;
  readonly writes: Fact<readonly string[]> | undefined;
  readonly health: Fact<JsonObject> | undefined;
  readonly escalates: Fact<boolean> | undefined;
  readonly capabilities: Fact<readonly string[]> | undefined;
}

/** Facts that the Dockerfile of an image states by itself, or one that may be its own. */
export function statedBy(
  dockerfile: DockerfileFacts | undefined,
  guess: Guessed | undefined,
): ReadonlySet<keyof ConfiguredFacts> {
  const { user = guess?.user, userName, writable, ports = [], shell } = dockerfile ?? {};
  const hasUser = user !== undefined || userName !== undefined;
  const writes = writable?.all ?? guess?.writes;
  return new Set([
    ...(hasUser ? (['user', 'group'] as const) : []),
    ...(writes === undefined ? [] : (['writes'] as const)),
    ...(ports.length === 0 ? [] : (['ports'] as const)),
    ...(shell === undefined ? [] : (['shell'] as const)),
  ]);
}

/** @param start what the manifest starts in it */
export function guessedFrom(likely: DockerfileFacts, start: Start): Guessed {
  const server = familyBuiltOn(likely, start);
  const isRead = (fact: FamilyFact) => server?.verified.has(fact) === true;
  const ofBase = isRead('user') && server?.nonRoot === 'yes' ? server.uid : undefined;
  const user = likely.user ?? ofBase;
  const all = likely.writable?.all ?? server?.writes?.emptyDirs;
  const guess = <T>(value: T, says: string): Fact<T> => {
    const evidence = { kind: 'manifest', at: likely.at, says: `${says}, if it builds this image` } as const;
    return { value, evidence, verified: false };
  };
  const isNonRoot = user !== undefined && user !== 0;
  const { group, because } = likely;
  return {
    user: isNonRoot
      ? guess(user, `runs as UID ${user}${because === undefined ? '' : `, ${because}`}`)
      : undefined,
    group: isNonRoot && group !== undefined ? guess(group, `runs as GID ${group}`) : undefined,
    // A server that can do without root starts with it all the same, where its Dockerfile leaves that to its base.
    nonRoot: startsWithoutRoot(likely) ? guess('yes', 'starts without root') : undefined,
    writes: all === undefined ? undefined : guess(all, whereItWrites(all)),
    health: healthOf(likely, start),
    escalates: gainsNothing(likely, start) ? guess(false, 'gains no privileges') : undefined,
    capabilities: hasNoCapabilities(likely, start)
      ? guess([], 'gives no program a capability of its own')
      : undefined,
  };
}

/** Whether a Dockerfile says that its image starts as somebody else than root, whatever number that one has. */
export function startsWithoutRoot({ user, userName }: DockerfileFacts): boolean {
  return user === undefined ? userName !== undefined && !userName.includes('$') : user !== 0;
}

/** Whether nothing that is started in it has a capability from its file. */
export function hasNoCapabilities(dockerfile: DockerfileFacts, start: Start): boolean {
  if (dockerfile.server !== undefined) return false;
  return dockerfile.gainsNothing || isInterpreted(dockerfile, start);
}

/**
 * Whether nothing that is started in it gains a privilege by a setuid program. Official images of languages have those of their
 * distribution, which log somebody in; where a Dockerfile adds no package that may bring more, a program has no use for any.
 */
export function gainsNothing(dockerfile: DockerfileFacts, start: Start): boolean {
  if (dockerfile.gainsNothing) return true;
  return isInterpreted(dockerfile, start) && !dockerfile.changes.has('privileges');
}

/**
 * That it runs under the default seccomp profile, where it has no capabilities: what the profile blocks takes one, but for what makes
 * sandboxes and for calls that an interpreter does without.
 */
export function profileOf(dockerfile: DockerfileFacts | undefined, start: Start): Fact<boolean> | undefined {
  if (dockerfile === undefined || !isInterpreted(dockerfile, start)) return undefined;
  const { base, baseAt } = dockerfile;
  const says = `runs by what ${base} brings, with no browser and no sandbox`;
  return { value: true, evidence: { kind: 'manifest', at: baseAt, says }, verified: false };
}

/** What HEALTHCHECK asks, of its own entrypoint. That it suits a cluster too nobody has seen. */
export function healthOf(
  dockerfile: DockerfileFacts | undefined,
  { command = [], args = [] }: Start,
): Fact<JsonObject> | undefined {
  if (dockerfile?.health === undefined || command.length > 0 || args.length > 0) return undefined;
  const { handler, at } = dockerfile.health;
  return {
    value: handler,
    evidence: { kind: 'manifest', at, says: 'HEALTHCHECK asks this' },
    verified: false,
  };
}

/** The root that a Dockerfile leaves its image to. Its line is the one that a USER would follow. */
export function rootByBase(
  dockerfile: DockerfileFacts | undefined,
  isGuessed: boolean,
): Fact<string> | undefined {
  if (dockerfile?.isRootByBase !== true) return undefined;
  const { base, baseAt } = dockerfile;
  const by = base === 'scratch' ? '' : `, and ${base} starts as root`;
  const evidence = { kind: 'manifest', at: baseAt, says: `names no USER${by}` } as const;
  return { value: 'root', evidence, verified: !isGuessed };
}

/** The name by which a Dockerfile says who its image starts as. */
export function namedBy(
  dockerfile: DockerfileFacts | undefined,
  isGuessed: boolean,
): Fact<string> | undefined {
  if (dockerfile?.startsAs === undefined) return undefined;
  const { startsAs, at } = dockerfile;
  const evidence = { kind: 'manifest', at, says: `starts as ${startsAs}` } as const;
  return { value: startsAs, evidence, verified: !isGuessed };
}

/** The program that a Dockerfile makes setuid. */
export function setuidBy({ setuid }: DockerfileFacts, isGuessed: boolean): Fact<string> | undefined {
  if (setuid === undefined) return undefined;
  const { program, at } = setuid;
  const evidence = { kind: 'manifest', at, says: `makes ${program} setuid` } as const;
  return { value: program, evidence, verified: !isGuessed };
}

/** Where a Dockerfile leaves to its base which user the image has (`file:line`), and nobody knows that of the base. */
export function leftUserAt(built: DockerfileFacts | undefined): string | undefined {
  return built !== undefined && built.user === undefined && built.userName === undefined
    ? built.baseAt
    : undefined;
}

/**
 * Where its user may write at all. That the image is built with these rights nobody has seen.
 *
 * @param asUser whom it runs as by the configuration
 */
export function writesOf(
  built: DockerfileFacts | undefined,
  asUser: number | undefined,
): Fact<readonly string[]> | undefined {
  if (built === undefined) return undefined;
  const isGiven = asUser !== undefined && asUser !== 0 && leftUserAt(built) !== undefined;
  return writesIn(built, isGiven ? built.opened : built.writable);
}

/** Where another user may write in an image that starts as root. */
export function openedBy(built: DockerfileFacts): Fact<readonly string[]> | undefined {
  return startsWithoutRoot(built) ? undefined : writesIn(built, built.opened);
}

function writesIn(
  { at }: DockerfileFacts,
  writable: DockerfileFacts['writable'],
): Fact<readonly string[]> | undefined {
  const all = writable?.all;
  if (all === undefined) return undefined;
  return { value: all, evidence: { kind: 'manifest', at, says: whereItWrites(all) }, verified: false };
}

function whereItWrites(folders: readonly string[]): string {
  return folders.length === 0
    ? 'its user may write nowhere'
    : `its user may write to ${folders.join(', ')} alone`;
}

/** Ports of its own entrypoint: none where the manifest starts something else. */
export function exposedBy(built: DockerfileFacts | undefined, { command = [] }: Start): readonly number[] {
  return built === undefined || command.length > 0 ? [] : built.ports;
}
