/** Comments by which a value stands there and what follows from it is not decided. */

import type { Files } from '../../../../kustomize/files/files.ts';
import { linesOf } from '../../../../text/lines.ts';

/** The comment on a line, or in the lines right above it. @param at `file:line` */
export type LeftOpen = (at: string) => string | undefined;

const OPEN =
  /\b(?:is|are|still|remains?|left) (?:\w+ )?open\b|\bundecided\b|\b(?:to be|not(?: yet)?|yet to be) (?:decided|agreed|settled)\b|\bTBD\b/i;

export function leftOpen(files: Files): LeftOpen {
  return at => {
    const [, file = '', number = ''] = /^(.+):(\d+)$/.exec(at) ?? [];
    const lines = linesOf(files.read(file) ?? '');
    const line = Number(number) - 1;
    let first = line;
    while (/^\s*#/.test(lines[first - 1] ?? '')) first--;
    const said = lines.slice(first, line + 1).flatMap(each => /(?:^|\s)#+\s*(.*)$/.exec(each)?.[1] ?? []);
    return OPEN.test(said.join(' ')) ? said.join(' ').trim() : undefined;
  };
}
