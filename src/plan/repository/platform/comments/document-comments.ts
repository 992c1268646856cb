/** One document of a file, and its comments. */

import type { Files } from '../../../../kustomize/files/files.ts';
import { linesOf } from '../../../../text/lines.ts';

/** @param at `file:line` of anything in the document */
export function documentComments(files: Files, at: string): readonly string[] {
  return documentLines(files, at).flatMap(line => /(?:^|\s)#+\s*(.*)$/.exec(line)?.[1] ?? []);
}

/** All lines of the document. */
export function documentLines(files: Files, at: string): readonly string[] {
  const [, file = '', number = ''] = /^(.+):(\d+)$/.exec(at) ?? [];
  const lines = linesOf(files.read(file) ?? '');
  const isEnd = (line: string | undefined) => line === undefined || /^---(?:\s|$)/.test(line);
  let first = Number(number) - 1;
  while (!isEnd(lines[first - 1])) first--;
  let end = first;
  while (!isEnd(lines[end])) end++;
  return lines.slice(first, end);
}
