/** What a comment at a written value says of it. */
import type { Files } from '../../kustomize/files/files.ts';
import { linesOf } from '../../text/lines.ts';
import type { Json } from '../../transform.ts';
import { documentLines } from './platform/comments/document-comments.ts';
import { isPutOff } from './platform/comments/put-off.ts';

/** What is meant for programs. */
const FOR_PROGRAMS = /^(?:kustomend:|renovate:|yamllint|checkov:|\{)/;
/** Words by which a comment gives a reason; others only mark the line. */
const REASON =
  /\b(?:as|because|belongs?|breaks?|by design|can't|cannot|deliberate(?:ly)?|doesn't|due to|fails?|for|intended|intentional(?:ly)?|must|needs?|needed|on purpose|otherwise|owns?|requires?|required|since|so that|to \w+|unless|uses?|won't|writes?)\b/i;
const SCALAR = /^( *)[\w./-]+: *[^\s#&*|>[{]/;

/** No word of prose: whoever writes it speaks of the field. */
const NAME_OF_VALUE = /^[A-Z][a-z]{4,}(?:[A-Z][a-z]+)*$/;
/** What is open, or speaks against it. */
const AGAINST = /\?|\b(?:not|never|no|instead|should|wrong|until|yet)\b/i;

/**
 * What a comment says of a written value: at its line, else of the value by its name in the document, or at the head of the file.
 *
 * @param at `file:line` of the value
 */
export function explanationOf(files: Files, at: string, value: Json | undefined): string | undefined {
  const here = explanationAt(files, at);
  if (here !== undefined || typeof value !== 'string' || !NAME_OF_VALUE.test(value)) return here;
  const lines = linesOf(files.read(at.slice(0, at.lastIndexOf(':'))) ?? '');
  return reasonFor(value, documentLines(files, at), commentsIn) ?? reasonFor(value, lines, headOf);
}

/** Of a value that stands there once: else it is not known which one is meant. */
function reasonFor(
  value: string,
  lines: readonly string[],
  comments: (lines: readonly string[]) => readonly string[],
): string | undefined {
  const written = new RegExp(`^[^#]*:\\s*["']?${value}\\b`);
  if (lines.filter(line => written.test(line)).length !== 1) return undefined;
  const named = new RegExp(`\\b${value}\\b`, 'i');
  return sentencesOf(comments(lines)).find(said => named.test(said) && !AGAINST.test(said) && isReason(said));
}

/** The texts of comments; '' where something else stands between them. */
function commentsIn(lines: readonly string[]): readonly string[] {
  return lines.map(line => /^\s*#+\s*(.*)$/.exec(line)?.[1] ?? '');
}

/** Those before anything is said. */
function headOf(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex(line => !/^\s*(?:#|---|$)/.test(line));
  return commentsIn(lines.slice(0, Math.max(end, 0)));
}

/** They go on over lines of comment, up to an empty one. */
function sentencesOf(comments: readonly string[]): readonly string[] {
  return comments
    .map(comment => (comment === '' ? '\n' : comment))
    .join(' ')
    .split(/\s*\n\s*|(?<=[.;!])\s+/);
}

/** @param at `file:line` of the value */
function explanationAt(files: Files, at: string): string | undefined {
  const colon = at.lastIndexOf(':');
  const lines = linesOf(files.read(at.slice(0, colon)) ?? '');
  const index = Number(at.slice(colon + 1)) - 1;
  const line = lines[index] ?? '';
  const behind = /\s#\s*(.+)$/.exec(line.trimEnd())?.[1];
  if (isReason(behind)) return behind;
  const indent = SCALAR.exec(line)?.[1];
  const above = indent === undefined ? undefined : commentAbove(lines, index, indent);
  return isReason(above) ? above : undefined;
}

function isReason(comment: string | undefined): comment is string {
  return comment !== undefined && REASON.test(comment) && !FOR_PROGRAMS.test(comment) && !isPutOff(comment);
}

/** The lines of comment right above a line, as deep as it stands: what is less deep speaks of more. */
function commentAbove(lines: readonly string[], index: number, indent: string): string | undefined {
  const said: string[] = [];
  for (let above = index - 1; lines[above]?.startsWith(`${indent}#`); above--)
    said.unshift(lines[above]!.slice(indent.length + 1).trim());
  return said.length === 0 ? undefined : said.join(' ');
}
