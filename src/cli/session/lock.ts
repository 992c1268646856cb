/**
 * Reads `kustomend.lock.yaml`: which digest a tag had when it was pinned, and for which platforms.
 *
 *     version: 1
 *     images:
 *       docker.io/library/busybox:1.36: {digest: sha256:..., platforms: [linux/amd64, linux/arm64/v8]}
 */

import { posix } from 'node:path';
import type { LoadedConfig } from '../../config/load.ts';
import type { ConfigProblem } from '../../config/problems.ts';
import type { Files } from '../../kustomize/files/files.ts';
import { OBSTACLES } from '../../text/obstacle.ts';
import type { LockedImage, Root } from '../../transform.ts';
import { isJsonMap } from '../../yaml/read/data.ts';
import { parseWithPositions } from '../../yaml/read/positions.ts';
import { FileProblems } from '../process/errors.ts';

const LOCK_FILE = 'kustomend.lock.yaml';
const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** `linux/arm64`, with a variant `linux/arm/v7`. */
const PLATFORM = /^[a-z0-9]+(?:\/[a-z0-9]+){1,2}$/;

/** @throws FileProblems */
export function readLock(files: Files, config: LoadedConfig): Root['repository']['lock'] {
  const file = posix.join(posix.dirname(config.path ?? LOCK_FILE), LOCK_FILE);
  const lock = new Map<string, LockedImage>();
  const obstacle = files.obstacle(file);
  if (obstacle !== undefined)
    throw new FileProblems([{ file, line: 1, column: 1, message: `${file} ${OBSTACLES[obstacle]}` }]);
  const text = files.read(file);
  if (text === undefined) return lock;
  const { data, errors, positionOf } = parseWithPositions(text);
  const problems: ConfigProblem[] = errors.map(error => ({ ...error, file }));
  const report = (path: readonly string[], message: string) =>
    problems.push({ file, ...positionOf(path), message });
  if (errors.length > 0) throw new FileProblems(problems);
  if (!isJsonMap(data) || data.version !== 1) report(['version'], 'expected version: 1');
  const images = isJsonMap(data) ? (data.images ?? {}) : {};
  if (!isJsonMap(images)) report(['images'], 'images: expected a map from image references to digests');
  for (const [image, entry] of Object.entries(isJsonMap(images) ? images : {})) {
    const digest = isJsonMap(entry) ? entry.digest : undefined;
    if (typeof digest !== 'string' || !DIGEST.test(digest)) {
      report(['images', image, 'digest'], `${image}: expected digest: sha256:... with 64 hexadecimal digits`);
      continue;
    }
    const platforms = isJsonMap(entry) ? entry.platforms : undefined;
    if (platforms !== undefined && !isPlatforms(platforms)) {
      report(['images', image, 'platforms'], `${image}: expected platforms: a list such as [linux/amd64]`);
      continue;
    }
    lock.set(image, { digest, at: `${file}:${positionOf(['images', image]).line}`, platforms });
  }
  if (problems.length > 0) throw new FileProblems(problems);
  return lock;
}

function isPlatforms(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string' && PLATFORM.test(item));
}
