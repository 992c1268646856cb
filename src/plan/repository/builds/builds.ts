/** All builds that the files of a repository state, and which of them make an image. */

import { isScript } from '../../../kustomize/files/command-files.ts';
import { baseName, type Files } from '../../../kustomize/files/files.ts';
import { buildsOf, foldersFor, OPEN, type StatedBuild, type Wording } from './build.ts';
import { buildsOfConfigs, mayConfigureBuilds } from './build-configs.ts';
import { buildsInCommands } from './commands.ts';
import { buildsInComments } from './comments.ts';
import { DOCUMENTS } from './documents.ts';
import { TEXTS } from './texts.ts';
import { valuesIn } from './variables.ts';
import { buildsOfWorkflow, isWorkflow } from './workflows.ts';

const BUILDS = /(?:docker|podman|nerdctl|buildah)\b[^\n]{0,200}\bbu(?:il)?d|\/kaniko\/executor/;
/** Texts larger than that are none that somebody wrote. */
const MOST_TEXT = 200_000;

/** Every build whose Dockerfile is there. Nothing of the files runs. */
export function readBuilds(files: Files, paths: readonly string[]): StatedBuild[] {
  const there = new Set(paths);
  return paths.flatMap(path => wordingsIn(files, path, there)).flatMap(each => buildsOf(each, there));
}

function wordingsIn(files: Files, path: string, there: ReadonlySet<string>): Wording[] {
  if (isWorkflow(path)) return buildsOfWorkflow(files, path);
  const reader = DOCUMENTS.find(({ isOne }) => isOne(path));
  if (reader !== undefined) return reader.read(files, path, there);
  const name = baseName(path);
  const language = TEXTS.find(({ isOne }) => isOne(path));
  const isManifest = /\.ya?ml$/.test(name);
  if (language === undefined && !isManifest && !isScript(path)) return [];
  const text = files.read(path) ?? '';
  if (text.length > MOST_TEXT) return [];
  if (language !== undefined) return language.read(path, text);
  if (isManifest) {
    const configured = mayConfigureBuilds(text) ? buildsOfConfigs(files, path) : [];
    if (configured.length > 0 || !isScript(path)) return [...configured, ...buildsInComments(path, text)];
  }
  if (!isScript(path) || !BUILDS.test(text)) return [];
  const isPerLine = /make|\.mk$|just/i.test(name);
  const folders = /gitlab-ci|Jenkinsfile/.test(name) ? [''] : foldersFor(path);
  return buildsInCommands(path, text, valuesIn(text), folders, { isPerLine });
}

/** Builds of an image, and those that may be: what a variable is part of the last word of, or whose Dockerfile is elsewhere. */
export interface BuildsOfImage {
  readonly certain: readonly StatedBuild[];
  readonly likely: readonly StatedBuild[];
}

/**
 * The builds of an image, by the words at the end of its name: registries and accounts differ by environment. Of those with
 * the same last word the ones count that have most words in common.
 *
 * @param image its name, without a tag
 */
export function buildsFor(builds: readonly StatedBuild[], image: string): BuildsOfImage {
  const words = wordsOf(image);
  const scored = builds.map(build => ({ build, common: commonWords(wordsOf(build.image), words) }));
  const named = scored.filter(({ build, common }) => common > 0 && !build.isMoved);
  const most = Math.max(0, ...named.map(({ common }) => common));
  const certain = named.filter(({ common }) => common === most).map(({ build }) => build);
  const likely = scored
    .filter(
      ({ build, common }) =>
        (common > 0 && build.isMoved) || mayName(wordsOf(build.image).at(-1)!, words.at(-1)!),
    )
    .map(({ build }) => build);
  return { certain, likely };
}

/** Whether a build says what its image is called, wherever it is pushed. */
export function namesItsImage({ image }: StatedBuild): boolean {
  return !wordsOf(image).at(-1)!.includes(OPEN);
}

/** Path components of a name, without tag and digest. */
function wordsOf(image: string): readonly string[] {
  const [name = ''] = image.split('@');
  const slash = name.lastIndexOf('/');
  const colon = name.indexOf(':', slash + 1);
  return (colon < 0 ? name : name.slice(0, colon)).toLowerCase().split('/');
}

/** How many components agree, from the last one; none where both say in full that they are of different accounts. */
function commonWords(built: readonly string[], image: readonly string[]): number {
  let common = 0;
  while (common < Math.min(built.length, image.length) && built.at(-1 - common) === image.at(-1 - common))
    common++;
  const isWhole = common === built.length || common === image.length;
  return isWhole || registryOf(built) === undefined || registryOf(built) !== registryOf(image) ? common : 0;
}

/** The registry of a name that says in full where it is; undefined where a variable may say more. */
function registryOf(words: readonly string[]): string | undefined {
  const [first = ''] = words;
  if (words.some(word => word.includes(OPEN)) || words.length < 2) return undefined;
  return /[.:]|^localhost$/.test(first) ? first : 'docker.io';
}

/** More variables in one word leave nothing of it. */
const MOST_PARTS = 4;

/** `\0-nginx` may be `shop-nginx`. */
function mayName(built: string, word: string): boolean {
  const parts = built.split(OPEN);
  if (parts.length < 2 || parts.length > MOST_PARTS || parts.every(part => part === '')) return false;
  const expression = parts.map(part => part.replace(/[.+?^$()|[\]{}\\*]/g, '\\$&')).join('.*');
  return new RegExp(`^${expression}$`).test(word);
}
