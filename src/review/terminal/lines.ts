/** Lines of a screen: cut to its width first, painted then. */

import { paintDiffLine } from '../../report/diff/diff.ts';
import type { Colors } from '../../report/words/colors.ts';
import { cutTo } from '../../report/words/list.ts';
import { extentOf } from './scrolls.ts';

/** A line that is as wide as the screen at most. */
export type Line = string;

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this finds
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A line of a file, with nothing in it that a terminal obeys. */
export function visible(text: string): string {
  return text.replaceAll('\t', '    ').replaceAll('\u001b', '\u241b').replace(CONTROL, '\u00b7');
}

/** Lines of hunks, as they are or as a filter of the user's has painted them. */
export function diffLines(
  lines: readonly string[],
  colors: Colors,
  columns: number,
  filter: ((lines: readonly string[]) => readonly string[] | undefined) | undefined,
): Line[] {
  const shown = lines.map(visible);
  const painted = (line: string) => paintDiffLine(line, colors);
  const filtered = colors.isEnabled ? filter?.(shown.map(painted)) : undefined;
  return shown.flatMap((line, index) => {
    const own = filtered?.[index];
    // What is changed is what is looked at: nothing of it is cut.
    if (isChanged(line)) return brokenPainted(own ?? painted(line), columns);
    return own === undefined ? painted(cutTo(line, columns)) : cutPainted(own, columns);
  });
}

function isChanged(line: string): boolean {
  return line.startsWith('+') || line.startsWith('-');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const SEQUENCE = /(\u001b\[[0-9;:]*m)|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b\[[0-9;?]*[A-Za-z]/y;

/** Of escape sequences colours alone are kept: nothing else belongs into a line. */
export function cutPainted(text: string, columns: number): Line {
  return brokenPainted(text, columns)[0]!;
}

/** In as many lines as it takes, each in the colour that the one before ends with. */
function brokenPainted(text: string, columns: number): Line[] {
  const lines: string[] = [];
  let [line, width, last] = ['', 0, ''];
  for (let at = 0; at < text.length; ) {
    SEQUENCE.lastIndex = at;
    const [sequence, colour = ''] = SEQUENCE.exec(text) ?? [];
    if (sequence !== undefined) {
      line += colour;
      if (colour !== '') last = colour;
      at += sequence.length;
      continue;
    }
    if (width === columns) {
      lines.push(line);
      [line, width] = [last, 0];
    }
    line += visible(text[at]!);
    width++;
    at++;
  }
  return [...lines, line].map(each => (each.includes('\u001b') ? `${each}\u001b[0m` : each));
}

/** What fits of longer texts, with how much is left in the last line. */
export function windowOf(lines: readonly Line[], scroll: number, rows: number): readonly Line[] {
  if (lines.length <= rows) return lines;
  const { page: room, last } = extentOf(lines.length, rows);
  const start = Math.min(scroll, last);
  const rest = last - start;
  const says = rest > 0 ? `... ${rest} more ${rest === 1 ? 'line' : 'lines'} (blank or down)` : '(end)';
  return [...lines.slice(start, start + room), says];
}
