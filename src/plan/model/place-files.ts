import type { Fix, Place } from './result.ts';

/** All files that a place is written to. */
export function filesOfPlace(place: Place): readonly string[] {
  return [place.file, ...(place.with ?? [])];
}

/** All files that a fix is written to, sorted. */
export function filesOf({ places }: Pick<Fix, 'places'>): readonly string[] {
  return [...new Set(places.flatMap(filesOfPlace))].sort();
}
