/** A block scalar given new text: only the lines that differ change. */
import { lineEnd, nextLine } from '../../text/source-text.ts';
import type { Splice } from '../../text/splice.ts';
import type { SyntaxScalar } from '../read/nodes.ts';
import { literalHeader } from './fragment.ts';
import { matchItems } from './match.ts';

/** The splices for a literal block, or null when its header cannot stay (indentation indicator). */
export function updateLiteral(
  text: string,
  node: SyntaxScalar,
  content: string,
  eol: string,
): Splice[] | null {
  const header = text.slice(node.start, node.headerEnd);
  const lines = sourceLines(text, node, content.endsWith('\n\n'));
  const first = lines.find(line => line.text.trim() !== '');
  const wanted = literalHeader(content, 1);
  const explicit = /\d/.exec(header);
  if (!first || (!explicit && /\d/.test(wanted))) return null;
  const indent = explicit ? explicitIndent(lines, node.content) : /^ */.exec(first.text)![0].length;
  if (indent === null) return null;

  const chomp = /[-+]?$/.exec(wanted)![0];
  const newHeader = `|${explicit?.[0] ?? ''}${chomp}`;
  const splices: Splice[] = [];
  if (header.replace(/[-+]/, '') !== newHeader.replace(/[-+]/, '') || chompOf(header) !== chomp) {
    splices.push({ start: node.start, end: node.headerEnd, text: newHeader });
  }
  const newLines = content.split('\n');
  if (content.endsWith('\n')) newLines.pop();
  const oldLines = lines.map(line => line.text.slice(indent));
  return [...splices, ...lineSplices(text, lines, oldLines, newLines, indent, eol)];
}

interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Where a block ends that another text is written over. Blank lines that only a `+` made part of the old text also set
 * what follows apart: they stay, unless the new text ends in blank lines itself.
 */
export function blockEnd(text: string, node: SyntaxScalar, keepsBlanks: boolean): number {
  if (keepsBlanks || !text.slice(node.start, node.headerEnd).includes('+')) return node.end;
  let { end } = node;
  // A line of blanks alone would be text of another block.
  while (end > node.headerEnd && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--;
  return end;
}

function sourceLines(text: string, node: SyntaxScalar, keepsBlanks: boolean): Line[] {
  const lines: Line[] = [];
  const last = blockEnd(text, node, keepsBlanks);
  for (
    let at = nextLine(text, node.headerEnd);
    at <= last && text[at - 1] === '\n';
    at = nextLine(text, at)
  ) {
    const end = lineEnd(text, at);
    lines.push({ start: at, end, text: text.slice(at, end) });
  }
  return lines;
}

function explicitIndent(lines: readonly Line[], content: string): number | null {
  const index = lines.findIndex(line => line.text.trim() !== '');
  const line = content.split('\n')[index];
  if (line === undefined || !lines[index]!.text.endsWith(line)) return null;
  return lines[index]!.text.length - line.length;
}

function chompOf(header: string): string {
  return /[-+]/.exec(header)?.[0] ?? '';
}

function lineSplices(
  text: string,
  lines: readonly Line[],
  oldLines: readonly string[],
  newLines: readonly string[],
  indent: number,
  eol: string,
): Splice[] {
  const indented = (line: string) => (line === '' ? '' : ' '.repeat(indent) + line);
  const splices: Splice[] = [];
  const pairs = [
    ...matchItems(oldLines, newLines, (a, b) => a === b),
    [oldLines.length, newLines.length] as const,
  ];
  let oldAt = 0;
  let newAt = 0;
  for (const [oldNext, newNext] of pairs) {
    const gone = lines.slice(oldAt, oldNext);
    const come = newLines.slice(newAt, newNext).map(indented);
    if (gone.length > 0 && come.length > 0) {
      splices.push({ start: gone[0]!.start, end: gone.at(-1)!.end, text: come.join(eol) });
    } else if (come.length > 0) {
      const previous = lines[oldAt - 1];
      splices.push(
        previous
          ? { start: previous.end, end: previous.end, text: come.map(line => eol + line).join('') }
          : { start: lines[0]!.start, end: lines[0]!.start, text: come.map(line => line + eol).join('') },
      );
    } else if (gone.length > 0) {
      const previous = lines[oldAt - 1];
      splices.push(
        previous
          ? { start: previous.end, end: gone.at(-1)!.end, text: '' }
          : { start: gone[0]!.start, end: nextLine(text, gone.at(-1)!.end), text: '' },
      );
    }
    oldAt = oldNext + 1;
    newAt = newNext + 1;
  }
  return splices;
}
