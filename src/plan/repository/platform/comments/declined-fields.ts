/** Comments by which somebody has left a field out: `# Not readOnlyRootFilesystem: it writes a socket`. */

import type { Files } from '../../../../kustomize/files/files.ts';
import { linesOf } from '../../../../text/lines.ts';
import { memoized } from '../../../../text/memo.ts';
import { isPutOff } from './put-off.ts';

/** Names of fields that are no words besides: whoever writes one means the field. */
const NAME_OF_FIELD = /^[a-z]+(?:[A-Z][a-z]+)+$/;

interface Comment {
  /** Counted from 0. */
  readonly line: number;
  readonly text: string;
}

/**
 * What a comment says against a field, in the block that lacks it.
 *
 * @param at `file:line` of the block that the field would stand in, or of one above it
 * @param field its name; what is a word of prose too is none that a comment is taken to speak of
 */
export function declinedField(files: Files, at: string, field: string): string | undefined {
  if (!NAME_OF_FIELD.test(field)) return undefined;
  const colon = at.lastIndexOf(':');
  const file = at.slice(0, colon);
  const naming = commentsIn(files, file).filter(({ text }) => text.includes(field));
  // Nearly always: no block is looked for then.
  if (naming.length === 0) return undefined;
  const [first, end] = blockAt(linesOf(files.read(file) ?? ''), Number(at.slice(colon + 1)) - 1);
  return naming.find(({ line, text }) => line >= first && line < end && isDeclining(text, field))?.text;
}

/** What is not there yet is no decision. */
const OPEN = /\?|\b(?:yet|not sure|for now|until|remember)\b/i;
const ON_PURPOSE = '(?:(?:deliberately|intentionally|on purpose)[,:]? )?';
const LEFT_OUT =
  '(?:left out|omitted|off|unset|disabled|removed|not (?:set|used|wanted|needed)|breaks?|kills?)';

function isDeclining(said: string, field: string): boolean {
  if (OPEN.test(said) || isPutOff(said)) return false;
  const forms = [
    // `It binds port 80 as root, so no runAsNonRoot/readOnlyRootFilesystem here`
    `(?:^|[,;.] (?:so|hence|thus|therefore) )${ON_PURPOSE}no (?:\\w+[/,] ?){0,3}${field}\\b`,
    `^${ON_PURPOSE}(?:no|not|omit\\w*|skip\\w*|disabl\\w+|removed) (?!(?:only|just|setting|having|longer)\\b)(?:\\w+ ){0,2}?${field}\\b`,
    // `Without it the pod is refused` speaks for it.
    `^${ON_PURPOSE}without (?:\\w+ ){0,2}?${field}(?=[:,;.]|$| -)`,
    `\\b${field} (?:is |was )?${ON_PURPOSE}${LEFT_OUT}\\b`,
  ];
  return forms.some(form => new RegExp(form, 'i').test(said));
}

function commentsIn(files: Files, file: string): readonly Comment[] {
  const known = commentsOf(files);
  let comments = known.get(file);
  if (comments === undefined) {
    comments = linesOf(files.read(file) ?? '').flatMap((written, line) => {
      const text = /(?:^|\s)#+\s*(.*)$/.exec(written)?.[1];
      return text === undefined ? [] : [{ line, text }];
    });
    known.set(file, comments);
  }
  return comments;
}

/** Of the files of a workspace, which never change. */
const commentsOf = memoized((_: Files) => new Map<string, readonly Comment[]>());

/** The lines of a block: those that are deeper than its first, and comments right above it. */
function blockAt(lines: readonly string[], start: number): readonly [first: number, end: number] {
  const depth = depthOf(lines[start] ?? '');
  let first = start;
  while (/^\s*#/.test(lines[first - 1] ?? '')) first--;
  let end = start + 1;
  while (end < lines.length && isInside(lines[end]!, depth)) end++;
  return [first, end];
}

function isInside(line: string, depth: number): boolean {
  if (/^---(?:\s|$)/.test(line)) return false;
  return /^\s*(?:#|$)/.test(line) || depthOf(line) > depth;
}

/** Where its first key begins: `- name` is as deep as what follows below it. */
function depthOf(line: string): number {
  return /^[ ]*/.exec(line)![0].length;
}
