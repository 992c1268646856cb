/** A value that is there, replaced as a whole. */
import { lineEnd } from '../../text/source-text.ts';
import type { Splice } from '../../text/splice.ts';
import { type Data, isCollection, isEmptyCollection } from '../read/data.ts';
import type { Located } from '../read/locate.ts';
import type { SyntaxNode, SyntaxScalar } from '../read/nodes.ts';
import { blockEnd, updateLiteral } from './block-scalar.ts';
import { flowText } from './flow.ts';
import { blockLines, type Fragment, flowInline, inline, itemFragment, valueFragment } from './fragment.ts';
import type { Quote } from './quote.ts';
import { column, isBlock, onOtherLine, type Style } from './style.ts';

/** The splices that give a node another value. */
export function replaceValue(text: string, at: Located, value: Data, style: Style): Splice[] {
  const { node } = at;
  if (
    node.kind === 'scalar' &&
    node.style === 'literal' &&
    typeof value === 'string' &&
    staysBlock(node.content, value)
  ) {
    const splices = node.tag === null ? updateLiteral(text, node, value, style.eol) : null;
    if (splices) return splices;
  }
  const fragment = fragmentFor(text, at, value, style);
  if (node.kind === 'scalar' && isFlowScalar(node) && fragment.body.length === 0 && node.tag === null) {
    return [trimmed(text, { start: node.start, end: node.end, text: fragment.head })];
  }
  return placeFragment(text, at, fragment, style);
}

/** One line needs no block, unless somebody has given it one. */
function staysBlock(before: string, after: string): boolean {
  return after.trimEnd().includes('\n') || (after.trim() !== '' && !before.trimEnd().includes('\n'));
}

function fragmentFor(text: string, { node, holder }: Located, value: Data, style: Style): Fragment {
  const quote = quoteKept(node, value);
  if (node.inFlow || style.json) {
    const head = isCollection(value)
      ? flowText(text, value, node.start, style)
      : flowInline(value, style, quote);
    return { head, body: [] };
  }
  // What was written in flow stays flow; an empty `{}` says nothing about taste.
  const flow = (node.kind === 'map' || node.kind === 'list') && node.flow && !isEmptyCollection(node.data);
  if (flow && isCollection(value)) return { head: inline(value, style), body: [] };
  if (holder.kind === 'entry') {
    const { key, start } = holder.entry;
    return valueFragment(value, key, column(text, start), style, quote);
  }
  if (holder.kind === 'item') {
    const dash = holder.item.start;
    const sameLine = node.start > node.slot && !onOtherLine(text, dash, node.start);
    const gap = sameLine ? node.start - dash - 1 : 1;
    return itemFragment(value, column(text, dash), gap, style, quote);
  }
  if (isCollection(value) && !isEmptyCollection(value))
    return { head: '', body: blockLines(value, 0, style) };
  return { head: inline(value, style, quote), body: [] };
}

function quoteKept(node: SyntaxNode, value: Data): Quote | null {
  if (node.kind !== 'scalar' || typeof value !== 'string') return null;
  if (node.style !== 'single' && node.style !== 'double') return null;
  // Quotes that a number or `yes` needed are no taste that `web` must follow, yet keeping them changes least.
  return node.style;
}

function placeFragment(
  text: string,
  { node, holder }: Located,
  { head, body }: Fragment,
  style: Style,
): Splice[] {
  // An empty last line is a line only with its end.
  const open = body.at(-1) === '' && lineEnd(text, node.end) === text.length;
  const lines = open ? [...body, ''] : body;
  const below = lines.map(line => style.eol + line).join('');
  if (holder.kind === 'root') return replaceRoot(text, node, [head, ...lines], style);

  // A tag goes with the value that it described; the anchor, which nothing uses, stays.
  const tagged = node.tag !== null;
  const cut = tagged ? node.indicatorEnd : node.slot;
  const written = tagged && node.anchor !== null ? `&${node.anchor}${head === '' ? '' : ' '}${head}` : head;
  const colon = holder.kind === 'entry' && !holder.entry.hasColon ? ':' : '';
  const headText = colon + (written === '' ? '' : needsBlank(text, node, cut) ? ` ${written}` : written);

  if (node.kind === 'scalar' && (node.style === 'literal' || node.style === 'folded')) {
    const header = { start: cut, end: node.headerEnd, text: headText };
    const line = lineEnd(text, node.headerEnd);
    const end = blockEnd(text, node, body.at(-1) === '');
    return [header, { start: line, end: Math.max(line, end), text: below }];
  }
  if (isBlock(node)) {
    const line = lineEnd(text, node.slot);
    if (onOtherLine(text, node.slot, node.start)) {
      return [
        { start: cut, end: node.slot, text: headText },
        { start: line, end: lineEnd(text, node.end), text: below },
      ];
    }
    // Behind a dash. The comment of its last line goes with a value of several lines.
    const several = onOtherLine(text, node.start, node.end);
    const end = several ? lineEnd(text, node.end) : node.end;
    const behind = several ? end : lineEnd(text, node.end);
    return mergeAtEnd({ start: cut, end, text: headText }, { start: behind, end: behind, text: below });
  }
  const sameLine =
    node.end > node.slot && !tagged && !onOtherLine(text, node.slot, node.start) && head !== '';
  const first = sameLine
    ? { start: node.start, end: node.end, text: colon + written }
    : { start: cut, end: Math.max(node.end, node.slot), text: headText };
  if (below === '') return [first];
  const line = lineEnd(text, node.end);
  return mergeAtEnd(first, { start: line, end: line, text: below });
}

function replaceRoot(text: string, node: SyntaxNode, lines: readonly string[], style: Style): Splice[] {
  const written = lines.slice(lines[0] === '' ? 1 : 0).join(style.eol);
  // The last leaf's comment would become text of a block scalar, or speak of something else.
  return [{ start: node.start, end: lineEnd(text, node.end), text: written }];
}

/** Inside of brackets a value may follow its bracket or comma directly. */
function needsBlank(text: string, node: SyntaxNode, cut: number): boolean {
  return !(node.inFlow && /[[{,\s]/.test(text[cut - 1] ?? ''));
}

function mergeAtEnd(first: Splice, second: Splice): Splice[] {
  if (second.start > first.end) return second.text === '' ? [first] : [first, second];
  return [{ start: first.start, end: first.end, text: first.text + second.text }];
}

function isFlowScalar(node: SyntaxScalar): boolean {
  return node.style === 'plain' || node.style === 'single' || node.style === 'double';
}

/** A splice without what it leaves the same at its ends, code points and line ends kept whole. */
export function trimmed(text: string, { start, end, text: inserted }: Splice): Splice {
  const old = text.slice(start, end);
  const limit = Math.min(old.length, inserted.length);
  let head = 0;
  while (head < limit && old[head] === inserted[head]) head++;
  if (splitsPair(old, head) || splitsPair(inserted, head)) head--;
  let tail = 0;
  while (tail < limit - head && old[old.length - 1 - tail] === inserted[inserted.length - 1 - tail]) tail++;
  if (splitsPair(old, old.length - tail) || splitsPair(inserted, inserted.length - tail)) tail--;
  return { start: start + head, end: end - tail, text: inserted.slice(head, inserted.length - tail) };
}

function splitsPair(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false;
  return /[\ud800-\udbff\r]/.test(text[at - 1]!) && /[\udc00-\udfff\n]/.test(text[at]!);
}
