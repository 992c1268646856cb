/** Small things that every printer needs: plurals, one-line texts, tables. */
import { withoutCredentials } from './secrets/mask.ts';

/** `1 fix`, `2 fixes` */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Control characters, which a manifest could use to write over the terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this finds
const CONTROL = /[\s\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g;

/** A text from a repository, safe for a terminal: one line, no control characters, no credentials of URLs. */
export function oneLine(text: string): string {
  return withoutCredentials(text.replace(CONTROL, ' ').trim());
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

/** `file:line` taken apart; the line is 1 when there is none. */
export function splitAt(at: string): { readonly file: string; readonly line: number } {
  const match = /^(.*):(\d+)$/.exec(at);
  return match ? { file: match[1]!, line: Number(match[2]) } : { file: at, line: 1 };
}

/** The folder of a root as a person writes it. */
export function folderName(folder: string): string {
  return folder === '' ? '.' : folder;
}
