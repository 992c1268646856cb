/** Facts of the images of one root: config facts over image families, each image looked up once. */

import { type ConfiguredImages, factsOf, type ResolvedFacts } from '../../images/facts.ts';
import { parseImageReference } from '../../kubernetes/image-reference.ts';

/**
 * The facts of an image as rendered.
 *
 * @param otherNames names that the image had before kustomize's `images:` renamed it
 */
export function imageFacts(
  image: string,
  config: ConfiguredImages,
  otherNames: readonly string[] = [],
): ResolvedFacts {
  return factsOf(parseImageReference(image), config, otherNames);
}

/** {@link imageFacts} that remembers its answers. */
export function factsLookup(
  config: ConfiguredImages,
  otherNamesOf: (image: string) => readonly string[] = () => [],
): (image: string) => ResolvedFacts {
  const known = new Map<string, ResolvedFacts>();
  return image => {
    const facts = known.get(image) ?? imageFacts(image, config, otherNamesOf(image));
    known.set(image, facts);
    return facts;
  };
}
