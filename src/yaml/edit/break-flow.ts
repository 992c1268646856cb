/** Flow collections that would grow too long for their line become blocks: what stands in them keeps its text. */
import { lineEnd } from '../../text/source-text.ts';
import { applySplices, type Splice } from '../../text/splice.ts';
import type { Trail } from '../read/locate.ts';
import type { SyntaxList, SyntaxMap } from '../read/nodes.ts';
import { column, onOtherLine, type Style } from './style.ts';

/** Columns that a line in flow style may have. */
export const MAX_LINE = 100;

/**
 * The splices that make a block of the outermost flow collection on the way to an edit, where the edit would make its
 * line the first that is too long; null where nothing is to be broken.
 */
export function breakFlow(
  text: string,
  { found }: Trail,
  edit: readonly Splice[],
  style: Style,
): readonly Splice[] | null {
  const outermost = found.find(
    ({ node }) => (node.kind === 'map' || node.kind === 'list') && node.flow && !node.inFlow,
  );
  if (!outermost || style.json) return null;
  const node = outermost.node as SyntaxMap | SyntaxList;
  if (outermost.holder.kind !== 'entry' || node.tag !== null || node.anchor !== null) return null;
  const parts = node.kind === 'map' ? node.entries : node.items;
  if (parts.length === 0 || onOtherLine(text, outermost.holder.entry.start, node.end)) return null;
  if (node.kind === 'map' && !node.entries.every(entry => isBlockEntry(text, entry))) return null;
  if (longestLine(text) > MAX_LINE || longestLine(applySplices(text, edit)) <= MAX_LINE) return null;
  const key = column(text, outermost.holder.entry.start);
  const indent = ' '.repeat(key + (node.kind === 'map' ? style.step : style.dash));
  const dash = node.kind === 'map' ? '' : '- ';
  const lines = parts.map(({ start, end }) => `${style.eol}${indent}${dash}${text.slice(start, end)}`);
  // What is said behind a single part is said of that.
  if (parts.length === 1) return [{ start: node.slot, end: node.end, text: lines.join('') }];
  // Behind several it is about all of them, and stays on the line of their key.
  const line = lineEnd(text, node.end);
  return [
    { start: node.slot, end: node.end, text: '' },
    { start: line, end: line, text: lines.join('') },
  ];
}

/** Written as a block may write it: `{a}` and `{"a":1}` are not. */
function isBlockEntry(
  text: string,
  { complex, hasColon, keyEnd, value }: SyntaxMap['entries'][number],
): boolean {
  return !complex && hasColon && /^: *$/.test(text.slice(keyEnd, value.slot)) && text[value.slot] === ' ';
}

/** Comments do not count: they may be as long as they like. */
function longestLine(text: string): number {
  let longest = 0;
  for (const line of text.split('\n'))
    longest = Math.max(longest, line.replace(/(?:^|\s)\s*#.*$|\s+$/, '').length);
  return longest;
}
