/** What is said of a written value right where it stands. */

import type { Files } from '../../../../kustomize/files/files.ts';
import { linesOf } from '../../../../text/lines.ts';

/** The comment on a line and in the lines right above it, as one text; '' where there is none. @param at `file:line` */
export function commentAt(files: Files, at: string): string {
  const [, file = '', number = ''] = /^(.+):(\d+)$/.exec(at) ?? [];
  return saidAt(linesOf(files.read(file) ?? ''), Number(number) - 1);
}

/** The same of the key at the margin of the file, where a value stands below that one: it speaks of all that is there. */
export function headingAt(files: Files, at: string, key: string): string {
  const [, file = '', number = ''] = /^(.+):(\d+)$/.exec(at) ?? [];
  const lines = linesOf(files.read(file) ?? '');
  let line = Number(number) - 1;
  while (line >= 0 && !/^[A-Za-z]/.test(lines[line] ?? '')) line--;
  return lines[line]?.startsWith(`${key}:`) ? saidAt(lines, line) : '';
}

function saidAt(lines: readonly string[], line: number): string {
  let first = line;
  while (/^\s*#/.test(lines[first - 1] ?? '')) first--;
  const said = lines.slice(first, line + 1).flatMap(each => /(?:^|\s)#+\s*(.*)$/.exec(each)?.[1] ?? []);
  return said.join(' ').trim();
}
