/**
 * An entry of a map or item of a list taken away. Comments above it stay, since they may speak for what follows, unless they name
 * what goes.
 */
import { lineEnd, lineStart, nextLine } from '../../text/source-text.ts';
import type { Splice } from '../../text/splice.ts';
import type { Located } from '../read/locate.ts';
import type { ListItem, MapEntry } from '../read/nodes.ts';
import { Refusal } from '../read/refusal.ts';
import { removeFlow } from './flow.ts';
import { lineAbove, lineBehind, removeLines, startsLine } from './lines.ts';
import { column, isBlock, onOtherLine } from './style.ts';

/** Takes away the entry or item that holds a node; `parent` is the collection that it stands in. */
export function removePart(text: string, at: Located, parent: Located): Splice[] {
  if (at.holder.kind === 'root') throw new Refusal('the root cannot be removed');
  const collection = at.holder.kind === 'entry' ? at.holder.map : at.holder.list;
  const parts = at.holder.kind === 'entry' ? at.holder.map.entries : at.holder.list.items;
  if (collection.kind === 'map' && (collection.bare || collection.entries.some(entry => entry.complex))) {
    throw new Refusal('explicit key', collection.start);
  }
  if (!isBlock(collection)) return removeFlow(text, collection, at.holder.index);
  const part = parts[at.holder.index]!;
  if (parts.length === 1) return emptied(text, parent, part);
  if (startsLine(text, part.start)) {
    const before = parts[at.holder.index - 1];
    const end = endOfPart(text, part);
    const last =
      before && KEEPS_BLANK_LINES.test(text.slice(before.start, before.end)) ? blankEnd(text, end) : end;
    const start = isEntry(part) ? startWithComment(text, part, parts[at.holder.index + 1]) : part.start;
    return [removeLines(text, start, last, before?.end ?? 0)];
  }

  // The first one, behind a dash: the next one moves up to the dash, unless comments stand between.
  const next = parts[1]!;
  const behind = lineEnd(text, part.end);
  if (text.slice(behind, next.start).includes('#')) {
    const dash = text.slice(0, part.start).trimEnd().length;
    return [{ start: dash, end: behind, text: '' }];
  }
  return [{ start: part.start, end: next.start, text: '' }];
}

function isEntry(part: MapEntry | ListItem): part is MapEntry {
  return 'keyEnd' in part;
}

/**
 * With the comment directly above an entry, where that names the entry by a word of its key or of its value; not where it names
 * the next one too, which follows without a comment of its own: then it is the heading of both.
 */
function startWithComment(
  text: string,
  { start, end, key, value }: MapEntry,
  next: MapEntry | ListItem | undefined,
): number {
  const above = lineAbove(text, start, column(text, start));
  if (above === lineStart(text, start)) return start;
  const comment = text.slice(above, start).toLowerCase();
  const said = [String(key).split('/').at(-1)!, value.kind === 'scalar' ? value.content : ''];
  if (!isNamed(comment, said)) return start;
  const follows = next !== undefined && isEntry(next) && lineStart(text, next.start) === nextLine(text, end);
  return follows && isNamed(comment, [String(next.key)]) ? start : above;
}

function isNamed(comment: string, said: readonly string[]): boolean {
  const words = said.join(' ').split(/(?<=[a-z])(?=[A-Z])|[^A-Za-z0-9]+/);
  return words.some(
    each => each.length >= SHORTEST_WORD && new RegExp(`\\b${each.toLowerCase()}\\b`).test(comment),
  );
}

/** Shorter ones stand in any sentence. */
const SHORTEST_WORD = 5;

/** A block text with `+`, or something that looks like it: blank lines behind it would be its own. */
const KEEPS_BLANK_LINES = /[|>]\d?\+/;

/** Behind the blank lines that follow a place. */
function blankEnd(text: string, from: number): number {
  let end = from;
  for (
    let line = nextLine(text, from);
    line < text.length && text.slice(line, lineEnd(text, line)).trim() === '';
  ) {
    end = line;
    line = nextLine(text, line);
  }
  return end;
}

/** With the deeper comments below, which speak of the part or of what is commented out in it. */
function endOfPart(text: string, part: { readonly start: number; readonly end: number }): number {
  const behind = lineBehind(text, part.end, column(text, part.start) + 1);
  return behind > nextLine(text, part.end) ? behind - 1 : part.end;
}

/** The last entry gone: `{}` or `[]` takes the place of the collection, comments in it stay. */
function emptied(
  text: string,
  { node, holder }: Located,
  part: { readonly start: number; readonly end: number },
): Splice[] {
  const empty = node.kind === 'map' ? '{}' : '[]';
  if (holder.kind !== 'root' && onOtherLine(text, node.slot, node.start)) {
    return [
      { start: node.slot, end: node.slot, text: ` ${empty}` },
      removeLines(text, part.start, part.end, node.slot),
    ];
  }
  const end = onOtherLine(text, part.start, part.end) ? lineEnd(text, part.end) : part.end;
  return [{ start: part.start, end, text: empty }];
}
