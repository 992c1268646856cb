/** From a tag to its digest, and from there to platforms and the configuration of the image. */

import type { ImageConfig } from '../transform.ts';
import type { Answer } from './http.ts';
import { mapOf, platformOf, type ReadConfig, readImageConfig } from './image-config.ts';
import { ACCEPT, isIndex, isManifest, isRetired, isRun } from './media-types.ts';
import { RegistryProblem } from './problem.ts';
import {
  isDigest,
  jsonOf,
  mediaTypeOf,
  refuseFailed,
  refuseOtherBytes,
  type Source,
  sha256,
} from './source.ts';

const MANIFEST_LIMIT = 4 << 20;
const CONFIG_LIMIT = 8 << 20;
const TAGS_LIMIT = 8 << 20;
const MOST_PAGES = 30;

export interface Described {
  readonly digest: string;
  /** Undefined where the registry does not say. */
  readonly platforms: readonly string[] | undefined;
  /** Undefined for what is no image that runs. */
  readonly config: ImageConfig | undefined;
  /** What looks like the version of its program. */
  readonly versions: readonly string[];
}

/** By `HEAD`, which counts towards no limit, where the registry answers it; else of the bytes. @throws RegistryProblem */
export async function digestOfTag(source: Source, tag: string): Promise<string> {
  const path = `manifests/${tag}`;
  const what = `tag ${tag} of ${source.repository}`;
  const head = await source.ask('HEAD', path, 0, ACCEPT);
  if (head.status === 404 || head.status === 403) refuseFailed(source, head, what);
  const said = head.headers.get('docker-content-digest');
  if (head.status === 200 && isDigest(said) && isImage(mediaTypeOf(head))) return said;
  const answer = await manifest(source, path, what);
  const claimed = answer.headers.get('docker-content-digest');
  if (isDigest(claimed)) refuseOtherBytes(source, answer, claimed);
  return sha256(answer.body);
}

/** What a digest stands for: bytes that have it, and what they lead to. @throws RegistryProblem */
export async function describe(source: Source, digest: string): Promise<Described> {
  const { mediaType, data } = await verified(source, digest);
  if (!isIndex(mediaType)) {
    const read = await configOf(source, data);
    const platform = read?.config.platform;
    return {
      digest,
      platforms: platform === undefined ? undefined : [platform],
      config: read?.config,
      versions: read?.versions ?? [],
    };
  }
  const images = imagesIn(data);
  // One stands for all: images of one release start alike.
  const chosen =
    images.find(({ platform }) => platform === 'linux/amd64') ??
    images.find(({ platform }) => platform.startsWith('linux/'));
  const read = chosen && (await configOf(source, (await verified(source, chosen.digest)).data));
  const platforms = [...new Set(images.map(({ platform }) => platform))].sort();
  return {
    digest,
    platforms: platforms.length === 0 ? undefined : platforms,
    config: read && { ...read.config, platform: chosen?.platform },
    versions: read?.versions ?? [],
  };
}

/** Every tag, as far as so many pages hold them. @throws RegistryProblem */
export async function tagsOf(source: Source): Promise<readonly string[]> {
  const tags: string[] = [];
  let path: string | undefined = 'tags/list?n=1000';
  for (let page = 0; path !== undefined && page < MOST_PAGES; page++) {
    const answer: Answer = await source.ask('GET', path, TAGS_LIMIT);
    refuseFailed(source, answer, `list of tags of ${source.repository}`);
    const list = mapOf(jsonOf(source, answer)).tags;
    // A call bears fewer arguments than a registry may have tags.
    if (Array.isArray(list)) for (const tag of list) if (typeof tag === 'string') tags.push(tag);
    path = nextPage(answer);
  }
  return tags;
}

type Json = Readonly<Record<string, unknown>>;

function imagesIn({ manifests }: Json): { readonly platform: string; readonly digest: string }[] {
  const entries = Array.isArray(manifests) ? manifests.map(mapOf) : [];
  return entries.flatMap(({ platform, digest }) => {
    const name = platformOf(platform);
    return name === undefined || !isDigest(digest) ? [] : [{ platform: name, digest }];
  });
}

async function verified(
  source: Source,
  digest: string,
): Promise<{ readonly mediaType: string; readonly data: Json }> {
  const answer = await manifest(source, `manifests/${digest}`, `manifest ${digest}`);
  refuseOtherBytes(source, answer, digest);
  return { mediaType: mediaTypeOf(answer), data: mapOf(jsonOf(source, answer)) };
}

async function manifest(source: Source, path: string, what: string): Promise<Answer> {
  const answer = await source.ask('GET', path, MANIFEST_LIMIT, ACCEPT);
  refuseFailed(source, answer, what);
  const mediaType = mediaTypeOf(answer);
  if (isImage(mediaType)) return answer;
  const says = isRetired(mediaType)
    ? `${source.registry} has ${what} in the retired schema 1 only: push it again`
    : `${source.registry} answers with ${mediaType || 'something unnamed'}, which is no image`;
  throw new RegistryProblem('answer', says);
}

function isImage(mediaType: string): boolean {
  return isIndex(mediaType) || isManifest(mediaType);
}

/** As JSON has them: line ends and tabs it escapes. */
const UNSHOWN = /[\p{Cc}\p{Cf}\u2028\u2029]|\\u00[01]/u;

/** A chart or a signature has none. */
async function configOf(source: Source, { config }: Json): Promise<ReadConfig | undefined> {
  const { digest, mediaType } = mapOf(config);
  if (!isDigest(digest) || !isRun(mediaType)) return undefined;
  const answer = await source.ask('GET', `blobs/${digest}`, CONFIG_LIMIT);
  refuseFailed(source, answer, `configuration ${digest}`);
  refuseOtherBytes(source, answer, digest);
  const read = readImageConfig(jsonOf(source, answer));
  // The lock file is read by people, and so is its diff.
  if (UNSHOWN.test(JSON.stringify(read.config)))
    throw new RegistryProblem(
      'answer',
      `${source.registry} answers with characters that nobody sees, in ${digest}`,
    );
  return read;
}

/** `Link: </v2/acme/api/tags/list?last=b&n=1000>; rel="next"` of the same host. */
function nextPage({ headers, url }: Answer): string | undefined {
  const target = /<([^>]+)>\s*;\s*rel="?next"?/.exec(headers.get('link') ?? '')?.[1];
  if (target === undefined || !URL.canParse(target, url.href)) return undefined;
  const next = new URL(target, url);
  return next.origin === url.origin ? next.href : undefined;
}
