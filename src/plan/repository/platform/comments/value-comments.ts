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

/** The same of every line of the list entry that a line belongs to: an image may be named on one and tagged on another. */
export function entryComments(files: Files, at: string): string[] {
  const [, file = '', number = ''] = /^(.+):(\d+)$/.exec(at) ?? [];
  const lines = linesOf(files.read(file) ?? '');
  const start = lines.slice(0, Number(number)).findLastIndex(line => /^\s*- /.test(line));
  if (start < 0) return [];
  const depth = lines[start]!.search(/\S/);
  const length = lines.slice(start + 1).findIndex(line => line.trim() !== '' && line.search(/\S/) <= depth);
  const end = length < 0 ? lines.length : start + 1 + length;
  return lines
    .slice(start, end)
    .flatMap((line, index) => (/\s#/.test(line) ? [saidAt(lines, start + index)] : []));
}

function saidAt(lines: readonly string[], line: number): string {
  let first = line;
  while (/^\s*#/.test(lines[first - 1] ?? '')) first--;
  const said = lines.slice(first, line + 1).flatMap(each => /(?:^|\s)#+\s*(.*)$/.exec(each)?.[1] ?? []);
  return said.join(' ').trim();
}
