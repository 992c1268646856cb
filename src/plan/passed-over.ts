/** Why fixes stand no lower: the places below theirs, and who speaks against each. */
import { isDeepStrictEqual } from 'node:util';
import { folderOf } from '../kustomize/files/files.ts';
import { fixesOf } from './find/goals.ts';
import type { Level } from './model/level.ts';
import type { PassedOver } from './model/result.ts';
import type { Placed } from './place/types.ts';
import { groupedBy } from './rendered/grouped.ts';

/**
 * By fix id. Reasons of several goals of a fix, or of several rounds, are said once.
 *
 * @param nameOf the environment of a root, or its folder
 */
export function passedOver(
  placed: readonly Placed[],
  nameOf: (folder: string) => string,
): ReadonlyMap<string, readonly PassedOver[]> {
  const all = placed.flatMap(({ goal, passed = [] }) => {
    const source = goal.type === 'create' ? undefined : goal.sourceId;
    return fixesOf(goal).flatMap(id =>
      passed.flatMap(({ level, reason, objections }) => {
        const place = placeOf(level, source);
        if (objections.length === 0) return [{ id, place, reason, against: [] }];
        return [...groupedBy(objections, ({ says }) => says)].map(([says, alike]) => ({
          id,
          place,
          reason: says,
          against: [...new Set(alike.map(({ folder }) => nameOf(folder)))].sort(),
        }));
      }),
    );
  });
  const byFix = groupedBy(all, ({ id }) => id);
  return new Map([...byFix].map(([id, reasons]) => [id, once(reasons)]));
}

function once(reasons: readonly PassedOver[]): PassedOver[] {
  const alike = groupedBy(reasons, ({ place, reason }) => `${place}\0${reason}`);
  const each = [...alike.values()].map(([first, ...others]) => ({
    place: first.place,
    reason: first.reason,
    against: [...new Set([first, ...others].flatMap(({ against }) => against))].sort(),
  }));
  // A base is no better than its file, and for the same reason.
  return each.filter(({ place, ...says }) =>
    each.every(lower => folderOf(lower.place) !== place || !isDeepStrictEqual(says, withoutPlace(lower))),
  );
}

function withoutPlace({ place: _, ...says }: PassedOver): Omit<PassedOver, 'place'> {
  return says;
}

/** A file where one text is meant, a folder where a kustomization is. */
function placeOf(level: Level, sourceId: string | undefined): string {
  switch (level.type) {
    case 'source':
      return sourceId?.replace(/#\d+$/, '') ?? '';
    case 'text':
      return level.origin.by.file;
    case 'layer':
      return level.folder || '.';
  }
}
