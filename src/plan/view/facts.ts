/** Facts of the images of one root: config facts over all else that is known, each image looked up once. */

import type { ConfiguredImages } from '../../images/configured.ts';
import { factsOf, type Sources } from '../../images/facts.ts';
import type { ResolvedFacts } from '../../images/resolved.ts';
import type { Start } from '../../images/start/running.ts';
import { parseImageReference } from '../../kubernetes/images/image-reference.ts';
import { splitImage } from '../../kustomize/fields/image-entry.ts';

/**
 * The facts of an image as rendered.
 *
 * @param otherNames names that the image had before kustomize's `images:` renamed it
 * @param start what a container starts in it, where that is not as the image comes
 * @param sources what else speaks of it
 */
export function imageFacts(
  image: string,
  config: ConfiguredImages,
  otherNames: readonly string[] = [],
  start?: Start,
  sources?: Sources,
): ResolvedFacts {
  const reference = parseImageReference(image);
  const names = reference === null ? [splitImage(image).name, ...otherNames] : otherNames;
  return factsOf(reference, config, names, start, sources);
}

/** {@link imageFacts} that remembers its answers. */
export function factsLookup(
  config: ConfiguredImages,
  otherNamesOf: (image: string) => readonly string[] = () => [],
  sourcesOf: (image: string) => Sources = () => ({}),
): (image: string, start?: Start) => ResolvedFacts {
  const known = new Map<string, ResolvedFacts>();
  return (image, start) => {
    const key = start === undefined ? image : JSON.stringify([image, start]);
    const facts = known.get(key) ?? imageFacts(image, config, otherNamesOf(image), start, sourcesOf(image));
    known.set(key, facts);
    return facts;
  };
}
