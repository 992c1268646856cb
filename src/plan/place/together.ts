/** Parts of a fix that must not stand without each other: what wants a volume, and the volume (placement.md). */

import type { FieldPath } from '../../transform.ts';
import { groupedBy } from '../rendered/grouped.ts';
import { heightOf, reaches } from '../rendered/heights.ts';
import { isField, type Placed, type PlacedField, placeKey } from './types.ts';

/**
 * Places that are too low: a mount, or a read-only root, whose volumes all stand in layers above it. What else takes the layer in
 * would have the one without the other.
 *
 * @returns what speaks against each
 */
export function placesWithoutVolumes(
  placed: readonly Placed[],
): (readonly [place: string, reason: string])[] {
  const fields = placed.filter(isField);
  return [...groupedBy(fields, ({ goal }) => goal.sourceId).values()].flatMap(group => {
    const volumes = group.filter(({ goal }) => isVolume(goal.path));
    if (volumes.length === 0) return [];
    return group
      .filter(each => !isVolume(each.goal.path) && standsBelowAll(each, volumes))
      .map(({ goal, level }) => [placeKey(goal, level), 'its volumes stand further up'] as const);
  });
}

function isVolume(path: FieldPath): boolean {
  return path.includes('volumes');
}

/** Whether whoever wants the field has its volumes above it. By what they want: the volumes may have other names in each root. */
function standsBelowAll({ level, serves }: PlacedField, volumes: readonly PlacedField[]): boolean {
  return serves.every(({ object, findings }) => {
    if (object === null) return false;
    const heights = volumes
      .filter(each => isWantedBy(each, findings) && reaches(object, each.level))
      .map(each => heightOf(object, each.level));
    return heights.length > 0 && heights.every(height => height > heightOf(object, level));
  });
}

function isWantedBy({ serves }: PlacedField, findings: readonly string[]): boolean {
  return serves.some(wanting => wanting.findings.some(key => findings.includes(key)));
}
