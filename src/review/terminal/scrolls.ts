/** Keys that move. */

/** How much of a screen can be moved. */
export interface Extent {
  /** Lines that are seen at once. */
  readonly page: number;
  /** The first line that is seen at the end. */
  readonly last: number;
  /** Which line of the text each of them is from, where long ones go on in the next. */
  readonly from?: readonly number[] | undefined;
}

/** Nothing is longer than the screen. */
export const STILL: Extent = { page: 1, last: 0 };

const BY_LINE: Readonly<Record<string, number>> = { up: -1, down: 1 };
const BY_PAGE: Readonly<Record<string, number>> = { ' ': 1, 'page-down': 1, 'page-up': -1 };

/** Where a key leads to; undefined where it does not move. */
export function scrolled(at: number, key: string, { page, last }: Extent): number | undefined {
  if (key === 'home') return 0;
  if (key === 'end') return last;
  const by = BY_LINE[key] ?? (BY_PAGE[key] ?? 0) * page;
  return by === 0 ? undefined : Math.min(Math.max(Math.min(at, last) + by, 0), last);
}

/** Of what is longer than the rows, whose last one says how much is left. */
export function extentOf(lines: number, rows: number, from?: readonly number[]): Extent {
  const page = lines > rows ? Math.max(rows - 1, 1) : Math.max(rows, 1);
  return { page, last: Math.max(lines - page, 0), from };
}

/** Where the line that was seen first stands once lines are broken elsewhere. */
export function keptPlace(at: number, before: Extent, after: Extent): number {
  const line = before.from?.[Math.min(at, before.last)];
  const place = line === undefined ? at : (after.from?.indexOf(line) ?? -1);
  return place < 0 ? at : place;
}
