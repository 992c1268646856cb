/** In which file something is written. */

import type { FieldPath, Resource } from '../../src/transform.ts';

/** The file of a place, `file:line`. */
export function fileOf(place: string): string {
  return place.replace(/:\d+$/, '');
}

/** Whether a field is written in the file that declares the object, and not by a layer above it. */
export function isInManifest(path: FieldPath, resource: Resource): boolean {
  return fileOf(resource.where(path)) === fileOf(resource.where(['kind']));
}
