/** Entries and items of flow collections: `{a: 1}`, `[a, b]`, JSON, on one line or over several. */
import { lineEnd, lineStart, nextLine } from '../../text/source-text.ts';
import type { Splice } from '../../text/splice.ts';
import type { Data } from '../read/data.ts';
import type { SyntaxList, SyntaxMap } from '../read/nodes.ts';
import { flowInline, jsonLines, keyText } from './fragment.ts';
import { lineAbove, startsLine } from './lines.ts';
import type { Quote } from './quote.ts';
import { column, indentOf, type Style } from './style.ts';

interface Part {
  readonly start: number;
  readonly end: number;
}

type FlowCollection = SyntaxMap | SyntaxList;

/** An entry or item put before the one at `index`. */
export function insertFlow(
  text: string,
  collection: FlowCollection,
  index: number,
  part: { readonly key: string | null; readonly value: Data; readonly quote: Quote | null },
  style: Style,
): Splice[] {
  const parts = partsOf(collection);
  const tall = isTall(text, collection, parts);
  const at = tall ? column(text, parts[0]!.start) : 0;
  const written = partText(text, collection, part, at, tall, style);
  if (parts.length === 0) return [{ start: collection.start + 1, end: collection.end - 1, text: written }];
  const next = parts[index];
  if (!tall) {
    if (next) return [{ start: next.start, end: next.start, text: `${written}, ` }];
    const end = parts.at(-1)!.end;
    return [{ start: end, end, text: `, ${written}` }];
  }
  const line = ' '.repeat(at) + written;
  const previous = parts[index - 1];
  if (!previous) {
    const above = lineAbove(text, next!.start, at);
    return [{ start: above, end: above, text: `${line},${style.eol}` }];
  }
  const comma = commaBehind(text, previous.end);
  // The comment on the previous line stays there, so the new line goes behind it.
  const behind = lineEnd(text, comma === -1 ? previous.end : comma);
  const trailing = next || comma !== -1 ? ',' : '';
  const inserted = { start: behind, end: behind, text: `${style.eol}${line}${trailing}` };
  return comma === -1 ? [{ start: previous.end, end: previous.end, text: ',' }, inserted] : [inserted];
}

/** An entry or item taken away. */
export function removeFlow(text: string, collection: FlowCollection, index: number): Splice[] {
  const parts = partsOf(collection);
  const part = parts[index]!;
  if (parts.length === 1) return [{ start: collection.start + 1, end: collection.end - 1, text: '' }];
  const previous = parts[index - 1];
  const next = parts[index + 1];
  if (!isTall(text, collection, parts)) {
    if (next) return [{ start: part.start, end: next.start, text: '' }];
    return [{ start: previous!.end, end: part.end, text: '' }];
  }
  const comma = commaBehind(text, part.end);
  const lines = {
    start: lineStart(text, part.start),
    end: nextLine(text, comma === -1 ? part.end : comma),
    text: '',
  };
  if (next || comma !== -1) return [lines];
  const before = commaBehind(text, previous!.end);
  return [{ start: before, end: before + 1, text: '' }, lines];
}

/** Text of a collection that takes the place of an empty one of a JSON document. */
export function flowText(text: string, value: Data, start: number, style: Style): string {
  if (!style.json || !hasLines(text)) return flowInline(value, style);
  return jsonLines(value, indentOf(text, start), style).join(style.eol);
}

function partsOf(collection: FlowCollection): readonly Part[] {
  return collection.kind === 'map' ? collection.entries : collection.items;
}

/** Whether each part has a line of its own, the brackets too. */
function isTall(text: string, collection: FlowCollection, parts: readonly Part[]): boolean {
  if (parts.length === 0 || !parts.every(part => startsLine(text, part.start))) return false;
  return startsLine(text, collection.end - 1);
}

function partText(
  text: string,
  collection: FlowCollection,
  part: { readonly key: string | null; readonly value: Data; readonly quote: Quote | null },
  at: number,
  tall: boolean,
  style: Style,
): string {
  const value =
    style.json && tall
      ? jsonLines(part.value, at, style).join(style.eol)
      : flowInline(part.value, style, part.quote);
  if (part.key === null) return value;
  return `${keyText(part.key, keyStyle(collection, style), true)}${colonOf(text, collection)}${value}`;
}

function keyStyle(collection: FlowCollection, style: Style): Style {
  const allQuoted =
    collection.kind === 'map' && collection.entries.length > 0 && collection.entries.every(e => e.keyQuoted);
  return allQuoted ? { ...style, json: true } : style;
}

/** `:` as the siblings write it; only behind a quoted key may the blank be absent. */
function colonOf(text: string, collection: FlowCollection): string {
  const sibling = collection.kind === 'map' ? collection.entries[0] : undefined;
  return sibling?.keyQuoted && text.slice(sibling.keyEnd, sibling.value.start) === ':' ? ':' : ': ';
}

function commaBehind(text: string, end: number): number {
  // Blanks and comments may stand between a part and its comma.
  const match = /^(?:\s|#[^\n]*\n)*,/.exec(text.slice(end));
  return match ? end + match[0].length - 1 : -1;
}

function hasLines(text: string): boolean {
  return text.trimEnd().includes('\n');
}
