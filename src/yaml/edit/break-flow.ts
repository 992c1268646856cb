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
 *
 * @param wasThere whether the text before all edits had what stands at an offset
 */
export function breakFlow(
  text: string,
  { found }: Trail,
  edit: readonly Splice[],
  style: Style,
  wasThere: (offset: number) => boolean,
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
  const line = lineEnd(text, node.end);
  const comment = text.slice(node.end, line);
  // What is said behind a single part is said of that; behind several it is about all of them, and stays on the line of their key.
  const [only, ...others] = parts.filter(({ start }) => wasThere(start));
  // Undefined stands for their key.
  const explained = others.length === 0 ? only : undefined;
  const commentBehind = (part: (typeof parts)[number] | undefined) => (part === explained ? comment : '');
  const starts = parts.map((part, index) => {
    const before = parts[index - 1];
    const text = `${commentBehind(before)}${style.eol}${indent}${dash}`;
    return { start: before?.end ?? node.slot, end: part.start, text };
  });
  const last = parts.at(-1)!;
  return [...starts, { start: last.end, end: line, text: commentBehind(last) }];
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
