/** In which file and folder something is written. */

import type { FieldPath, Resource } from '../../src/transform.ts';

/** The file of a place, `file:line`. */
export function fileOf(place: string): string {
  return place.replace(/:\d+$/, '');
}

/** The folder of a file or a place: empty at the top of the repository. */
export function folderOf(place: string): string {
  return place.slice(0, Math.max(0, place.lastIndexOf('/')));
}

/** Whether a field is written in the file that declares the object, and not by a layer above it. */
export function isInManifest(path: FieldPath, resource: Resource): boolean {
  return fileOf(resource.where(path)) === fileOf(resource.where(['kind']));
}
