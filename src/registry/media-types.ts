/** What a registry may answer with when it is asked for an image. */

const INDEXES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const MANIFESTS = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** Indexes first: their digest is the one that every platform finds its image by. */
export const ACCEPT = [...INDEXES, ...MANIFESTS].join(', ');

export function isIndex(mediaType: string): boolean {
  return INDEXES.includes(mediaType);
}

export function isManifest(mediaType: string): boolean {
  return MANIFESTS.includes(mediaType);
}

/** Schema 1, whose digest is not that of its bytes. */
export function isRetired(mediaType: string): boolean {
  return /^application\/vnd\.docker\.distribution\.manifest\.v1\+/.test(mediaType);
}

/** The configuration of an image that runs. */
export function isRun(mediaType: unknown): boolean {
  return (
    typeof mediaType === 'string' &&
    /^application\/vnd\.(?:oci\.image\.config|docker\.container\.image)\.v1\+json$/.test(mediaType)
  );
}
