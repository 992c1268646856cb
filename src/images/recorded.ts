/** What an image says of itself, as the lock file keeps it: it holds for the bits of its digest and for no others. */

import { fullReference, type ImageReference, isMovingTag } from '../kubernetes/image-reference.ts';
import type { Evidence, Fact, ImageConfig, LockedImage } from '../transform.ts';
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

/**
 * The entry that tells of the very bits that a container runs: that of its digest. A tag without one counts as what it stood
 * for, unless it is meant to move.
 */
export function recordedOf(
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
export function recordedFacts(
  { digest, config }: Pick<LockedImage, 'digest' | 'config'>,
  { command }: Start,
): RecordedFacts | undefined {
  if (config === undefined) return undefined;
  const of = config.platform === undefined ? '' : ` (${config.platform})`;
  const fact = <T>(value: T, says: string, verified = true): Fact<T> => {
    const evidence: Evidence = { kind: 'registry', at: digest, says: `the image itself ${says}${of}` };
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
