/**
 * Parts of a fix that must not stand without each other (placement.md): what wants a volume, and the volume; what takes the place of
 * a field, and that it goes.
 */

import type { FieldPath } from '../../transform.ts';
import { groupedBy } from '../rendered/grouped.ts';
import { heightOf, reaches } from '../rendered/heights.ts';
import { isField, type Placed, type PlacedField, placeKey } from './types.ts';

/**
 * Places that are too low: what else takes the layer in would have one part without the other.
 *
 * @returns what speaks against each
 */
export function placesTooLow(placed: readonly Placed[]): Refused[] {
  const fields = placed.filter(isField);
  return [...groupedBy(fields, ({ goal }) => goal.sourceId).values()].flatMap(group => [
    ...belowAll(group, ({ path }) => isVolume(path), 'its volumes stand further up'),
    ...belowAll(group, ({ type }) => type === 'remove', 'what it takes the place of goes further up'),
    ...belowReplacement(group),
  ]);
}

type Refused = readonly [place: string, reason: string];

/** What is wanted with certain parts, and stands below all of them. */
function belowAll(
  group: readonly PlacedField[],
  isPart: (goal: PlacedField['goal']) => boolean,
  reason: string,
): Refused[] {
  const parts = group.filter(({ goal }) => isPart(goal));
  if (parts.length === 0) return [];
  return group
    .filter(each => !isPart(each.goal) && standsBelowAll(each, parts))
    .map(({ goal, level }) => [placeKey(goal, level), reason] as const);
}

/** A field that goes below all that comes in its place beside it: whoever else takes the layer in would have neither. */
function belowReplacement(group: readonly PlacedField[]): Refused[] {
  return group.flatMap(removed => {
    if (removed.goal.type !== 'remove') return [];
    const parts = group.filter(({ goal }) => goal.type === 'set' && isBeside(goal.path, removed.goal.path));
    return parts.length > 0 && standsBelowAll(removed, parts)
      ? [[placeKey(removed.goal, removed.level), 'what takes its place goes further up'] as const]
      : [];
  });
}

function isBeside(a: FieldPath, b: FieldPath): boolean {
  return a.length === b.length && JSON.stringify(a.slice(0, -1)) === JSON.stringify(b.slice(0, -1));
}

function isVolume(path: FieldPath): boolean {
  return path.includes('volumes');
}

/** Whether whoever wants the field has its other parts above it. By what they want: volumes may have other names in each root. */
function standsBelowAll({ level, serves }: PlacedField, parts: readonly PlacedField[]): boolean {
  return serves.every(({ object, findings }) => {
    if (object === null) return false;
    const heights = parts
      .filter(each => isWantedBy(each, findings) && reaches(object, each.level))
      .map(each => heightOf(object, each.level));
    return heights.length > 0 && heights.every(height => height > heightOf(object, level));
  });
}

function isWantedBy({ serves }: PlacedField, findings: readonly string[]): boolean {
  return serves.some(wanting => wanting.findings.some(key => findings.includes(key)));
}
