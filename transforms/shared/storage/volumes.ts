/** New volumes for paths that a container writes: which it lacks, and names that stay the same from run to run. */

import type { Change, Container, JsonObject, Workload } from '../../../src/transform.ts';
import { isMap, mapsIn } from '../data.ts';
import { isInManifest } from '../places.ts';
import { claimTemplates, isWithin, mountsOf, normalPath } from '../pods.ts';

const LONGEST_NAME = 63;

/**
 * Names for the volumes of one container, none of them taken in its pod.
 *
 * A path that several containers of the manifest write gets the container's name too. Whether they do is read from facts
 * and mounts alike, so that the name does not depend on which of them is fixed first. That of a container which a layer adds
 * has it always: in every root the others are called as they are without it.
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
    const isShared = isAdded(container) || writers(workload, path) > 1;
    const candidates = isShared ? [own] : [slug, own];
    const name = candidates.find(each => !taken.has(each)) ?? numbered(own, taken);
    taken.add(name);
    names.set(path, name);
  }
  return names;
}

/** Whether a layer puts it beside containers of the manifest. One that stands in the place of all of them is what the pod is about. */
function isAdded({ path, workload }: Container): boolean {
  return !isInManifest(path, workload) && workload.containers.some(each => isInManifest(each.path, workload));
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

/** Containers of the manifest that write a path, or have an emptyDir there already. */
function writers(workload: Workload, path: string): number {
  const own = workload.containers.filter(each => isInManifest(each.path, workload));
  return own.filter(
    each =>
      (each.facts.writes?.value ?? []).some(written => normalPath(written) === path) ||
      each.facts.data.some(written => normalPath(written) === path) ||
      mountsOf(each).some(mount => mount.path === path && mount.volume === 'emptyDir'),
  ).length;
}

/** A volume and its mount. Both lists have keys, so each change adds one element. */
export function mountedAt(container: Container, path: string, name: string, emptyDir: JsonObject): Change[] {
  const { workload } = container;
  return [
    container.set(['volumeMounts', { mountPath: path }], { name, mountPath: path }),
    workload.set([...workload.podPath, 'volumes', { name }], { name, emptyDir }),
  ];
}

/**
 * True when a mount holds the path already, whatever is mounted: `mountPath` must be unique, and what is written to a
 * read-only mount fails today too. A mount above counts when it can be written.
 */
export function isCovered(container: Container, path: string): boolean {
  const isReadOnly = (volume: string | undefined) =>
    volume !== undefined && ['configMap', 'secret', 'projected', 'downwardAPI', 'image'].includes(volume);
  return mountsOf(container).some(mount => {
    if (mount.path === path) return true;
    return isWithin(path, mount.path) && !mount.readOnly && !isReadOnly(mount.volume);
  });
}

/** Names of the ConfigMaps that a volume of a container holds. */
export function configMapsOf({ workload }: Container, volume: unknown): string[] {
  const source = mapsIn(workload.pod.volumes).find(({ name }) => name === volume);
  if (source === undefined) return [];
  const projected = isMap(source.projected) ? mapsIn(source.projected.sources) : [];
  return [source, ...projected].flatMap(({ configMap }) =>
    isMap(configMap) && typeof configMap.name === 'string' ? [configMap.name] : [],
  );
}
