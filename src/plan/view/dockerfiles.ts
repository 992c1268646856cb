/** The repository's own Dockerfiles, as evidence for the images that are built from them. */

import type { ImageBuild } from '../../images/built.ts';
import { configKeysOf, isAnswer, saidBy } from '../../images/configured.ts';
import { isAlike } from '../../images/dockerfile/alike.ts';
import {
  type BuildOptions,
  type DockerfileFacts,
  dockerfileFacts,
  stagesIn,
} from '../../images/dockerfile/dockerfile.ts';
import {
  dockerfileInProject,
  isDockerfile,
  isForWork,
  isNameless,
  likelyDockerfile,
  likelyStage,
  namesakesOf,
} from '../../images/dockerfile/names.ts';
import { ownProgramOf } from '../../images/dockerfile/program.ts';
import { titleIn } from '../../images/dockerfile/title.ts';
import { candidateOf, familyOf } from '../../images/families/match.ts';
import { fullRepository, parseImageReference } from '../../kubernetes/images/image-reference.ts';
import { isPlaceholder } from '../../kubernetes/images/registries.ts';
import { splitImage } from '../../kustomize/fields/image-entry.ts';
import { memoized, memoizedText } from '../../text/memo.ts';
import type { PlanInput } from '../model/input.ts';
import type { StatedBuild } from '../repository/builds/build.ts';
import { type BuildsOfImage, buildsFor, namesItsImage, readBuilds } from '../repository/builds/builds.ts';
import { sourcePath } from '../repository/builds/context.ts';

/** What an image is built from. Its names are the one that is rendered first, then those that it had before. */
export interface Dockerfiles {
  /**
   * By what the repository states, or by its name alone. Undefined too where several speak of it and do not agree.
   *
   * @param others all images: which word is the project's, several of them say together
   */
  buildOf(names: readonly string[], others?: () => readonly string[]): ImageBuild | undefined;
  /**
   * A guess: by half of the name, by a name that a variable is part of, by the name of a stage or of the program that it starts.
   *
   * @param others images whose names end alike have no guess
   */
  likely(names: readonly string[], others: () => readonly string[]): DockerfileFacts | undefined;
}

/** Their stages are kept; more files are none that one repository has. */
const MOST_FILES = 1000;
const NOTHING = { command: undefined, args: undefined };
const NONE: Dockerfiles = { buildOf: () => undefined, likely: () => undefined };

/** Fixes never edit a Dockerfile; files that state builds are read when the first image is asked for. */
export function dockerfilesOf({
  files,
  paths,
  config,
}: Pick<PlanInput, 'files' | 'paths' | 'config'>): Dockerfiles {
  const candidates = dockerfilesIn(paths);
  if (candidates.length === 0) return NONE;
  let stated: readonly StatedBuild[] | undefined;
  const known = new Map<string, ImageBuild | undefined>();
  const there = new Set(paths);
  const builds = () => (stated ??= readBuilds(files, paths));
  const stagesOf = memoizedText(MOST_FILES, file => stagesIn(files.read(file) ?? ''));
  const factsOf = (file: string, build?: StatedBuild, options: BuildOptions = {}) =>
    dockerfileFacts(file, files.read(file) ?? '', {
      ...build,
      ...options,
      mounts: builds().flatMap(each => (each.dockerfile === file ? each.mounts : [])),
      sourceFile(source) {
        const path = sourcePath(source, file, build, builds());
        const text = path !== undefined && there.has(path) ? files.read(path) : undefined;
        return path === undefined || text === undefined ? undefined : { path, text };
      },
    });
  let programs: readonly (string | undefined)[] | undefined;
  /** What starts a program of the image's name, and is the only one that does. */
  const starterOf = (name: string): string | undefined => {
    programs ??= candidates.map(file => ownProgramOf(factsOf(file) ?? { start: NOTHING }));
    const found = candidates.filter((_, index) => programs?.[index] === wordOf(name).toLowerCase());
    return found.length === 1 ? found[0] : undefined;
  };
  const buildsOf = (name: string): BuildsOfImage => buildsFor(builds(), name);
  let titles: readonly (string | undefined)[] | undefined;
  const calledLike = (name: string): readonly string[] => {
    titles ??= candidates.map(file => titleIn(files.read(file) ?? ''));
    const titled = candidates.filter((_, index) => titles?.[index] === wordOf(name));
    return [...new Set([...titled, ...namesakesOf(candidates, name)])];
  };
  const targetOf = (file: string): { readonly target: string | undefined } | undefined => {
    const all = builds().filter(({ dockerfile }) => dockerfile === file);
    const pushed = all.filter(({ isLocal }) => !isLocal);
    const targets = new Set((pushed.length > 0 ? pushed : all).map(({ target }) => target));
    const [target] = targets;
    if (targets.size === 1 && (pushed.length > 0 || target !== undefined)) return { target };
    const stages = stagesOf(file);
    const isOpen = isForWork(stages.at(-1) ?? '') && stages.some(each => each !== '' && !isForWork(each));
    return isOpen ? undefined : { target: undefined };
  };
  /** Of several stages the one that is called like the image, else the one that every build of the file ends with. */
  const byStage = (
    file: string,
    name: string,
    others: readonly string[] = [],
    build?: StatedBuild,
  ): DockerfileFacts | undefined => {
    const called = likelyStage(stagesOf(file), name, others);
    const target = called === undefined ? targetOf(file) : { target: called };
    return target && factsOf(file, build, target);
  };
  const buildOf = (name: string): ImageBuild | undefined => {
    if (known.has(name)) return known.get(name);
    const { certain } = buildsOf(name);
    const found: ImageBuild[] = certain.flatMap(build => {
      const dockerfile = factsOf(build.dockerfile, build);
      return dockerfile === undefined ? [] : [{ dockerfile, statedAt: build.at }];
    });
    for (const file of calledLike(name)) {
      const isStated = certain.some(build => build.dockerfile === file);
      // A stage of that name is built where a build says so, and no build does.
      const isOpen = ![undefined, stagesOf(file).at(-1)].includes(likelyStage(stagesOf(file), name));
      const dockerfile = isStated || isOpen ? undefined : byStage(file, name);
      if (dockerfile !== undefined && !isMadeOf(dockerfile, name))
        found.push({ dockerfile, statedAt: undefined });
    }
    const [first, ...others] = found;
    const build =
      first !== undefined && others.every(each => isAlike(each.dockerfile, first.dockerfile))
        ? first
        : undefined;
    known.set(name, build);
    return build;
  };
  const builtInProject = (name: string, others: () => readonly string[]): ImageBuild | undefined => {
    if (buildsOf(name).certain.length > 0 || calledLike(name).length > 0) return undefined;
    const file = dockerfileInProject(candidates, name, namesOf(others()));
    const isOfOther = file === undefined || stagesOf(file).filter(each => each !== '').length > 1;
    const dockerfile = isOfOther ? undefined : byStage(file, name, namesOf(others()));
    return dockerfile && { dockerfile, statedAt: undefined };
  };
  const saidOf = (names: readonly string[]) => {
    const said = saidOfDockerfile(config, names);
    const dockerfile =
      said === undefined || !there.has(said.file) ? undefined : byStage(said.file, names[0]!);
    return said && { build: dockerfile && { dockerfile, statedAt: said.at } };
  };
  const namedLike = (names: readonly string[], others: () => readonly string[]) =>
    firstOf(names, name => {
      const certain = buildOf(name)?.dockerfile;
      const { certain: stated, likely } = buildsOf(name);
      // What is said twice, and not alike, is no guess either.
      const namesakes = calledLike(name);
      if (certain !== undefined || stated.length > 0 || namesakes.length > 1) return certain;
      const [hint, ...more] = new Map(likely.map(build => [build.dockerfile, build])).values();
      if (hint !== undefined && more.length === 0) {
        const isShared = others().some(
          other => !isSameWord(other, name) && buildsOf(other).likely.includes(hint),
        );
        return isShared ? undefined : byStage(hint.dockerfile, name, [], hint);
      }
      const images = namesOf(others());
      const file = namesakes[0] ?? likelyDockerfile(candidates, name, images);
      const staged = candidates.filter(each => likelyStage(stagesOf(each), name, images) !== undefined);
      const guess = file ?? (staged.length === 1 ? staged[0] : starterOf(name));
      const found = guess === undefined ? undefined : byStage(guess, name, images);
      return found === undefined || isMadeOf(found, name) ? undefined : found;
    });
  const claimed = new Map<string, string | undefined>();
  const claimOf = (image: string, others: () => readonly string[]): string | undefined => {
    if (!claimed.has(image)) claimed.set(image, namedLike([image], others)?.file);
    return claimed.get(image);
  };
  /** The Dockerfile without a name, where every other one is of another image, and no other image of its own is without one. */
  const leftFor = (name: string, others: () => readonly string[]): string | undefined => {
    const [file, ...more] = candidates.filter(isNameless);
    if (file === undefined || more.length > 0) return undefined;
    if (builds().some(each => each.dockerfile === file && namesItsImage(each))) return undefined;
    const strangers = others().filter(each => !isSameWord(each, name));
    const open = strangers.filter(each => claimOf(each, others) === undefined);
    const taken = new Set(strangers.map(each => claimOf(each, others)));
    const isLeft = candidates.every(each => taken.has(each) === (each !== file));
    return isLeft && isOnlyOwn([name], open) ? file : undefined;
  };
  return {
    buildOf: (names, others = () => []) =>
      (
        saidOf(names) ?? {
          build: firstOf(names, buildOf) ?? firstOf(names, name => builtInProject(name, others)),
        }
      ).build,
    likely: (names, others) => {
      const said = saidOf(names);
      if (said !== undefined) return said.build?.dockerfile;
      const named = namedLike(names, others);
      const [only, ...more] = candidates;
      if (named !== undefined || only === undefined) return named;
      if (more.length === 0 && isTemplate(files.read(only) ?? '') && areOfOne(names[0]!, others()))
        return factsOf(only);
      const isStandIn = names.every(isStandInName);
      const isOnly =
        isStandIn && more.length === 0 && isOnlyStandIn(names, others(), name => buildOf(name) !== undefined);
      const left = isOnly ? only : isStandIn ? undefined : leftFor(names[0]!, others);
      const found = left === undefined ? undefined : factsOf(left);
      return found === undefined || isMadeOf(found, names[0]!) ? undefined : found;
    },
  };
}

/** Whether an argument says which part of the repository a Dockerfile takes: it makes an image of each. */
function isTemplate(text: string): boolean {
  const names = [...text.matchAll(/^[ \t]*ARG[ \t]+(\w+)/gim)].map(([, name]) => name);
  return names.some(name => new RegExp(`^[ \\t]*(?:COPY|ADD)[ \\t].*\\$\\{?${name}\\b`, 'im').test(text));
}

/** Whether an image is one of several of a publisher, none of which is a known one. */
function areOfOne(name: string, others: readonly string[]): boolean {
  const publisher = publisherOf(name);
  const own = namesOf(others).filter(each => publisher !== '' && publisherOf(each) === publisher);
  const isKnown = (each: string) => {
    const image = parseImageReference(each);
    return image === null || familyOf(image) !== null || candidateOf(image) !== undefined;
  };
  return new Set(own).size > 1 && !own.some(isKnown);
}

function publisherOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}

/** What a pipeline puts in for the only image that has no name yet is the only one that it can build. */
function isOnlyStandIn(
  names: readonly string[],
  others: readonly string[],
  isBuilt: (name: string) => boolean,
): boolean {
  const isOther = (each: string) => !names.includes(each) && isStandInName(each);
  return !namesOf(others).some(isBuilt) && !others.some(isOther);
}

/** Whether all other images are known ones, which others have made. */
function isOnlyOwn([name = '']: readonly string[], others: readonly string[]): boolean {
  return [name, ...others].every(each => {
    const image = parseImageReference(each);
    const isKnown = image === null || familyOf(image) !== null || candidateOf(image) !== undefined;
    return isSameWord(each, name) ? !isKnown : isKnown;
  });
}

/** What the configuration says that an image is built from. */
function saidOfDockerfile(
  { config, at }: PlanInput['config'],
  [name = '', ...others]: readonly string[],
): { readonly file: string; readonly at: string } | undefined {
  if (config.images === undefined) return undefined;
  const image = parseImageReference(name);
  const names = image === null ? [splitImage(name).name, ...others] : others;
  const said = saidBy({ config, at }, configKeysOf(image, Object.keys(config.images), names));
  const { dockerfile } = said.facts;
  return isAnswer(dockerfile) ? { file: dockerfile, at: said.at(['dockerfile']) ?? '' } : undefined;
}

const dockerfilesIn = memoized((paths: readonly string[]): readonly string[] => paths.filter(isDockerfile));

/** The first answer for a name; names of known images are nobody's own, and say nothing of what replaces them. */
function firstOf<T>(names: readonly string[], answer: (name: string) => T | undefined): T | undefined {
  const [rendered] = names;
  for (const name of names) {
    const image = parseImageReference(name);
    if (image !== null && name !== rendered && familyOf(image) !== null) continue;
    // Registries take no capitals: what a build says of `ghcr.io/OWNER/web` it says of that name in small letters.
    const found = answer(image?.name ?? splitImage(name).name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A name that somebody has yet to fill in as a whole: `$IMAGE`, `${IMAGE}:v1`, `IMAGE_NAME`, `placeholder`. */
function isStandInName(image: string): boolean {
  if (/^(?:\$?[A-Z][A-Z0-9_]*|\$\{\w+\}|\$\(\w+\))(?::[^/]*)?$/.test(image)) return true;
  const reference = parseImageReference(image);
  return reference !== null && !reference.name.includes('/') && isPlaceholder(reference);
}

/** Without tags and digests. */
function namesOf(images: readonly string[]): readonly string[] {
  return images.map(image => parseImageReference(image)?.name ?? splitImage(image).name);
}

/** Of one image in two registries the names end alike. */
function isSameWord(one: string, other: string): boolean {
  return wordOf(one) === wordOf(other);
}

/** What is built on the image itself is another one, whatever it is called. */
function isMadeOf({ base }: DockerfileFacts, image: string): boolean {
  const made = parseImageReference(image);
  const from = parseImageReference(base);
  return made !== null && from !== null && fullRepository(made) === fullRepository(from);
}

function wordOf(image: string): string {
  return (parseImageReference(image)?.name ?? splitImage(image).name).split('/').at(-1)!;
}
