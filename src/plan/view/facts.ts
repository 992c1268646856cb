/** Facts of the images of one root: config facts over those of the lock file and image families, each image looked up once. */

import { type ConfiguredImages, factsOf, type ResolvedFacts } from '../../images/facts.ts';
import type { Start } from '../../images/running.ts';
import { parseImageReference } from '../../kubernetes/image-reference.ts';
import type { LockedImage } from '../../transform.ts';

/**
 * The facts of an image as rendered.
 *
 * @param otherNames names that the image had before kustomize's `images:` renamed it
 * @param start what a container starts in it, where that is not as the image comes
 * @param lock what registries have said of images
 */
export function imageFacts(
  image: string,
  config: ConfiguredImages,
  otherNames: readonly string[] = [],
  start?: Start,
  lock?: ReadonlyMap<string, LockedImage>,
): ResolvedFacts {
  return factsOf(parseImageReference(image), config, otherNames, start, lock);
}

/** {@link imageFacts} that remembers its answers. */
export function factsLookup(
  config: ConfiguredImages,
  otherNamesOf: (image: string) => readonly string[] = () => [],
  lock?: ReadonlyMap<string, LockedImage>,
): (image: string, start?: Start) => ResolvedFacts {
  const known = new Map<string, ResolvedFacts>();
  return (image, start) => {
    const key = start === undefined ? image : JSON.stringify([image, start]);
    const facts = known.get(key) ?? imageFacts(image, config, otherNamesOf(image), start, lock);
    known.set(key, facts);
    return facts;
  };
}
