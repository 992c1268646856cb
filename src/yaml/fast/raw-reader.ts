/**
 * The plain subset of YAML that nearly all manifests are written in, read without the library: block maps and
 * lists, one-line scalars, flow collections, literal and folded blocks, comments. Everything else is left to the library.
 */
import { readBlock } from './block-scan.ts';
import { collection, isQuote, LineReader, MAX_DEPTH, NOTHING, type RawNode, scalar } from './line-reader.ts';
import {
  AMPERSAND,
  beginsPlain,
  COLON,
  DASH,
  DOUBLE,
  FOLD,
  HASH,
  isBlankOrEnd,
  isDocumentMark,
  NEWLINE,
  OPEN_LIST,
  OPEN_MAP,
  PIPE,
  plainEnd,
  quoteEnd,
  SINGLE,
  SPACE,
  STAR,
  Unusual,
  unusual,
} from './plain-scan.ts';

/**
 * Reads one document.
 *
 * @param forData whether only the data and its places count: the editor leaves anchors, aliases and block texts that end
 *   in the middle of a line to the library
 * @returns undefined where the library has to read it
 */
export function readRaw(text: string, forData: boolean): RawNode | undefined {
  if (text.includes('\r') || text.charCodeAt(0) === 0xfeff) return undefined;
  try {
    return new RawReader(text, forData).document();
  } catch (error) {
    if (error instanceof Unusual) return undefined;
    throw error;
  }
}

/** Where a document stops being plain enough for {@link readRaw}; undefined where it is so to its end. */
export function firstUnusual(text: string): number | undefined {
  if (text.includes('\r')) return text.indexOf('\r');
  const reader = new RawReader(text, true);
  try {
    reader.document();
    return undefined;
  } catch (error) {
    if (error instanceof Unusual) return reader.at;
    throw error;
  }
}

class RawReader extends LineReader {
  /** Column of the next content (-1 at the end), and the columns and ends of the comment lines before it. */
  private column = 0;
  private comments: { readonly column: number; readonly end: number }[] = [];

  document(): RawNode {
    let start = 0;
    if (this.text.startsWith('---')) start = this.restOfLine(3);
    this.toContent(start);
    if (this.column !== 0) unusual();
    this.comments = [];
    const root = this.isItem() ? this.list(0) : this.startsMap() ? this.map(0) : this.inline(-1, 0);
    if ((this.column as number) !== -1) unusual();
    return root;
  }

  /** Passes blanks and a comment to the end of the line. Returns the start of the next line. */
  private restOfLine(from: number): number {
    const { text } = this;
    let i = from;
    while (text.charCodeAt(i) === SPACE) i++;
    if (i >= text.length) return text.length;
    const code = text.charCodeAt(i);
    if (code === NEWLINE) return i + 1;
    if (code !== HASH || i === from) unusual();
    const end = text.indexOf('\n', i);
    return end < 0 ? text.length : end + 1;
  }

  /** Goes from the start of a line to the next content; comment lines on the way are noted. */
  private toContent(lineStart: number): void {
    const { text } = this;
    let start = lineStart;
    for (;;) {
      let i = start;
      while (text.charCodeAt(i) === SPACE) i++;
      if (i >= text.length) {
        this.pos = text.length;
        this.column = -1;
        return;
      }
      const code = text.charCodeAt(i);
      if (code === NEWLINE) {
        start = i + 1;
        continue;
      }
      if (code === HASH) {
        const end = text.indexOf('\n', i);
        start = end < 0 ? text.length : end + 1;
        this.comments.push({ column: i - lineStartOf(text, i), end: start });
        continue;
      }
      this.pos = i;
      this.column = i - start;
      if (this.column === 0 && isDocumentMark(text, i)) unusual();
      return;
    }
  }

  private isItem(): boolean {
    return this.text.charCodeAt(this.pos) === DASH && isBlankOrEnd(this.text.charCodeAt(this.pos + 1));
  }

  private map(depth: number): RawNode {
    if (depth > MAX_DEPTH) unusual();
    const indent = this.column;
    const start = this.pos;
    const keys: string[] = [];
    const starts: number[] = [];
    const keyEnds: number[] = [];
    const items: RawNode[] = [];
    const seen = new Set<string>();
    let end = start;
    while (this.column === indent && !this.isItem()) {
      // Comments in front of a key belong to nobody whose end counts.
      this.comments = [];
      const keyStart = this.pos;
      const key = this.key();
      if (seen.has(key)) unusual();
      seen.add(key);
      const keyEnd = this.pos - 1;
      const value = this.valueBehind(indent, depth);
      keys.push(key);
      starts.push(keyStart);
      keyEnds.push(keyEnd);
      items.push(value);
      this.giveComments(value, indent);
      end = value.tail;
    }
    const tail = this.tailOf(indent, end);
    return collection('map', false, { start, end, tail }, { keys, starts, keyEnds, items });
  }

  private list(depth: number): RawNode {
    if (depth > MAX_DEPTH) unusual();
    const indent = this.column;
    const start = this.pos;
    const starts: number[] = [];
    const items: RawNode[] = [];
    let end = start;
    while (this.column === indent && this.isItem()) {
      this.comments = [];
      starts.push(this.pos);
      const item = this.item(indent, depth);
      items.push(item);
      this.giveComments(item, indent);
      end = item.tail;
    }
    const tail = this.tailOf(indent, end);
    const keys = NOTHING;
    return collection('list', false, { start, end, tail }, { keys, starts, keyEnds: keys, items });
  }

  /** Deeper comment lines right behind a one-line value are part of it. */
  private giveComments(value: RawNode, indent: number): void {
    if (this.column > indent) unusual();
    if (!value.takesComments) return;
    while (this.comments.length > 0 && this.comments[0]!.column > indent)
      value.tail = this.comments.shift()!.end;
  }

  /** Where a collection ends: it keeps all comments behind it as soon as one is as deep as the collection. */
  private tailOf(indent: number, end: number): number {
    const keeps = indent > 0 && this.comments.some(comment => comment.column >= indent);
    if (!keeps) return end;
    this.comments = [];
    return this.pos;
  }

  /** The value behind a key's colon. */
  private valueBehind(indent: number, depth: number): RawNode {
    const { text } = this;
    let at = this.pos;
    while (text.charCodeAt(at) === SPACE) at++;
    const code = text.charCodeAt(at);
    if (at < text.length && code !== NEWLINE && code !== HASH) {
      this.pos = at;
      return this.inline(indent, depth);
    }
    if (code === HASH && at === this.pos) unusual();
    this.toContent(this.restOfLine(this.pos));
    const isItem = this.column >= 0 && this.isItem();
    if (this.column > indent || (this.column === indent && isItem)) {
      if (this.beginsFlow() || (!isItem && this.beginsScalar())) return this.inline(indent, depth);
      this.comments = [];
      return isItem ? this.list(depth + 1) : this.map(depth + 1);
    }
    if (code !== HASH && this.comments.length === 0) return scalar('plain', '', at, at, at, false);
    // Comments behind nothing are part of it, up to what follows; in front of another key they may be that key's. To the
    // editor that makes a difference, to the data none.
    if (this.column === indent && !this.forData) unusual();
    this.comments = [];
    return scalar('plain', '', at, at, this.pos, false);
  }

  /** A flow collection on a line of its own. */
  private beginsFlow(): boolean {
    const code = this.text.charCodeAt(this.pos);
    if (code !== OPEN_LIST && code !== OPEN_MAP) return false;
    if (this.comments.length > 0) unusual();
    return true;
  }

  /** A scalar on a line of its own. */
  private beginsScalar(): boolean {
    const first = this.text.charCodeAt(this.pos);
    if (first === STAR || this.startsMap()) return false;
    if (this.comments.length > 0 || !(beginsPlain(first) || isQuote(first))) unusual();
    return true;
  }

  private item(indent: number, depth: number): RawNode {
    const { text } = this;
    let at = this.pos + 1;
    while (text.charCodeAt(at) === SPACE) at++;
    const code = text.charCodeAt(at);
    if (at >= text.length || code === HASH) unusual();
    if (code === NEWLINE) {
      this.toContent(at + 1);
      if (this.column <= indent || this.comments.length > 0) unusual();
      return this.isItem() ? this.list(depth + 1) : this.map(depth + 1);
    }
    this.column += at - this.pos;
    this.pos = at;
    if (this.isItem()) return this.list(depth + 1);
    return this.startsMap() ? this.map(depth + 1) : this.inline(indent, depth);
  }

  /** Whether a key begins here. */
  private startsMap(): boolean {
    const { text, pos } = this;
    const first = text.charCodeAt(pos);
    if (first === DOUBLE || first === SINGLE) return text.charCodeAt(quoteEnd(text, pos, false)) === COLON;
    if (!beginsPlain(first)) return false;
    return text.charCodeAt(plainEnd(text, pos, false)) === COLON;
  }

  /** A value that begins in this line; afterwards `pos` is at the next content. */
  private inline(indent: number, depth: number): RawNode {
    const { text, pos } = this;
    const first = text.charCodeAt(pos);
    if (first === PIPE || first === FOLD) return this.block(indent, first === FOLD);
    if (first === AMPERSAND) return this.anchored(() => this.behindAnchor(indent, depth));
    return this.toLineEnd(first === STAR ? this.alias() : this.inLine(indent));
  }

  /** A value in the line of its anchor, or a collection below. */
  private behindAnchor(indent: number, depth: number): RawNode {
    this.blanks();
    if (this.text.charCodeAt(this.pos) !== NEWLINE) return this.toLineEnd(this.inLine(indent));
    this.toContent(this.pos + 1);
    if (indent < 0 || this.column <= indent || this.comments.length > 0) unusual();
    return this.isItem() ? this.list(depth + 1) : this.map(depth + 1);
  }

  private toLineEnd(value: RawNode): RawNode {
    if (this.text.charCodeAt(this.pos) === COLON) unusual();
    value.tail = this.restOfLine(this.pos);
    this.toContent(value.tail);
    return value;
  }

  private block(indent: number, folds: boolean): RawNode {
    const { pos: start } = this;
    const { content, end, isOpen } = readBlock(this.text, start, indent, folds);
    if (isOpen && !this.forData) unusual();
    this.toContent(end);
    return scalar(folds ? 'folded' : 'literal', content, start, end, end, false);
  }
}

function lineStartOf(text: string, at: number): number {
  return text.lastIndexOf('\n', at) + 1;
}
