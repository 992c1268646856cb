/** Lists in a line: cut where they grow too long, with how many are left out. */

/** Of what a list shows. */
export const MOST = 5;

interface ListOptions {
  readonly most?: number;
  /** Columns that it may take; the first item is cut to them where it alone is too long. */
  readonly width?: number;
  readonly separator?: string;
}

/** `a, b and 3 more` */
export function shown(
  items: readonly string[],
  { most = MOST, width = Number.POSITIVE_INFINITY, separator = ', ' }: ListOptions = {},
): string {
  for (let number = Math.min(items.length, most); number > 1; number--) {
    const text = items.slice(0, number).join(separator) + restOf(items, number);
    if (text.length <= width) return text;
  }
  const [first = ''] = items;
  const rest = restOf(items, 1);
  return cutTo(first, width - rest.length) + rest;
}

function restOf(items: readonly string[], shown: number): string {
  return items.length > shown ? ` and ${items.length - shown} more` : '';
}

/** A text in so many columns; what is left of one that is longer ends with dots. */
export function cutTo(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(width - 3, 1)).trimEnd()}...`;
}
