/** Whole lines around a place: where new ones go, which ones go away. */
import { lineEnd, lineStart, nextLine } from '../text/source-text.ts';
import type { Splice } from '../text/splice.ts';

/** Whether only blanks stand before an offset on its line. */
export function startsLine(text: string, offset: number): boolean {
  return /^ *$/.test(text.slice(lineStart(text, offset), offset));
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
  return { start: at, end: at, text: atLineStart ? block + eol : eol + block };
}

/** The lines from one offset's to another's taken away, line ends included. */
export function removeLines(text: string, start: number, end: number): Splice {
  const first = lineStart(text, start);
  const behind = nextLine(text, end);
  if (behind < text.length) return { start: first, end: behind, text: '' };

  // At the text's end blank lines above would be left over; without a final line end the one above goes too.
  const above = text.slice(0, first);
  const kept = above.replace(/(?:\r?\n[ \t]*)+$/, '');
  if (!text.endsWith('\n')) return { start: kept.length, end: behind, text: '' };
  return { start: kept === '' ? first : nextLine(text, kept.length), end: behind, text: '' };
}
