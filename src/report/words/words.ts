/** Small things that every printer needs: plurals, one-line texts, tables. */
import type { Fix } from '../../plan/model/result.ts';
import { withoutCredentials } from '../secrets/mask.ts';
import { MOST, shown } from './list.ts';

/** Columns of a line: of everything that people read. */
export const WIDTH = 100;

/** `1 fix`, `2 fixes` */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Control characters, which a manifest could use to write over the terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this finds
const CONTROL = /[\s\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069]+/g;

/** A text from a repository, safe for a terminal: one line, no control characters, no credentials of URLs. */
export function oneLine(text: string): string {
  return withoutCredentials(text.replace(CONTROL, ' ').trim());
}

/** What stands for the name where a root has no environment. */
export const NO_ENVIRONMENT = 'no environment';

/** `a, b and c`; of more than a list shows `a, b, c, d, e and 3 more` */
export function enumerated(items: readonly string[]): string {
  if (items.length > MOST) return shown(items);
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** A text in lines, broken at blanks: a longer word keeps a line to itself. */
export function wrapped(text: string, indent = '', width = WIDTH): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && indent.length + longer.length > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = longer;
    }
  }
  return line === '' ? lines : [...lines, indent + line];
}

/** A text in lines of which all but the first are set in. */
export function hanging(text: string, indent = '    ', width = WIDTH): string[] {
  return wrapped(text, indent, width).map((line, index) => (index === 0 ? line.slice(indent.length) : line));
}

/** Columns aligned by blanks; numbers to the right. Lines have no trailing blanks. */
export function table(rows: readonly (readonly (string | number)[])[], gap = 2): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, String(cell).length);
  }
  return rows.map(row =>
    row
      .map((cell, i) =>
        typeof cell === 'number' ? String(cell).padStart(widths[i]!) : cell.padEnd(widths[i]!),
      )
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}

/** `Deployment/web`, `Deployment/web, container api` */
export function subjectText({ kind, name, container }: Fix['subject']): string {
  return oneLine(`${kind}/${name}${container === undefined ? '' : `, container ${container}`}`);
}

/** `file:line` taken apart; the line is 1 when there is none. */
export function splitAt(at: string): { readonly file: string; readonly line: number } {
  const match = /^(.*):(\d+)$/.exec(at);
  return match ? { file: match[1]!, line: Number(match[2]) } : { file: at, line: 1 };
}

/** The folder of a root as a person writes it. */
export function folderName(folder: string): string {
  return folder === '' ? '.' : folder;
}
