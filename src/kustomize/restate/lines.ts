/** Lines of a list as they stand in another one. */
import { nextLine } from '../../text/source-text.ts';
import type { Splice } from '../../text/splice.ts';
import type { SyntaxList, SyntaxNode } from '../../yaml/read/nodes.ts';
import { Refusal } from '../../yaml/read/refusal.ts';

/** The lines of a text, without their ends, moved to the right or the left; what is blank stays blank. */
export function reindented(text: string, delta: number): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map(line => shifted(line, delta));
}

function shifted(line: string, delta: number): string {
  if (line.trim() === '' || delta === 0) return line;
  if (delta > 0) return ' '.repeat(delta) + line;
  const blanks = /^ */.exec(line)![0].length;
  return line.slice(Math.min(blanks, -delta));
}

/** `- web.yaml` as `- path: web.yaml`, a patch in the text as `- patch: |-`. */
export function wrappedItems(text: string, list: SyntaxList, isFile: (path: string) => boolean): Splice[] {
  return list.items.flatMap(({ value }) => wrapped(text, value, list.flow, isFile));
}

function wrapped(
  text: string,
  node: SyntaxNode,
  isFlow: boolean,
  isFile: (path: string) => boolean,
): Splice[] {
  if (node.kind !== 'scalar' || node.anchor !== null || node.tag !== null)
    throw new Refusal('a patch in it is no text, or named by an anchor', node.start);
  const isPath = isFile(node.content);
  if (!isPath && !node.content.includes('\n'))
    throw new Refusal(`${node.content} is no file of the folder`, node.start);
  const key = isPath ? 'path: ' : 'patch: ';
  if (isFlow) {
    return [
      { start: node.start, end: node.start, text: `{${key}` },
      { start: node.end, end: node.end, text: '}' },
    ];
  }
  const begin = { start: node.start, end: node.start, text: key };
  if (node.style !== 'literal' && node.style !== 'folded') {
    if (text.slice(node.start, node.end).includes('\n'))
      throw new Refusal('a patch in it stands in quotes over many lines', node.start);
    return [begin];
  }
  // A number there counts from the indentation of what holds the text, which is another one then.
  if (/\d/.test(text.slice(node.start, node.headerEnd)))
    throw new Refusal('a patch in it says its indentation', node.start);
  return [begin, ...deeper(text, node.headerEnd, node.end)];
}

/** The key takes the columns in which the text of the block may begin: it moves to the right of it. */
function deeper(text: string, start: number, end: number): Splice[] {
  const splices: Splice[] = [];
  for (let at = nextLine(text, start); at < end; at = nextLine(text, at)) {
    const line = text.slice(at, nextLine(text, at));
    if (line.trim() !== '') splices.push({ start: at, end: at, text: '  ' });
  }
  return splices;
}
