/** Scalars but for block texts, flow collections, aliases (the plain subset of YAML, raw-reader.ts). */
import {
  CLOSE_LIST,
  CLOSE_MAP,
  COLON,
  COMMA,
  DASH,
  DOUBLE,
  foldLines,
  furtherLine,
  HASH,
  isBlankOrEnd,
  isDocumentMark,
  NEWLINE,
  OPEN_LIST,
  OPEN_MAP,
  plainEnd,
  plainRunEnd,
  quoteEnd,
  SINGLE,
  SPACE,
  STAR,
  unquoted,
  unusual,
} from './plain-scan.ts';

/** A node with its places in the text, before its meaning is settled. */
export interface RawNode {
  readonly type: 'plain' | 'single' | 'double' | 'literal' | 'folded' | 'map' | 'list' | 'alias';
  readonly flow: boolean;
  readonly start: number;
  readonly end: number;
  /** Behind the comments and line breaks that belong to it. */
  tail: number;
  /** Whether deeper comments behind it are its own. */
  readonly takesComments: boolean;
  /** What a scalar stands for. */
  readonly text: string;
  readonly keys: readonly string[];
  /** Where each key or item begins: an item of a block list at its dash. */
  readonly starts: readonly number[];
  /** Where the colon of each key stands. */
  readonly keyEnds: readonly number[];
  /** Of an alias: what it stands for. */
  readonly items: readonly RawNode[];
}

export const NOTHING: readonly never[] = [];
export const MAX_DEPTH = 100;
export const MAX_KEY = 1000;

/** What reads in a line; the lines themselves are raw-reader's. A class because the position is state of the walk. */
export class LineReader {
  protected readonly text: string;
  protected readonly forData: boolean;
  private readonly anchors = new Map<string, RawNode>();
  protected pos = 0;
  /** Column of the block that a plain scalar stands in: its further lines are deeper. */
  private blockIndent = 0;

  constructor(text: string, forData: boolean) {
    this.text = text;
    this.forData = forData;
  }

  /** How far it has come. */
  get at(): number {
    return this.pos;
  }

  /** `&name value`. */
  protected anchored(read: () => RawNode): RawNode {
    const name = this.anchorName();
    const isDefined = this.anchors.has(name);
    const value = read();
    // Inside of a collection its own name means the collection itself.
    if (isCollection(value) && (isDefined || this.anchors.has(name))) unusual();
    this.anchors.set(name, value);
    return value;
  }

  protected alias(): RawNode {
    const start = this.pos;
    const target = this.anchors.get(this.anchorName());
    if (!target) unusual();
    return { ...scalar('alias', '', start, this.pos, this.pos, true), items: [target] };
  }

  /** Reads a key with its colon; leaves `pos` behind the colon. */
  protected key(): string {
    const { text } = this;
    const first = text.charCodeAt(this.pos);
    let key: string;
    if (first === DOUBLE || first === SINGLE) {
      const end = quoteEnd(text, this.pos, false);
      key = unquoted(text, this.pos, end);
      this.pos = end;
      if (text.charCodeAt(this.pos) !== COLON || !isBlankOrEnd(text.charCodeAt(this.pos + 1))) unusual();
    } else if (first === STAR) {
      const name = this.alias().items[0]!;
      if (isCollection(name)) unusual();
      key = name.text;
      this.blanks();
      if (text.charCodeAt(this.pos) !== COLON || !isBlankOrEnd(text.charCodeAt(this.pos + 1))) unusual();
    } else {
      const end = plainEnd(text, this.pos, false);
      key = text.slice(this.pos, end);
      if (key === '<<' || key.length > MAX_KEY) unusual();
      this.pos = end;
      if (text.charCodeAt(end) !== COLON) unusual();
    }
    this.pos++;
    return key;
  }

  /** Reads the name behind `&` or `*`, which ends at a blank. */
  private anchorName(): string {
    if (!this.forData) unusual();
    const start = this.pos + 1;
    let end = start;
    while (isNameCharacter(this.text.charCodeAt(end))) end++;
    if (end === start || !isBlankOrEnd(this.text.charCodeAt(end))) unusual();
    this.pos = end;
    return this.text.slice(start, end);
  }

  /** A value that begins in a line of a block with this indentation; leaves `pos` behind it. */
  protected inLine(blockIndent: number): RawNode {
    this.blockIndent = blockIndent;
    return this.flowValue(false);
  }

  /** A value inside or outside of a flow collection; leaves `pos` behind it. */
  private flowValue(inFlow: boolean, depth = 0): RawNode {
    const { text, pos } = this;
    if (depth > MAX_DEPTH) unusual();
    const first = text.charCodeAt(pos);
    if (first === DOUBLE || first === SINGLE) {
      const end = quoteEnd(text, pos, true);
      this.pos = end;
      const type = first === DOUBLE ? 'double' : 'single';
      return scalar(type, unquoted(text, pos, end), pos, end, end, true);
    }
    if (first === OPEN_LIST) return this.flowList(depth);
    if (first === OPEN_MAP) return this.flowMap(depth);
    let end = plainEnd(text, pos, inFlow);
    if (end === pos || text.charCodeAt(end) === COLON) unusual();
    if (!inFlow) end = this.lastLineEnd(end);
    this.pos = end;
    return scalar('plain', foldLines(text.slice(pos, end)), pos, end, end, true);
  }

  /** Where a plain scalar ends that may go on in deeper lines. */
  private lastLineEnd(firstLineEnd: number): number {
    const { text } = this;
    for (let end = firstLineEnd; ; ) {
      let lineBreak = end;
      while (text.charCodeAt(lineBreak) === SPACE) lineBreak++;
      if (text.charCodeAt(lineBreak) !== NEWLINE) return end;
      const next = furtherLine(text, lineBreak, this.blockIndent);
      if (next === undefined || text.charCodeAt(next) === HASH) return end;
      end = plainRunEnd(text, next, false);
      if (end === next || text.charCodeAt(end) === COLON) unusual();
    }
  }

  private flowList(depth: number): RawNode {
    const start = this.pos;
    const starts: number[] = [];
    const items: RawNode[] = [];
    this.pos++;
    this.blanksAndBreaks();
    if (this.text.charCodeAt(this.pos) !== CLOSE_LIST) {
      for (;;) {
        starts.push(this.pos);
        items.push(this.flowValue(true, depth + 1));
        if (this.flowEnd(CLOSE_LIST)) break;
      }
    }
    const end = ++this.pos;
    const parts = { keys: NOTHING, starts, keyEnds: NOTHING, items };
    return collection('list', true, { start, end, tail: end }, parts);
  }

  private flowMap(depth: number): RawNode {
    const start = this.pos;
    const keys: string[] = [];
    const starts: number[] = [];
    const keyEnds: number[] = [];
    const items: RawNode[] = [];
    this.pos++;
    this.blanksAndBreaks();
    if (this.text.charCodeAt(this.pos) !== CLOSE_MAP) {
      for (;;) {
        starts.push(this.pos);
        const key = this.flowKey();
        keyEnds.push(this.pos - 1);
        if (keys.includes(key)) unusual();
        keys.push(key);
        // Behind a quoted key, as in JSON, a value may follow the colon without a blank.
        const isQuoted = isQuote(this.text.charCodeAt(this.pos - 2));
        if (!isQuoted && this.text.charCodeAt(this.pos) !== SPACE) unusual();
        this.blanks();
        items.push(this.flowValue(true, depth + 1));
        if (this.flowEnd(CLOSE_MAP)) break;
      }
    }
    const end = ++this.pos;
    return collection('map', true, { start, end, tail: end }, { keys, starts, keyEnds, items });
  }

  private flowKey(): string {
    const { text, pos } = this;
    const first = text.charCodeAt(pos);
    const isQuoted = isQuote(first);
    const end = isQuoted ? quoteEnd(text, pos, false) : plainEnd(text, pos, true);
    const key = isQuoted ? unquoted(text, pos, end) : text.slice(pos, end);
    if (text.charCodeAt(end) !== COLON || key === '<<' || end - pos > MAX_KEY) unusual();
    this.pos = end + 1;
    return key;
  }

  /** Passes a comma, or stops at the closing bracket, which may stand behind one. */
  private flowEnd(close: number): boolean {
    this.blanksAndBreaks();
    const code = this.text.charCodeAt(this.pos);
    if (code === close) return true;
    if (code !== COMMA) unusual();
    this.pos++;
    this.blanksAndBreaks();
    const isLast = this.text.charCodeAt(this.pos) === close;
    // The editor would write behind the comma.
    if (isLast && !this.forData) unusual();
    return isLast;
  }

  /** Between the parts of a flow collection. Comments in between are left to the library. */
  private blanksAndBreaks(): void {
    this.blanks();
    while (this.text.charCodeAt(this.pos) === NEWLINE) {
      const lineStart = ++this.pos;
      this.blanks();
      // Any column will do for kustomize, where the library wants the lines deeper than their block.
      if (this.pos === lineStart && isDocumentMark(this.text, lineStart)) unusual();
    }
  }

  protected blanks(): void {
    while (this.text.charCodeAt(this.pos) === SPACE) this.pos++;
  }
}

export function scalar(
  type: RawNode['type'],
  text: string,
  start: number,
  end: number,
  tail: number,
  takesComments: boolean,
): RawNode {
  // Written out without spreading: this makes most objects of a reading.
  return {
    type,
    flow: false,
    start,
    end,
    tail,
    takesComments,
    text,
    keys: NOTHING,
    starts: NOTHING,
    keyEnds: NOTHING,
    items: NOTHING,
  };
}

/** A block or flow collection. Its keys in the order of {@link scalar}: one shape for all nodes. */
export function collection(
  type: 'map' | 'list',
  flow: boolean,
  { start, end, tail }: Pick<RawNode, 'start' | 'end' | 'tail'>,
  { keys, starts, keyEnds, items }: Pick<RawNode, 'keys' | 'starts' | 'keyEnds' | 'items'>,
): RawNode {
  return { type, flow, start, end, tail, takesComments: flow, text: '', keys, starts, keyEnds, items };
}

export function isCollection({ type }: RawNode): boolean {
  return type === 'map' || type === 'list';
}

export function isQuote(code: number): boolean {
  return code === DOUBLE || code === SINGLE;
}

/** Letters, digits, `-`, `_` and `.`: what names of anchors are made of in practice. */
function isNameCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === DASH ||
    code === 95 ||
    code === 46
  );
}
