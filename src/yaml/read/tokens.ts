/** Where tokens of the library's syntax tree begin and end, and what they say. */

import type { CST } from 'yaml';

/** Length of a block scalar's source up to its last line of text; `|+` counts blank lines as text. */
export function textLength({ source, indent }: CST.BlockScalar, header: string): number {
  if (header.includes('+')) return source.replace(/\r?\n$/, '').length;
  const first = /^ *(?=[^ \r\n])/m.exec(source);
  if (!first) return 0;
  const explicit = /\d/.exec(header);
  const column = explicit ? indent + Number(explicit[0]) : first[0].length;
  // Blanks behind the block's column are text.
  let length = source.length;
  for (;;) {
    const line = source.lastIndexOf('\n', length - 1) + 1;
    const text = source.slice(line, length).replace(/\r$/, '');
    if (text.length > column || /[^ ]/.test(text)) return line + text.length;
    length = line - 1;
  }
}

export function startOf(token: CST.Token): number {
  return token.type === 'block-map' && token.items[0]?.start.length
    ? Math.min(token.offset, token.items[0].start[0]!.offset)
    : token.offset;
}

export function closingEnd(token: CST.FlowCollection): number {
  const closing = token.end.find(end => end.type === 'flow-map-end' || end.type === 'flow-seq-end');
  return closing ? closing.offset + 1 : token.offset + 1;
}

/** Behind the last indicator, anchor or tag. */
export function tokensEnd(tokens: readonly CST.SourceToken[]): number | null {
  const last = tokens.findLast(token => !['space', 'newline', 'comment', 'comma'].includes(token.type));
  return last ? last.offset + last.source.length : null;
}

export function hasProps(tokens: readonly CST.SourceToken[]): boolean {
  return tokens.some(token => token.type === 'anchor' || token.type === 'tag');
}

export function isExplicit(tokens: readonly CST.SourceToken[]): boolean {
  return tokens.some(token => token.type === 'explicit-key-ind');
}
