/** Whether a file is still what it was, without reading it: as git's index tells. */
import type { Stats } from 'node:fs';

/** Coarse clocks of file systems count two seconds. */
const COARSEST_CLOCK = 2000;

/** Another content has another mark, once the file is old enough. */
export function markOf({ dev, ino, mode, size, mtimeMs, ctimeMs }: Stats): string {
  return [dev, ino, mode, size, mtimeMs, ctimeMs].join(' ');
}

/**
 * Whether a change in the same tick of the clock would not show.
 *
 * @param began milliseconds: before the file was looked at
 */
export function isYoung({ mtimeMs, ctimeMs }: Stats, began: number): boolean {
  return Math.max(mtimeMs, ctimeMs) > began - COARSEST_CLOCK;
}
