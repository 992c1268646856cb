/** What is known of the image of a container: facts of the configuration over what the image says, over those of its family. */

import type { ImageReference } from '../kubernetes/images/image-reference.ts';
import type { Hint, ImageFactPath, LockedImage, SeenImage, Told } from '../transform.ts';
import {
  guessedFrom,
  type ImageBuild,
  isOwnBuild,
  leftUserAt,
  namedBy,
  openedBy,
  rootByBase,
  setuidBy,
  statedBy,
} from './built.ts';
import { type ConfiguredImages, configKeysOf, isAnswer, isSettled, saidBy } from './configured.ts';
import { familyBuiltOn } from './dockerfile/built-on.ts';
import type { DockerfileFacts } from './dockerfile/dockerfile.ts';
import { hintsOf } from './dockerfile/hints.ts';
import type { ToldByDockerfile } from './dockerfile/instructions/told.ts';
import { candidateOf, familyOf } from './families/match.ts';
import { recordedFacts, recordedOf } from './recorded.ts';
import { type ResolvedFacts, resolved } from './resolved.ts';
import { asStarted } from './start/as-started.ts';
import type { Start } from './start/running.ts';

/** What speaks of an image besides the configuration and its family. */
export interface Sources {
  /** What registries have said of images. */
  readonly lock?: ReadonlyMap<string, LockedImage> | undefined;
  /** What tools have found of images elsewhere. */
  readonly seen?: ReadonlyMap<string, SeenImage> | undefined;
  /** What it is built from, for an image of the repository itself. */
  readonly build?: ImageBuild | undefined;
  /** A Dockerfile that it may be built from. */
  readonly likely?: DockerfileFacts | undefined;
}

const NO_CONTENTS: ReadonlyMap<string, string> = new Map();
const NO_HINTS: ReadonlyMap<ImageFactPath, Hint> = new Map();
const NOTHING_LOCKED: ReadonlyMap<string, LockedImage> = new Map();

/** The image's own entrypoint, with its own arguments. */
const AS_IT_COMES: Start = { command: undefined, args: undefined };

/**
 * Facts of an image. A configured fact wins and counts as verified; then what the image itself says, as the lock file has it;
 * then what the repository's own Dockerfile says, or what is known of its family. An open question ('?') says nothing: nobody
 * has answered it yet.
 *
 * An image of another registry that has the name of a known one has no family: it is a *candidate* until the configuration
 * says anything of it.
 *
 * @param image what the container runs; null when that is no image reference, and only its names are known
 * @param configured the loaded configuration
 * @param otherNames names that the image had before kustomize's `images:` renamed it; the configuration may use those
 * @param start what the manifest starts in it: what is known of the entrypoint holds only where that is what runs
 * @param sources what else speaks of it
 */
export function factsOf(
  image: ImageReference | null,
  configured: ConfiguredImages,
  otherNames: readonly string[] = [],
  start: Start = AS_IT_COMES,
  { lock = NOTHING_LOCKED, seen, build, likely }: Sources = {},
): ResolvedFacts {
  const keys = configKeysOf(image, Object.keys(configured.config.images ?? {}), otherNames);
  const configPath = keys[0] === undefined ? undefined : (['images', keys[0]] as const);
  const { official: isOfficial } = saidBy(configured, keys).facts;
  const named = image === null || isOfficial === false ? undefined : candidateOf(image);
  const family = isOfficial === true && named ? named.family : image && familyOf(image);
  const built = family || !isOwnBuild(build, named) ? undefined : build;
  const candidate = built === undefined ? named : undefined;
  const found = recordedOf(image, lock, seen);
  // What may be of other bits says less than what is known of the image.
  const isOfUse = found !== undefined && (found.isSure || (family === null && built === undefined));
  const recorded = isOfUse ? recordedFacts(found, start) : undefined;
  const known = built
    ? familyBuiltOn(built.dockerfile, start)
    : family && asStarted(family, start, recorded?.entrypoint);
  const own = build?.dockerfile ?? likely;
  const isGuessed = built === undefined && named === undefined && !family && likely !== undefined;
  const guess = isGuessed ? guessedFrom(likely, start) : undefined;
  const spoken = built?.dockerfile ?? (isGuessed ? likely : undefined);
  const starts = rootByBase(spoken, isGuessed) ?? namedBy(spoken, isGuessed);
  const { facts: said, at: placeOf } = saidBy(configured, keys, statedBy(built?.dockerfile, guess));
  const at = (path: readonly string[]) => placeOf(path) ?? '';
  const facts = {
    ...resolved(known, said, at, { recorded, built, guess, starts, start }),
    // Who lists what an image writes says nothing of the files that it has there, and neither does what is started in it. A
    // copy under a known name may have them too.
    ...(isAnswer(said.writes) && {
      hydrate: (family ?? built?.dockerfile.server ?? candidate?.family)?.writes?.hydrate ?? [],
    }),
    configPath,
    dockerfile: own?.file,
    userLeftAt: family || starts ? undefined : leftUserAt(built?.dockerfile),
    openedWrites: spoken && openedBy(spoken),
    setuid: own && setuidBy(own, isGuessed),
    builtOn: own?.server?.id,
    unread: spoken?.unread,
    told: built === undefined ? [] : leftOf(built.dockerfile.told, start),
    isOther: isOfficial === false,
    copies: own?.copies ?? [],
    contents: own?.contents ?? NO_CONTENTS,
    hints: own === undefined ? NO_HINTS : hintsOf(own, isGuessed),
  };
  if (candidate === undefined || isSettled(said)) return facts;
  const { repository } = candidate;
  const official = asStarted(candidate.family, start, recorded?.entrypoint);
  return { ...facts, candidate: { repository, facts: resolved(official, {}, at, { start }) } };
}

/** Another command takes entrypoint and arguments of an image away, other arguments the latter. */
function leftOf(told: readonly ToldByDockerfile[], { command = [], args = [] }: Start): readonly Told[] {
  return told.filter(
    ({ by }) => by === 'ENV' || (command.length === 0 && (by === 'ENTRYPOINT' || args.length === 0)),
  );
}
