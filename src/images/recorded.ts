/** What an image says of itself, as the files beside the configuration keep it: it holds for its bits and for no others. */

import { fullReference, type ImageReference, isMovingTag } from '../kubernetes/images/image-reference.ts';
import type { Evidence, Fact, ImageConfig, LockedImage, SeenImage } from '../transform.ts';
import type { Start } from './start/running.ts';

/** Facts of the image's own configuration. */
export interface RecordedFacts {
  /** As it is written there; `root` where nothing is. */
  readonly imageUser: Fact<string>;
  /** Undefined for root, and for a user with a name. */
  readonly user: Fact<number> | undefined;
  readonly group: Fact<number> | undefined;
  /** Those of its entrypoint: none where the manifest starts something else. */
  readonly ports: readonly number[];
  readonly writes: Fact<readonly string[]> | undefined;
  readonly entrypoint: readonly string[];
}

/** What an image says of itself, and who has it from where. */
export interface Recorded {
  readonly config: ImageConfig;
  readonly kind: 'registry' | 'inspect';
  /** A digest, or `file:line`. */
  readonly at: string;
  /** Behind what it says: who has found it there and when, where that was not its registry. */
  readonly by: string;
  /** Whether it is of the very bits that run. */
  readonly isSure: boolean;
}

const NOTHING_SEEN: ReadonlyMap<string, SeenImage> = new Map();

/**
 * What is known of the very bits that a container runs: of its digest. A tag without one counts as what it stood for, unless it
 * is meant to move. Registries are asked first: they know what a tag stands for.
 */
export function recordedOf(
  image: ImageReference | null,
  lock: ReadonlyMap<string, LockedImage>,
  seen: ReadonlyMap<string, SeenImage> = NOTHING_SEEN,
): Recorded | undefined {
  const locked = lockedOf(image, lock);
  if (locked?.config !== undefined)
    return { config: locked.config, kind: 'registry', at: locked.digest, by: '', isSure: true };
  const found = seenOf(image, seen);
  if (found === undefined) return undefined;
  const { config, at, source, date, isOld, digests } = found;
  const isExact = image?.digest !== undefined;
  // Somebody has pushed the tag again.
  const isOther = locked !== undefined && digests.length > 0 && !digests.includes(locked.digest);
  const by = `, as ${source} found on ${date}`;
  return { config, kind: 'inspect', at, by, isSure: isExact || (!isOld && !isOther) };
}

function seenOf(image: ImageReference | null, seen: ReadonlyMap<string, SeenImage>): SeenImage | undefined {
  if (image === null || image.hasVariables || seen.size === 0) return undefined;
  const { digest } = image;
  if (digest === undefined) return isMovingTag(image.tag) ? undefined : seen.get(fullReference(image));
  return [...seen.values()].find(each => each.digests.includes(digest));
}

function lockedOf(
  image: ImageReference | null,
  lock: ReadonlyMap<string, LockedImage>,
): LockedImage | undefined {
  if (image === null || image.hasVariables || lock.size === 0) return undefined;
  const { digest } = image;
  if (digest === undefined) return isMovingTag(image.tag) ? undefined : lock.get(fullReference(image));
  // The same bits are the same image under every name.
  return [...lock.values()].find(each => each.digest === digest && each.config !== undefined);
}

/** @param start what the manifest starts in it: the user holds for all, the rest for the image's own entrypoint */
export function recordedFacts({ config, kind, at, by, isSure }: Recorded, { command }: Start): RecordedFacts {
  const of = config.platform === undefined ? '' : ` (${config.platform})`;
  const fact = <T>(value: T, says: string, verified = isSure): Fact<T> => {
    const evidence: Evidence = { kind, at, says: `the image itself ${says}${of}${by}` };
    return { value, evidence, verified };
  };
  const { name, uid, gid } = userOf(config);
  const isOwn = command === undefined || command.length === 0;
  const { volumes } = config;
  return {
    imageUser: fact(name, `starts as ${name}`),
    user: uid === undefined ? undefined : fact(uid, `runs as UID ${uid}`),
    group: uid === undefined || gid === undefined ? undefined : fact(gid, `runs as GID ${gid}`),
    ports: isOwn ? portsOf(config) : [],
    // It keeps data there; what else it writes nobody has said.
    writes:
      isOwn && volumes.length > 0 ? fact(volumes, `has volumes ${volumes.join(', ')}`, false) : undefined,
    entrypoint: config.entrypoint,
  };
}

/** `1000:1000`, `nginx`, `0`; a number that is root's is none of a user. */
function userOf({ user = 'root' }: ImageConfig): {
  readonly name: string;
  readonly uid?: number;
  readonly gid?: number;
} {
  const [name = '', group = ''] = user.split(':');
  if (name === '' || Number(name) === 0) return { name: 'root' };
  if (!/^\d+$/.test(name)) return { name };
  return { name, uid: Number(name), ...(/^\d+$/.test(group) && { gid: Number(group) }) };
}

/** `8080/tcp`; a range (`8000-8010/tcp`) is no port that somebody could probe. */
function portsOf({ ports }: ImageConfig): readonly number[] {
  return ports.flatMap(port => {
    const [, number] = /^(\d+)(?:\/tcp)?$/.exec(port) ?? [];
    return number === undefined ? [] : [Number(number)];
  });
}
