/** A new key of a map or item of a list that has others already. */
import type { Splice } from '../../text/splice.ts';
import { type Data, isCollection, isEmptyCollection, type YamlPath } from '../read/data.ts';
import type { SyntaxList, SyntaxMap } from '../read/nodes.ts';
import { Refusal } from '../read/refusal.ts';
import { MAX_LINE } from './break-flow.ts';
import { insertFlow } from './flow.ts';
import { entryLines, inline, itemLines } from './fragment.ts';
import { insertLines, lineAbove, lineBehind, standsAt, startsLine } from './lines.ts';
import { column, quoteOfItems, type Style } from './style.ts';

/** Names the existing key behind which a new key goes; null: first, undefined: at the end. */
export type KeyOrder = (path: YamlPath, keys: readonly string[], newKey: string) => string | null | undefined;

/** A key that a map does not have yet. */
export interface NewEntry {
  readonly key: string;
  readonly value: Data;
  /** Written above it. */
  readonly comment: string | undefined;
}

/**
 * New entries of a map that is not empty, each where it would stand if they came one after the other.
 *
 * @param order where one of them goes among the keys that are there by then
 */
export function insertEntries(
  text: string,
  map: SyntaxMap,
  added: readonly NewEntry[],
  order: (keys: readonly string[], key: string) => string | null | undefined,
  style: Style,
): Splice[] {
  if (map.bare || map.entries.some(each => each.complex)) throw new Refusal('explicit key', map.start);
  if (map.flow) {
    // All in one line: only one at a time finds its neighbours where they were read.
    const [entry] = added as [NewEntry];
    const index = indexOfNewKey(
      map.entries.map(each => each.key),
      entry.key,
      order,
    );
    return insertFlow(text, map, index, { ...entry, quote: null }, style);
  }
  const at = column(text, map.entries[0]!.start);
  const spread = at === 0 && separatesSections(text, map);
  const parts: Part[] = map.entries.map(({ key, start, end }) => ({ key, start, end }));
  for (const { key, value, comment } of added) {
    const index = indexOfNewKey(
      parts.map(part => part.key),
      key,
      order,
    );
    const lines = [...commentLines(comment, at), ...entryLines(key, value, at, style)];
    const written = spread && index > 0 && isCollection(value) ? ['', ...lines] : lines;
    parts.splice(index, 0, { key, lines: written, place: placeAmong(text, parts, index, at) });
  }
  return writeParts(text, parts, at, style);
}

/** The index among the keys at which a new one goes. */
function indexOfNewKey(
  keys: readonly string[],
  key: string,
  order: (keys: readonly string[], key: string) => string | null | undefined,
): number {
  const after = order(keys, key);
  if (after === undefined) return keys.length;
  if (after === null) return 0;
  const index = keys.indexOf(after);
  return index === -1 ? keys.length : index + 1;
}

/** Whether the sections of a document (top-level keys with several lines) are set apart by blank lines. */
function separatesSections(text: string, map: SyntaxMap): boolean {
  const sections = map.entries
    .map((entry, index) => ({ ...entry, behind: map.entries[index - 1]?.end }))
    .filter(({ behind, value }) => behind !== undefined && value.kind !== 'scalar' && value.kind !== 'alias');
  // A blank line that a block of text keeps is its own.
  const apart = sections.filter(({ start, behind }) =>
    /\n[ \t]*\r?\n$/.test(text.slice(behind, lineAbove(text, start, 0))),
  );
  return apart.length > 0 && apart.length * 2 > sections.length;
}

/** New items before the one at `index`, in a list that is not empty; in flow style one. */
export function insertItems(
  text: string,
  list: SyntaxList,
  index: number,
  { values, comment }: { readonly values: readonly Data[]; readonly comment: string | undefined },
  style: Style,
): Splice[] {
  const quote = quoteOfItems(list);
  if (list.flow)
    return values.flatMap(value => insertFlow(text, list, index, { key: null, value, quote }, style));
  const at = column(text, list.items[0]!.start);
  const gap = gapOf(text, list);
  const parts: Part[] = list.items.map(({ start, end }) => ({ key: '', start, end }));
  const place = placeAmong(text, parts, index, at);
  const added = values.map((value, i) => {
    const lines = flowItem(value, list, at, gap, style) ?? itemLines(value, at, style, gap, quote);
    return { key: '', lines: i === 0 ? [...commentLines(comment, at), ...lines] : lines, place };
  });
  return writeParts(text, parts.toSpliced(index, 0, ...added), at, style);
}

/** A collection on one line, where every other item is a collection on one line and this one fits. */
function flowItem(value: Data, list: SyntaxList, at: number, gap: number, style: Style): string[] | null {
  if (!isCollection(value) || isEmptyCollection(value)) return null;
  if (!list.items.every(({ value }) => (value.kind === 'map' || value.kind === 'list') && value.flow))
    return null;
  const line = `${' '.repeat(at)}-${' '.repeat(gap)}${inline(value, style)}`;
  return line.length <= MAX_LINE ? [line] : null;
}

/** An entry or item that is there, or one that is added with the place where it goes: null is in front of all others. */
type Part =
  | { readonly key: string; readonly start: number; readonly end: number }
  | { readonly key: string; readonly lines: readonly string[]; readonly place: number | null };

/** Where lines go that are added before the part at `index`: the start of a line, or null in front of the first. */
function placeAmong(text: string, parts: readonly Part[], index: number, at: number): number | null {
  const previous = parts[index - 1];
  if (!previous) return null;
  if ('lines' in previous) return previous.place;
  // Deeper comments belong to the entry above; at the end those at its own column do, too.
  const behind = lineBehind(text, previous.end, at);
  // A list that stands at its key's column ends where the next key begins, and comments above a key are the key's.
  const ends = index === parts.length && !standsAt(text, behind, at);
  return ends ? behind : lineBehind(text, previous.end, at + 1);
}

/** Those that go to one place are written together. */
function writeParts(text: string, parts: readonly Part[], at: number, style: Style): Splice[] {
  const byPlace = new Map<number | null, string[]>();
  for (const part of parts) {
    if (!('lines' in part)) continue;
    const known = byPlace.get(part.place);
    if (known) known.push(...part.lines);
    else byPlace.set(part.place, [...part.lines]);
  }
  return [...byPlace].map(([place, lines]) => {
    if (place !== null) return insertLines(text, place, lines, style.eol);
    const first = parts.find(part => 'start' in part)!.start;
    if (startsLine(text, first)) return insertLines(text, lineAbove(text, first, at), lines, style.eol);
    // The first one stands behind a dash: the new one takes its place there and it moves to a line of its own.
    const written = lines.join(style.eol).slice(at);
    return { start: first, end: first, text: `${written}${style.eol}${' '.repeat(at)}` };
  });
}

function commentLines(comment: string | undefined, at: number): string[] {
  return (comment?.split('\n') ?? []).map(line => `${' '.repeat(at)}# ${line}`.trimEnd());
}

/** Blanks between dash and value, as the siblings have it. */
function gapOf(text: string, list: SyntaxList): number {
  for (const { start, value } of list.items) {
    const between = text.slice(start + 1, value.start);
    if (/^ +$/.test(between)) return between.length;
  }
  return 1;
}
