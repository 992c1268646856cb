/** Where the files stand that a Dockerfile copies. */
import { folderOf, joinPath } from '../../../kustomize/files/files.ts';
import type { StatedBuild } from './build.ts';

/**
 * The path in the repository of what COPY takes; undefined where nobody knows where that starts, and for what is outside of it.
 *
 * @param source as the Dockerfile has it
 * @param build what states the build; undefined for a Dockerfile whose image no build names
 * @param builds all that are stated
 */
export function sourcePath(
  source: string,
  file: string,
  build: StatedBuild | undefined,
  builds: readonly StatedBuild[],
): string | undefined {
  const inContext = joinPath('', source);
  const context = build === undefined ? likelyContext(file, inContext, builds) : build.context;
  return inContext === undefined || context === undefined ? undefined : joinPath(context, inContext);
}

/** What the builds of a Dockerfile say, else a guess: the top where it says the way to its own folder from there, else that folder. */
function likelyContext(
  file: string,
  source: string | undefined,
  builds: readonly StatedBuild[],
): string | undefined {
  const contexts = new Set(
    builds.filter(({ dockerfile }) => dockerfile === file).map(({ context }) => context),
  );
  const folder = folderOf(file);
  if (contexts.size === 0) return folder !== '' && source?.startsWith(`${folder}/`) ? '' : folder;
  const [context] = contexts.size === 1 ? contexts : [];
  return context;
}
