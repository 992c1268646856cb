/** Whole lines around a place: where new ones go, which ones go away. */
import { lineEnd, lineStart, nextLine } from '../../text/source-text.ts';
import type { Splice } from '../../text/splice.ts';

/** Whether only blanks stand before an offset on its line. */
export function startsLine(text: string, offset: number): boolean {
  return /^ *$/.test(text.slice(lineStart(text, offset), offset));
}

/** Whether something stands at a column of the line that starts at an offset, and nothing in front of it. */
export function standsAt(text: string, start: number, column: number): boolean {
  const line = text.slice(start, lineEnd(text, start));
  return line.trim() !== '' && line.length - line.trimStart().length === column;
}

/** Start of the first line behind an entry, the comment lines passed over that belong to the entry. */
export function lineBehind(text: string, end: number, commentColumn: number): number {
  let at = nextLine(text, end);
  for (;;) {
    const comment = /^( *)#/.exec(text.slice(at, lineEnd(text, at)));
    if (!comment || comment[1]!.length < commentColumn) return at;
    at = nextLine(text, at);
  }
}

/** Start of the first of the comment lines that stand directly above a line, at its column; else of the line. */
export function lineAbove(text: string, offset: number, column: number): number {
  let at = lineStart(text, offset);
  while (at > 0) {
    const previous = lineStart(text, at - 1);
    const comment = /^( *)#/.exec(text.slice(previous, at));
    if (!comment || comment[1]!.length !== column) return at;
    at = previous;
  }
  return at;
}

/** New lines at the start of a line; at a text's end without a line end they bring one in front instead. */
export function insertLines(text: string, at: number, lines: readonly string[], eol: string): Splice {
  const atLineStart = at === 0 || text[at - 1] === '\n';
  const block = lines.join(eol);
  // Without a line end behind it an empty last line would be none.
  const open = atLineStart || (lines.length > 1 && lines.at(-1) === '');
  return { start: at, end: at, text: (atLineStart ? '' : eol) + block + (open ? eol : '') };
}

/** The lines from one offset's to another's taken away, line ends included; nothing in front of `floor` goes. */
export function removeLines(text: string, start: number, end: number, floor: number): Splice {
  const first = lineStart(text, start);
  const behind = nextLine(text, end);
  if (behind < text.length) return { start: first, end: behind, text: '' };

  // At the text's end blank lines above would be left over; without a final line end the one above goes too.
  const blank = /(?:\r?\n[ \t]*)*$/.exec(text.slice(floor, first))![0].length;
  const kept = first - blank;
  // A block scalar's own empty last line needs its line end.
  const openLine = text[kept - 1] === '\n';
  if (!text.endsWith('\n') && !openLine) return { start: kept, end: behind, text: '' };
  return { start: blank === 0 ? first : nextLine(text, kept), end: behind, text: '' };
}
