/** Whole documents of a stream added and taken away. */
import { lineStart, nextLine } from '../../text/source-text.ts';
import type { Splice } from '../../text/splice.ts';
import { type Data, isCollection, isEmptyCollection } from '../read/data.ts';
import { splitDocuments } from '../read/documents.ts';
import { Refusal } from '../read/refusal.ts';
import { parseSyntax } from '../read/syntax.ts';
import { blockLines, inline } from './fragment.ts';
import { type Habits, styleNear } from './style.ts';

/** A document at the end of a stream. */
export function appendDocument(text: string, value: Data, eol: string, habits: Habits = {}): Splice[] {
  const spans = splitDocuments(text);
  const last = spans.at(-1);
  const lastText = last ? text.slice(last.start, last.end) : '';
  const neighbour = last ? parseSyntax(lastText) : parseSyntax('{}');
  const style = styleNear(lastText, neighbour, lastText.length, eol, habits);
  if (style.json) throw new Refusal('a JSON file holds one document');

  const lines =
    isCollection(value) && !isEmptyCollection(value) ? blockLines(value, 0, style) : [inline(value, style)];
  const separator = last && !/(?:^|\n)---[^\n]*\n\s*$/.test(text) ? `---${eol}` : '';
  const finalNewline = text.length === 0 || text === '\uFEFF' || text.endsWith('\n');
  const written = separator + lines.join(eol);
  return [{ start: text.length, end: text.length, text: finalNewline ? written + eol : eol + written }];
}

/** A document and one of the separators beside it. */
export function dropDocument(text: string, doc: number): Splice[] {
  const span = splitDocuments(text)[doc];
  if (!span) throw new Refusal('no such document');
  const separator = lineStart(text, span.start - 1);
  if (span.start > 1 && text.startsWith('---', separator)) {
    const finalNewline = text.endsWith('\n');
    const start =
      finalNewline || span.end < text.length || separator === 0 ? separator : lineStart(text, separator) - 1;
    return [{ start, end: span.end, text: '' }];
  }
  // The first document: its leading `---`, if it has one, serves the next.
  const lead = text.startsWith('---', span.start) ? nextLine(text, span.start) : span.start;
  const next = span.end < text.length ? nextLine(text, span.end) : span.end;
  return [{ start: lead, end: next, text: '' }];
}
