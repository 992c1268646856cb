/** What a comment at a written value says of it. */
import type { Files } from '../../kustomize/files/files.ts';
import { linesOf } from '../../text/lines.ts';
import { isPutOff } from './platform/comments/put-off.ts';

/** What is meant for programs. */
const FOR_PROGRAMS = /^(?:kustomend:|renovate:|yamllint|checkov:|\{)/;
/** Words by which a comment gives a reason; others only mark the line. */
const REASON =
  /\b(?:as|because|belongs?|breaks?|by design|can't|cannot|deliberate(?:ly)?|doesn't|due to|fails?|for|intended|intentional(?:ly)?|must|needs?|needed|on purpose|otherwise|owns?|requires?|required|since|so that|to \w+|unless|uses?|won't|writes?)\b/i;
const SCALAR = /^( *)[\w./-]+: *[^\s#&*|>[{]/;

/** @param at `file:line` of the value */
export function explanationAt(files: Files, at: string): string | undefined {
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
