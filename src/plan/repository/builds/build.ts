/** A build as a file of the repository states it: an image, and the Dockerfile that it is made from. */
import type { Mounted } from '../../../images/dockerfile/dockerfile.ts';
import { folderOf, joinPath } from '../../../kustomize/files/files.ts';

/** Stands for what a variable says. */
export const OPEN = '\0';

export interface StatedBuild {
  /** The image as it is tagged, with {@link OPEN} for each variable. */
  readonly image: string;
  readonly dockerfile: string;
  /** The folder that its COPY takes files from; undefined where that is not known, or is not of the repository. */
  readonly context: string | undefined;
  /** The stage that it ends with. */
  readonly target: string | undefined;
  readonly args: ReadonlyMap<string, string>;
  /** Where what runs it has a volume that it may write to. */
  readonly mounts: readonly Mounted[];
  /** `file:line`. */
  readonly at: string;
  /** The Dockerfile is not where the path leads, and it is the only one whose own path ends so. */
  readonly isMoved: boolean;
  /** Its image has no name of its own: it never leaves the machine of whoever works on the program. */
  readonly isLocal: boolean;
}

/** What a file says of a build, before it is known which files there are. */
export interface Wording {
  readonly images: readonly string[];
  /** Folders that the paths may start from; only one of them can be right. */
  readonly from: readonly string[];
  readonly context: string | undefined;
  readonly dockerfile: string | undefined;
  /** Where the path of the Dockerfile starts: from the context (compose, Skaffold, bake), or from where its command runs. */
  readonly dockerfileIsIn: 'context' | 'folder';
  readonly target?: string | undefined;
  readonly args?: ReadonlyMap<string, string>;
  readonly mounts?: readonly Mounted[];
  readonly isLocal?: boolean;
  readonly at: string;
}

/** The builds of a wording whose Dockerfile is there, and is the only one that is meant. */
export function buildsOf(wording: Wording, there: ReadonlySet<string>): StatedBuild[] {
  const { from, target } = wording;
  if (target?.includes(OPEN)) return [];
  const starts = from.map(folder => ({
    dockerfile: dockerfileIn(folder, wording),
    context: contextIn(folder, wording),
  }));
  const found = new Set(starts.flatMap(start => start.dockerfile ?? []).filter(path => there.has(path)));
  const [dockerfile] = found;
  if (dockerfile === undefined) return movedBuilds(wording, there);
  if (found.size > 1) return [];
  const contexts = new Set(starts.filter(start => start.dockerfile === dockerfile).map(each => each.context));
  const [context] = contexts.size === 1 ? contexts : [];
  return statedBy(wording, { dockerfile, context, isMoved: false });
}

/** Paths may start from a folder that nobody states, and what they lead to may have been moved. */
function movedBuilds(wording: Wording, there: ReadonlySet<string>): StatedBuild[] {
  const path = dockerfileIn('', wording);
  if (path === undefined || !path.includes('/')) return [];
  const [dockerfile, ...others] = [...there].filter(each => each.endsWith(`/${path}`));
  if (dockerfile === undefined || others.length > 0) return [];
  const context = folderOf(dockerfile);
  return statedBy(wording, { dockerfile, context, isMoved: true });
}

/** A build for each name of the image. */
function statedBy(
  { images, target, args = new Map(), mounts = [], isLocal = false, at }: Wording,
  found: Pick<StatedBuild, 'dockerfile' | 'context' | 'isMoved'>,
): StatedBuild[] {
  return images.map(image => ({ image, ...found, target, args, mounts, at, isLocal }));
}

function dockerfileIn(
  folder: string,
  { context = '.', dockerfile, dockerfileIsIn }: Wording,
): string | undefined {
  const isStated = dockerfile !== undefined && dockerfileIsIn === 'folder';
  if (isStated) return literalPath(folder, dockerfile);
  const start = literalPath(folder, context);
  return start === undefined ? undefined : literalPath(start, dockerfile ?? 'Dockerfile');
}

function contextIn(folder: string, { context, dockerfileIsIn }: Wording): string | undefined {
  // A command always has one: the words that say it were not understood.
  if (context === undefined && dockerfileIsIn === 'folder') return undefined;
  return literalPath(folder, context ?? '.');
}

/** A path that no variable is part of, and that stays in the repository. */
function literalPath(folder: string, path: string): string | undefined {
  if (path.includes(OPEN) || /^(?:\/|[a-z]+:\/\/|git@)/.test(path)) return undefined;
  return joinPath(folder, path);
}

/** The folder of a file, and the top: where commands of a script may run. */
export function foldersFor(file: string): readonly string[] {
  return [...new Set(['', folderOf(file)])];
}
