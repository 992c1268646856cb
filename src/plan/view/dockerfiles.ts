/** The repository's own Dockerfiles, as evidence for the images that are built from them. */

import { type DockerfileFacts, isDockerfile, namesakeDockerfile } from '../../images/dockerfile.ts';
import { parseImageReference } from '../../kubernetes/image-reference.ts';
import { memoized } from '../../text/memo.ts';
import type { PlanInput } from '../model/input.ts';

/** The Dockerfile of an image as rendered, by the last word of its name; fixes never edit one. */
export function dockerfilesOf({
  files,
  paths,
}: Pick<PlanInput, 'files' | 'paths'>): (image: string) => DockerfileFacts | undefined {
  const candidates = dockerfilesIn(paths);
  if (candidates.length === 0) return () => undefined;
  return image => {
    const name = parseImageReference(image)?.repository;
    return name === undefined ? undefined : namesakeDockerfile(files, candidates, name);
  };
}

const dockerfilesIn = memoized((paths: readonly string[]): readonly string[] => paths.filter(isDockerfile));
