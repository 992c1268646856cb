/** Volumes for written paths: names that stay the same from run to run, sizes. */

import type { Container, JsonObject, Workload } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { claimTemplates, mountsOf, normalPath } from '../shared/pods.ts';

/** Directories for small, short-lived files. */
const SMALL = /^\/(?:tmp|var\/tmp|run|var\/run)(?:\/|$)/;
const LONGEST_NAME = 63;

export interface Sizes {
  readonly sizeLimit?: string;
  readonly largeSizeLimit?: string;
}

/** The emptyDir for a path, with a limit where the options say one: a pod that reaches a limit is evicted. */
export function emptyDirFor(path: string, { sizeLimit, largeSizeLimit }: Sizes): JsonObject {
  const limit = SMALL.test(`${path}/`) ? sizeLimit : largeSizeLimit;
  return limit === undefined ? {} : { sizeLimit: limit };
}

/**
 * Names for the volumes of one container, none of them taken in its pod.
 *
 * A path that several containers of the pod write gets the container's name too. Whether they do is read from facts
 * and mounts alike, so that the name does not depend on which of them is fixed first.
 */
export function volumeNames(container: Container, paths: readonly string[]): ReadonlyMap<string, string> {
  const { workload } = container;
  const taken = new Set([
    ...mapsIn(workload.pod.volumes).map(volume => String(volume.name)),
    ...claimTemplates(workload),
  ]);
  const names = new Map<string, string>();
  for (const path of paths) {
    const slug = slugOf(path);
    const own = limited(`${slug}-${container.name}`);
    const candidates = writers(workload, path) > 1 ? [own] : [slug, own];
    const name = candidates.find(each => !taken.has(each)) ?? numbered(own, taken);
    taken.add(name);
    names.set(path, name);
  }
  return names;
}

/** `/var/cache/nginx` -> `var-cache-nginx` */
export function slugOf(path: string): string {
  const slug = path
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return limited(slug === '' ? 'root' : slug);
}

function limited(name: string): string {
  return name.slice(0, LONGEST_NAME).replace(/-+$/, '');
}

function numbered(name: string, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number++) {
    const candidate = `${name.slice(0, LONGEST_NAME - 4)}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Containers of the pod that write a path, or have an emptyDir there already. */
function writers(workload: Workload, path: string): number {
  return workload.containers.filter(
    each =>
      (each.facts.writes?.value ?? []).some(written => normalPath(written) === path) ||
      each.facts.data.some(written => normalPath(written) === path) ||
      mountsOf(each).some(mount => mount.path === path && mount.volume === 'emptyDir'),
  ).length;
}
