/** A new key of a map or item of a list that has others already. */
import type { Splice } from '../text/splice.ts';
import { MAX_LINE } from './break-flow.ts';
import { type Data, isCollection, isEmptyCollection, type YamlPath } from './data.ts';
import { insertFlow } from './flow.ts';
import { entryLines, inline, itemLines } from './fragment.ts';
import { insertLines, lineAbove, lineBehind, startsLine } from './lines.ts';
import type { ListNode, MapNode } from './nodes.ts';
import { Refusal } from './refusal.ts';
import { column, quoteOfItems, type Style } from './style.ts';

/** Names the existing key behind which a new key goes; null: first, undefined: at the end. */
export type KeyOrder = (path: YamlPath, keys: readonly string[], newKey: string) => string | null | undefined;

/** The index among the entries at which a new key goes. */
export function indexOfNewKey(
  map: MapNode,
  path: YamlPath,
  key: string,
  order: KeyOrder | undefined,
): number {
  const keys = map.entries.map(entry => entry.key);
  const after = order?.(path, keys, key);
  if (after === undefined) return keys.length;
  if (after === null) return 0;
  const index = keys.indexOf(after);
  return index === -1 ? keys.length : index + 1;
}

/** A new entry before the one at `index`, in a map that is not empty. */
export function insertEntry(
  text: string,
  map: MapNode,
  index: number,
  entry: { readonly key: string; readonly value: Data; readonly comment: string | undefined },
  style: Style,
): Splice[] {
  if (map.bare || map.entries.some(each => each.complex)) throw new Refusal('explicit key', map.start);
  if (map.flow) return insertFlow(text, map, index, { ...entry, quote: null }, style);
  const at = column(text, map.entries[0]!.start);
  const lines = entryLines(entry.key, entry.value, at, style);
  const spaced = index > 0 && at === 0 && isCollection(entry.value) && separatesSections(text, map);
  return insertBlock(text, map.entries, index, lines, at, entry.comment, style, spaced);
}

/** Whether the sections of a document (top-level keys with several lines) are set apart by blank lines. */
function separatesSections(text: string, map: MapNode): boolean {
  const sections = map.entries
    .slice(1)
    .filter(({ value }) => value.kind !== 'scalar' && value.kind !== 'alias');
  const apart = sections.filter(({ start }) => {
    const above = lineAbove(text, start, 0);
    return above > 0 && /\n[ \t]*\r?\n$/.test(text.slice(0, above));
  });
  return apart.length > 0 && apart.length * 2 > sections.length;
}

/** A new item before the one at `index`, in a list that is not empty. */
export function insertItem(
  text: string,
  list: ListNode,
  index: number,
  item: { readonly value: Data; readonly comment: string | undefined },
  style: Style,
): Splice[] {
  const quote = quoteOfItems(list);
  if (list.flow) return insertFlow(text, list, index, { key: null, value: item.value, quote }, style);
  const at = column(text, list.items[0]!.start);
  const gap = gapOf(text, list);
  const lines = flowItem(item.value, list, at, gap, style) ?? itemLines(item.value, at, style, gap, quote);
  return insertBlock(text, list.items, index, lines, at, item.comment, style);
}

/** A collection on one line, where every other item is a collection on one line and this one fits. */
function flowItem(value: Data, list: ListNode, at: number, gap: number, style: Style): string[] | null {
  if (!isCollection(value) || isEmptyCollection(value)) return null;
  if (!list.items.every(({ value }) => (value.kind === 'map' || value.kind === 'list') && value.flow))
    return null;
  const line = `${' '.repeat(at)}-${' '.repeat(gap)}${inline(value, style)}`;
  return line.length <= MAX_LINE ? [line] : null;
}

function insertBlock(
  text: string,
  parts: readonly { readonly start: number; readonly end: number }[],
  index: number,
  lines: readonly string[],
  at: number,
  comment: string | undefined,
  style: Style,
  spaced = false,
): Splice[] {
  const commentLines = (comment?.split('\n') ?? []).map(line => `${' '.repeat(at)}# ${line}`.trimEnd());
  const previous = parts[index - 1];
  if (previous) {
    // Deeper comments belong to the entry above; at the map's end those at its own column do, too.
    const commentColumn = index === parts.length ? at : at + 1;
    const line = lineBehind(text, previous.end, commentColumn);
    const blank = spaced ? [''] : [];
    return [insertLines(text, line, [...blank, ...commentLines, ...lines], style.eol)];
  }
  const first = parts[0]!;
  if (startsLine(text, first.start)) {
    const line = lineAbove(text, first.start, at);
    return [insertLines(text, line, [...commentLines, ...lines], style.eol)];
  }
  // The first entry stands behind a dash: the new one takes its place there and it moves to a line of its own.
  const written = [...commentLines, ...lines].join(style.eol).slice(at);
  return [{ start: first.start, end: first.start, text: `${written}${style.eol}${' '.repeat(at)}` }];
}

/** Blanks between dash and value, as the siblings have it. */
function gapOf(text: string, list: ListNode): number {
  for (const { start, value } of list.items) {
    const between = text.slice(start + 1, value.start);
    if (/^ +$/.test(between)) return between.length;
  }
  return 1;
}
