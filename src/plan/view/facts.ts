/** Facts of the images of one root: config facts over image families, each image looked up once. */

import type { DockerfileFacts } from '../../images/dockerfile.ts';
import { type ConfiguredImages, factsOf, type ResolvedFacts } from '../../images/facts.ts';
import type { Start } from '../../images/running.ts';
import { parseImageReference } from '../../kubernetes/image-reference.ts';

/**
 * The facts of an image as rendered.
 *
 * @param otherNames names that the image had before kustomize's `images:` renamed it
 * @param start what a container starts in it, where that is not as the image comes
 * @param dockerfile what it is built from, for an image of the repository itself
 */
export function imageFacts(
  image: string,
  config: ConfiguredImages,
  otherNames: readonly string[] = [],
  start?: Start,
  dockerfile?: DockerfileFacts,
): ResolvedFacts {
  return factsOf(parseImageReference(image), config, otherNames, start, dockerfile);
}

/** {@link imageFacts} that remembers its answers. */
export function factsLookup(
  config: ConfiguredImages,
  otherNamesOf: (image: string) => readonly string[] = () => [],
  dockerfileOf: (name: string) => DockerfileFacts | undefined = () => undefined,
): (image: string, start?: Start) => ResolvedFacts {
  const known = new Map<string, ResolvedFacts>();
  return (image, start) => {
    const key = start === undefined ? image : JSON.stringify([image, start]);
    const facts =
      known.get(key) ?? imageFacts(image, config, otherNamesOf(image), start, dockerfileOf(image));
    known.set(key, facts);
    return facts;
  };
}
