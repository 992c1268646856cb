/**
 * The plain subset of YAML that nearly all manifests are written in, read without the library: block maps and
 * lists, one-line scalars and flow collections, literal blocks, comments. Same tree, same places as the library's
 * (its ranges reach over trailing comments in ways that edits rely on); null for everything else.
 */
import type { Place, TreeBuilder } from './read.ts';
import type { Scalar } from './scalar.ts';

/** A node before its parents' ends are known. */
interface Raw {
  /** `plain` is resolved, `text` is quoted or a block. */
  readonly type: 'plain' | 'text' | 'map' | 'list';
  readonly start: number;
  readonly end: number;
  /** Behind the comments and line breaks that belong to it. */
  tail: number;
  /** Whether deeper comments behind it are its own. */
  readonly takesComments: boolean;
  readonly text: string;
  readonly keys: readonly string[];
  readonly keyStarts: readonly number[];
  readonly items: readonly Raw[];
}

const NOTHING: readonly never[] = [];
const MAX_DEPTH = 100;
const MAX_KEY = 1000;

const NEWLINE = 10;
const SPACE = 32;
const DOUBLE = 34;
const HASH = 35;
const SINGLE = 39;
const COMMA = 44;
const DASH = 45;
const COLON = 58;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_MAP = 123;
const PIPE = 124;
const CLOSE_MAP = 125;

/** Characters that begin something else than a plain scalar; `-` is looked at more closely. */
const NOT_PLAIN = new Set([...'?:,[]{}#&*!|>\'"%@`'].map(c => c.charCodeAt(0)));
/** What a backslash may stand before in double quotes; the library knows the rest. */
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', '"': '"', '\\': '\\', '/': '/' };

/** Not plain enough. Never leaves this file. */
class Unusual extends Error {}
const UNUSUAL = new Unusual();

/**
 * Reads a piece of a stream.
 *
 * @param plain what a plain scalar means; what it throws counts as unusual
 * @returns undefined where the library has to read it
 */
export function fastRead<N, O>(
  text: string,
  base: number,
  builder: TreeBuilder<N, O>,
  plain: (text: string) => Scalar,
  lastKeyWins: boolean,
): N | undefined {
  if (text.includes('\r') || text.charCodeAt(0) === 0xfeff) return undefined;
  try {
    const root = new FastReader(text, lastKeyWins).document();
    return new Driver(base, builder, plain).node(root, null, '', -1);
  } catch {
    return undefined;
  }
}

/** Hands raw nodes to the builder, parents first. */
class Driver<N, O> {
  private readonly base: number;
  private readonly builder: TreeBuilder<N, O>;
  private readonly plain: (text: string) => Scalar;

  constructor(base: number, builder: TreeBuilder<N, O>, plain: (text: string) => Scalar) {
    this.base = base;
    this.builder = builder;
    this.plain = plain;
  }

  node(raw: Raw, up: O | null, key: string | number, keyStart: number): N {
    const place: Place = { start: this.base + raw.start, end: this.base + raw.end, keyStart };
    const origin = this.builder.origin(up, key, place, false);
    switch (raw.type) {
      case 'plain':
        return this.builder.scalar(this.plain(raw.text), raw.text, origin);
      case 'text':
        return this.builder.scalar(raw.text, raw.text, origin);
      case 'list':
        return this.builder.list(
          raw.items.map((item, index) => this.node(item, origin, index, -1)),
          origin,
        );
      case 'map': {
        const entries = new Map<string, N>();
        for (let i = 0; i < raw.items.length; i++) {
          const name = raw.keys[i]!;
          entries.set(name, this.node(raw.items[i]!, origin, name, this.base + raw.keyStarts[i]!));
        }
        return this.builder.map(entries, origin);
      }
    }
  }
}

class FastReader {
  private readonly text: string;
  private readonly lastKeyWins: boolean;
  /** The next content, its column (-1 at the end), and the columns and ends of the comment lines before it. */
  private pos = 0;
  private column = 0;
  private comments: { readonly column: number; readonly end: number }[] = [];

  constructor(text: string, lastKeyWins: boolean) {
    this.text = text;
    this.lastKeyWins = lastKeyWins;
  }

  document(): Raw {
    let start = 0;
    if (this.text.startsWith('---')) start = this.restOfLine(3);
    this.toContent(start);
    if (this.column !== 0) throw UNUSUAL;
    this.comments = [];
    const root = this.isItem() ? this.list(0) : this.map(0);
    if ((this.column as number) !== -1) throw UNUSUAL;
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
    if (code !== HASH || i === from) throw UNUSUAL;
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
      if (this.column === 0 && (text.startsWith('---', i) || text.startsWith('...', i))) throw UNUSUAL;
      return;
    }
  }

  private isItem(): boolean {
    return this.text.charCodeAt(this.pos) === DASH && isBlankOrEnd(this.text.charCodeAt(this.pos + 1));
  }

  private map(depth: number): Raw {
    if (depth > MAX_DEPTH) throw UNUSUAL;
    const indent = this.column;
    const start = this.pos;
    const keys: string[] = [];
    const keyStarts: number[] = [];
    const items: Raw[] = [];
    const seen = new Set<string>();
    let end = start;
    while (this.column === indent && !this.isItem()) {
      // Comments in front of a key belong to nobody whose end counts.
      this.comments = [];
      const keyStart = this.pos;
      const key = this.key();
      if (seen.has(key) && !this.lastKeyWins) throw UNUSUAL;
      seen.add(key);
      const value = this.valueOf(indent, depth);
      keys.push(key);
      keyStarts.push(keyStart);
      items.push(value);
      this.giveComments(value, indent);
      end = value.tail;
    }
    return this.closed('map', indent, { start, end, keys, keyStarts, items });
  }

  private list(depth: number): Raw {
    if (depth > MAX_DEPTH) throw UNUSUAL;
    const indent = this.column;
    const start = this.pos;
    const items: Raw[] = [];
    let end = start;
    while (this.column === indent && this.isItem()) {
      this.comments = [];
      const item = this.item(indent, depth);
      items.push(item);
      this.giveComments(item, indent);
      end = item.tail;
    }
    return this.closed('list', indent, { start, end, keys: NOTHING, keyStarts: NOTHING, items });
  }

  /** Deeper comment lines right behind a one-line value are part of it. */
  private giveComments(value: Raw, indent: number): void {
    if (this.column > indent) throw UNUSUAL;
    if (!value.takesComments) return;
    while (this.comments.length > 0 && this.comments[0]!.column > indent)
      value.tail = this.comments.shift()!.end;
  }

  /** What a collection keeps of the comments behind it: all, as soon as one is as deep as the collection. */
  private closed(
    type: 'map' | 'list',
    indent: number,
    parts: Pick<Raw, 'start' | 'end' | 'keys' | 'keyStarts' | 'items'>,
  ): Raw {
    const keeps = indent > 0 && this.comments.some(comment => comment.column >= indent);
    if (keeps) this.comments = [];
    return { type, ...parts, tail: keeps ? this.pos : parts.end, takesComments: false, text: '' };
  }

  /** Reads a key with its colon; leaves `pos` behind the colon. */
  private key(): string {
    const { text } = this;
    const first = text.charCodeAt(this.pos);
    let key: string;
    if (first === DOUBLE || first === SINGLE) {
      const end = this.quoteEnd(this.pos);
      key = this.unquoted(this.pos, end);
      this.pos = end;
      if (text.charCodeAt(this.pos) !== COLON || !isBlankOrEnd(text.charCodeAt(this.pos + 1))) throw UNUSUAL;
    } else {
      const end = this.plainEnd(this.pos, false);
      key = text.slice(this.pos, end);
      if (key === '<<' || key.length > MAX_KEY) throw UNUSUAL;
      this.pos = end;
      if (text.charCodeAt(end) !== COLON) throw UNUSUAL;
    }
    this.pos++;
    return key;
  }

  /** The value behind a key's colon. */
  private valueOf(indent: number, depth: number): Raw {
    const { text } = this;
    let at = this.pos;
    while (text.charCodeAt(at) === SPACE) at++;
    const code = text.charCodeAt(at);
    if (at < text.length && code !== NEWLINE && code !== HASH) {
      this.pos = at;
      return this.inline(indent);
    }
    if (code === HASH && at === this.pos) throw UNUSUAL;
    this.toContent(this.restOfLine(this.pos));
    const isItem = this.column >= 0 && this.isItem();
    if (this.column > indent || (this.column === indent && isItem)) {
      this.comments = [];
      return isItem ? this.list(depth + 1) : this.map(depth + 1);
    }
    // Whose the comments behind nothing are is a question for the library.
    if (code === HASH || this.comments.length > 0) throw UNUSUAL;
    return plainNode('', at, at, at, false);
  }

  private item(indent: number, depth: number): Raw {
    const { text } = this;
    let at = this.pos + 1;
    while (text.charCodeAt(at) === SPACE) at++;
    const code = text.charCodeAt(at);
    if (at >= text.length || code === HASH) throw UNUSUAL;
    if (code === NEWLINE) {
      this.toContent(at + 1);
      if (this.column <= indent || this.comments.length > 0) throw UNUSUAL;
      return this.isItem() ? this.list(depth + 1) : this.map(depth + 1);
    }
    this.column += at - this.pos;
    this.pos = at;
    if (this.isItem()) return this.list(depth + 1);
    return this.startsMap() ? this.map(depth + 1) : this.inline(indent);
  }

  /** Whether a key begins here. */
  private startsMap(): boolean {
    const { text, pos } = this;
    const first = text.charCodeAt(pos);
    if (first === DOUBLE || first === SINGLE) return text.charCodeAt(this.quoteEnd(pos)) === COLON;
    if (NOT_PLAIN.has(first)) return false;
    return text.charCodeAt(this.plainEnd(pos, false)) === COLON;
  }

  /** A value that begins in this line; afterwards `pos` is at the next content. */
  private inline(indent: number): Raw {
    const { text, pos } = this;
    const first = text.charCodeAt(pos);
    if (first === PIPE) return this.literal(indent);
    const value = this.flowValue(false);
    if (text.charCodeAt(this.pos) === COLON) throw UNUSUAL;
    value.tail = this.restOfLine(this.pos);
    this.toContent(value.tail);
    return value;
  }

  /** A one-line value, inside or outside of a flow collection; leaves `pos` behind it. */
  private flowValue(inFlow: boolean, depth = 0): Raw {
    const { text, pos } = this;
    if (depth > MAX_DEPTH) throw UNUSUAL;
    const first = text.charCodeAt(pos);
    if (first === DOUBLE || first === SINGLE) {
      const end = this.quoteEnd(pos);
      this.pos = end;
      return { ...plainNode(this.unquoted(pos, end), pos, end, end, true), type: 'text' };
    }
    if (first === OPEN_LIST) return this.flowList(depth);
    if (first === OPEN_MAP) return this.flowMap(depth);
    const end = this.plainEnd(pos, inFlow);
    if (end === pos || text.charCodeAt(end) === COLON) throw UNUSUAL;
    this.pos = end;
    return plainNode(text.slice(pos, end), pos, end, end, true);
  }

  private flowList(depth: number): Raw {
    const start = this.pos;
    const items: Raw[] = [];
    this.pos++;
    this.blanks();
    if (this.text.charCodeAt(this.pos) !== CLOSE_LIST) {
      for (;;) {
        items.push(this.flowValue(true, depth + 1));
        if (this.flowEnd(CLOSE_LIST)) break;
      }
    }
    const end = ++this.pos;
    return {
      type: 'list',
      start,
      end,
      tail: end,
      takesComments: true,
      text: '',
      keys: NOTHING,
      keyStarts: NOTHING,
      items,
    };
  }

  private flowMap(depth: number): Raw {
    const start = this.pos;
    const keys: string[] = [];
    const keyStarts: number[] = [];
    const items: Raw[] = [];
    this.pos++;
    this.blanks();
    if (this.text.charCodeAt(this.pos) !== CLOSE_MAP) {
      for (;;) {
        keyStarts.push(this.pos);
        const key = this.flowKey();
        if (keys.includes(key) && !this.lastKeyWins) throw UNUSUAL;
        keys.push(key);
        if (this.text.charCodeAt(this.pos) !== SPACE) throw UNUSUAL;
        this.blanks();
        items.push(this.flowValue(true, depth + 1));
        if (this.flowEnd(CLOSE_MAP)) break;
      }
    }
    const end = ++this.pos;
    return { type: 'map', start, end, tail: end, takesComments: true, text: '', keys, keyStarts, items };
  }

  private flowKey(): string {
    const { text, pos } = this;
    const first = text.charCodeAt(pos);
    const isQuoted = first === DOUBLE || first === SINGLE;
    const end = isQuoted ? this.quoteEnd(pos) : this.plainEnd(pos, true);
    const key = isQuoted ? this.unquoted(pos, end) : text.slice(pos, end);
    if (text.charCodeAt(end) !== COLON || key === '<<' || end - pos > MAX_KEY) throw UNUSUAL;
    this.pos = end + 1;
    return key;
  }

  /** Passes a comma, or stops at the closing bracket. */
  private flowEnd(close: number): boolean {
    this.blanks();
    const code = this.text.charCodeAt(this.pos);
    if (code === close) return true;
    if (code !== COMMA) throw UNUSUAL;
    this.pos++;
    this.blanks();
    return false;
  }

  private blanks(): void {
    while (this.text.charCodeAt(this.pos) === SPACE) this.pos++;
  }

  /** End of a plain scalar: before trailing blanks, a comment, or the colon of a key. */
  private plainEnd(start: number, inFlow: boolean): number {
    const { text } = this;
    const first = text.charCodeAt(start);
    if (NOT_PLAIN.has(first) || (first === DASH && isBlankOrEnd(text.charCodeAt(start + 1)))) throw UNUSUAL;
    if (inFlow && first === DASH) throw UNUSUAL;
    let end = start;
    for (let i = start; ; i++) {
      const code = text.charCodeAt(i);
      // Also at the end of the text, where it is NaN.
      if (code === NEWLINE || Number.isNaN(code)) return end;
      if (code === SPACE) continue;
      if (code === HASH && i > end) return end;
      if (code === COLON) {
        const next = text.charCodeAt(i + 1);
        if (isBlankOrEnd(next)) return i > end ? fail() : i;
        if (
          inFlow &&
          (next === COMMA ||
            next === CLOSE_LIST ||
            next === CLOSE_MAP ||
            next === OPEN_LIST ||
            next === OPEN_MAP)
        )
          fail();
      }
      if (code < SPACE || code === 0xfeff) fail();
      if (
        inFlow &&
        (code === COMMA ||
          code === CLOSE_LIST ||
          code === CLOSE_MAP ||
          code === OPEN_LIST ||
          code === OPEN_MAP)
      )
        return end;
      end = i + 1;
    }
  }

  /** Behind the closing quote; it has to be in the same line. */
  private quoteEnd(start: number): number {
    const { text } = this;
    const quote = text.charCodeAt(start);
    for (let i = start + 1; ; i++) {
      const code = text.charCodeAt(i);
      if (code === quote) {
        if (quote === DOUBLE || text.charCodeAt(i + 1) !== SINGLE) return i + 1;
        i++;
      } else if (code === 92 && quote === DOUBLE) i++;
      if (Number.isNaN(code) || code < SPACE) fail();
    }
  }

  private unquoted(start: number, end: number): string {
    const inner = this.text.slice(start + 1, end - 1);
    if (this.text.charCodeAt(start) === SINGLE)
      return inner.includes("'") ? inner.replaceAll("''", "'") : inner;
    if (!inner.includes('\\')) return inner;
    return inner.replace(/\\([\s\S])/g, (_, c: string) => ESCAPES[c] ?? fail());
  }

  /** `|` and `|-`. */
  private literal(indent: number): Raw {
    const { text, pos: start } = this;
    const strip = text.charCodeAt(start + 1) === DASH;
    let line = start + (strip ? 2 : 1);
    if (text.charCodeAt(line) !== NEWLINE) throw UNUSUAL;
    line++;
    let value = '';
    let end = line;
    let trim = -1;
    let blank = 0;
    for (;;) {
      let i = line;
      while (text.charCodeAt(i) === SPACE) i++;
      if (i >= text.length) {
        if (i - line >= (trim < 0 ? 1 : trim)) throw UNUSUAL;
        break;
      }
      const spaces = i - line;
      if (text.charCodeAt(i) === NEWLINE) {
        if (trim < 0 && spaces > 0) throw UNUSUAL;
        // More blanks than the block is indented by are content.
        if (trim >= 0 && spaces >= trim) throw UNUSUAL;
        blank++;
        line = i + 1;
        continue;
      }
      if (trim < 0) {
        if (spaces <= indent) throw UNUSUAL;
        trim = spaces;
      }
      if (spaces < trim) {
        if (spaces > indent) throw UNUSUAL;
        break;
      }
      const lineEnd = text.indexOf('\n', i);
      if (lineEnd < 0) throw UNUSUAL;
      if (blank > 0) value += '\n'.repeat(blank);
      blank = 0;
      value += text.slice(line + trim, lineEnd + 1);
      line = end = lineEnd + 1;
    }
    if (trim < 0) throw UNUSUAL;
    this.toContent(end);
    return { ...plainNode(strip ? value.slice(0, -1) : value, start, end, end, false), type: 'text' };
  }
}

function fail(): never {
  throw UNUSUAL;
}

function plainNode(text: string, start: number, end: number, tail: number, takesComments: boolean): Raw {
  return {
    type: 'plain',
    start,
    end,
    tail,
    takesComments,
    text,
    keys: NOTHING,
    keyStarts: NOTHING,
    items: NOTHING,
  };
}

function isBlankOrEnd(code: number): boolean {
  return code === SPACE || code === NEWLINE || Number.isNaN(code);
}

function lineStartOf(text: string, at: number): number {
  return text.lastIndexOf('\n', at) + 1;
}
