/**
 * What an image says of itself, as `docker inspect`, `podman inspect` and `skopeo inspect` print it.
 * Shapes: `RepoTags`, `RepoDigests`, `Config`, `Os`, `Architecture`, `Variant` in a list (ImageInspect of moby/moby); the image
 * configuration of opencontainers/image-spec, which names no image; and of plain `skopeo inspect` `Name` and `Digest`, with neither
 * user nor ports.
 */
import type { ImageRecord } from '../../config/evidence-schema.ts';
import { stated } from '../../config/lock.ts';
import { fullReference, isMovingTag, parseImageReference } from '../../kubernetes/images/image-reference.ts';
import { readImageConfig } from '../../registry/image-config.ts';
import { type Fields, isFields, textOf, textsOf } from '../model/data.ts';
import { EvidenceProblem, type Found, type FoundImage, type ReadAs } from '../model/found.ts';

/** A list of images, or of something else that docker knows. */
export function isDockerInspect(data: unknown): data is readonly Fields[] {
  return Array.isArray(data) && data.length > 0 && data.every(each => isFields(each) && 'Id' in each);
}

export function readDockerInspect(images: readonly Fields[], { date }: ReadAs): Found {
  const found = images.map(image => {
    if (isFields(image.State) || !isFields(image.Config))
      throw new EvidenceProblem(
        `${textOf(image.Name) ?? textOf(image.Id)} is no image: docker inspect takes the image of a container too`,
      );
    return readDockerImage(image, image.Config, date);
  });
  const unnamed = found.filter(({ names }) => names.length === 0).length;
  return {
    images: found.filter(({ names }) => names.length > 0),
    containers: [],
    left: unnamed === 0 ? [] : [`${unnamed} of ${found.length} images have neither a tag nor a digest`],
  };
}

function readDockerImage(image: Fields, config: Fields, date: string): FoundImage {
  const { Os: os, Architecture: architecture, Variant: variant } = image;
  const byDigest = [...textsOf(image.RepoDigests)];
  const digests = digestsOf([...byDigest, textOf(image.Digest) ?? '']);
  const source = textOf(image.Digest) === undefined ? 'docker inspect' : 'podman inspect';
  const record = recordOf({ config, os, architecture, variant }, { source, date, digests });
  return { names: namesOf([...textsOf(image.RepoTags), ...byDigest]), record };
}

/** The configuration of an image, by itself. */
export function isImageConfig(data: unknown): data is Fields {
  return isFields(data) && typeof data.architecture === 'string' && isFields(data.rootfs);
}

/** What `skopeo inspect` says without `--config`. */
export function isSkopeoInspect(data: unknown): data is Fields {
  return (
    isFields(data) && typeof data.Name === 'string' && typeof data.Digest === 'string' && 'Layers' in data
  );
}

/**
 * A configuration by the name that a plain inspection of the same image gives it: what was created at the same moment for the
 * same platform is the same image.
 */
export function readNamedConfig(config: Fields, inspections: readonly Fields[], as: ReadAs): Found {
  const found = inspections.find(
    each =>
      textOf(each.Created) !== undefined &&
      Date.parse(String(each.Created)) === Date.parse(String(config.created)) &&
      each.Architecture === config.architecture,
  );
  if (found === undefined) return readConfigOf(config, as.image === undefined ? [] : [as.image], as.date);
  const name = `${String(found.Name)}@${String(found.Digest)}`;
  return readConfigOf(config, [name, ...(as.image === undefined ? [] : [as.image])], as.date);
}

function readConfigOf(data: Fields, names: readonly string[], date: string): Found {
  if (names.length === 0)
    throw new EvidenceProblem('is of an image that it does not name: say which with --image REFERENCE');
  const record = recordOf(data, { source: 'skopeo inspect', date, digests: digestsOf(names) });
  return { images: [{ names: namesOf(names), record }], containers: [], left: [] };
}

function recordOf(
  image: {
    readonly config?: unknown;
    readonly os?: unknown;
    readonly architecture?: unknown;
    readonly variant?: unknown;
  },
  {
    source,
    date,
    digests,
  }: { readonly source: string; readonly date: string; readonly digests: readonly string[] },
): ImageRecord {
  return {
    source,
    date,
    ...(digests.length > 0 && { digests: [...digests] }),
    config: stated(readImageConfig(image).config),
  };
}

/** Full references; a tag that moves names no image in particular. */
function namesOf(texts: readonly string[]): string[] {
  const names = texts.flatMap(text => {
    const reference = parseImageReference(text);
    if (reference === null || reference.hasVariables) return [];
    if (reference.digest !== undefined) {
      return [`${fullReference({ ...reference, tag: undefined })}`];
    }
    return isMovingTag(reference.tag) ? [] : [fullReference(reference)];
  });
  return [...new Set(names)].sort();
}

function digestsOf(texts: readonly string[]): string[] {
  const digests = texts.flatMap(text => /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(text)?.[1] ?? []);
  return [...new Set(digests)].sort();
}
