/** Ends of scalars in the plain subset of YAML (raw-reader.ts). */

export const TAB = 9;
export const NEWLINE = 10;
export const SPACE = 32;
export const DOUBLE = 34;
export const HASH = 35;
export const AMPERSAND = 38;
export const SINGLE = 39;
export const STAR = 42;
export const COMMA = 44;
export const DASH = 45;
export const COLON = 58;
export const FOLD = 62;
export const OPEN_LIST = 91;
export const BACKSLASH = 92;
export const CLOSE_LIST = 93;
export const OPEN_MAP = 123;
export const PIPE = 124;
export const CLOSE_MAP = 125;
const BYTE_ORDER_MARK = 0xfeff;

/** Characters that begin something else than a plain scalar; `-` is looked at more closely. */
const NOT_PLAIN = new Set([...'?:,[]{}#&*!|>\'"%@`'].map(c => c.charCodeAt(0)));
/** What a backslash may stand before in double quotes, but for the digits of a character. */
const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

/** Not plain enough for the fast reader: the library has to read it. */
export class Unusual extends Error {}
const UNUSUAL = new Unusual();

export function unusual(): never {
  throw UNUSUAL;
}

export function isBlankOrEnd(code: number): boolean {
  return code === SPACE || code === NEWLINE || Number.isNaN(code);
}

/** Whether a plain scalar may begin with the character. */
export function beginsPlain(code: number): boolean {
  return !NOT_PLAIN.has(code);
}

function isFlowIndicator(code: number): boolean {
  return (
    code === COMMA || code === CLOSE_LIST || code === CLOSE_MAP || code === OPEN_LIST || code === OPEN_MAP
  );
}

/** End of a plain scalar: before trailing blanks, a comment, or the colon of a key. */
export function plainEnd(text: string, start: number, inFlow: boolean): number {
  const first = text.charCodeAt(start);
  if (NOT_PLAIN.has(first) || (first === DASH && isBlankOrEnd(text.charCodeAt(start + 1)))) unusual();
  if (inFlow && first === DASH && isFlowIndicator(text.charCodeAt(start + 1))) unusual();
  return plainRunEnd(text, start, inFlow);
}

/** The same for a further line of one, which may begin with anything. */
export function plainRunEnd(text: string, start: number, inFlow: boolean): number {
  let end = start;
  for (let i = start; ; i++) {
    const code = text.charCodeAt(i);
    // Also at the end of the text, where it is NaN.
    if (code === NEWLINE || Number.isNaN(code)) return end;
    if (code === SPACE) continue;
    if (code === HASH && i > end) return end;
    if (code === COLON) {
      const next = text.charCodeAt(i + 1);
      if (isBlankOrEnd(next)) return i > end ? unusual() : i;
      if (inFlow && isFlowIndicator(next)) unusual();
    }
    if (code < SPACE || code === BYTE_ORDER_MARK) unusual();
    if (inFlow && isFlowIndicator(code)) return end;
    end = i + 1;
  }
}

/**
 * Behind the closing quote.
 *
 * @param spansLines whether it may end in a later line: at any column for kustomize, where the library wants the lines
 *   deeper than their block
 */
export function quoteEnd(text: string, start: number, spansLines: boolean): number {
  const quote = text.charCodeAt(start);
  for (let i = start + 1; ; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) {
      if (quote === DOUBLE || text.charCodeAt(i + 1) !== SINGLE) return i + 1;
      i++;
    } else if (code === BACKSLASH && quote === DOUBLE && text.charCodeAt(i + 1) !== NEWLINE) i++;
    else if (code === BACKSLASH && quote === DOUBLE && spansLines) continue;
    else if (code === NEWLINE && spansLines) {
      i = furtherLine(text, i, -1) ?? unusual();
      // Its first character may be the quote.
      i--;
      continue;
    }
    if (Number.isNaN(code) || (code < SPACE && code !== TAB)) unusual();
  }
}

/**
 * The content of the next line with any, behind a line break, where it is deeper than a block.
 *
 * @param indent of that block; -1 inside of quotes, where tabs are blanks like others
 */
export function furtherLine(text: string, lineBreak: number, indent: number): number | undefined {
  for (let line = lineBreak + 1; ; ) {
    let i = line;
    while (text.charCodeAt(i) === SPACE || (indent < 0 && text.charCodeAt(i) === TAB)) i++;
    if (text.charCodeAt(i) === NEWLINE) {
      line = i + 1;
      continue;
    }
    if (i === line && isDocumentMark(text, i)) unusual();
    return i < text.length && i - line > indent ? i : undefined;
  }
}

/** Whether a document begins or ends in the line. */
export function isDocumentMark(text: string, lineStart: number): boolean {
  return text.startsWith('---', lineStart) || text.startsWith('...', lineStart);
}

/** Lines of a scalar as one: a line break is a blank, and empty lines are line breaks. */
export function foldLines(text: string): string {
  if (!text.includes('\n')) return text;
  // The look behind keeps a long row of blanks from being tried at each of them.
  return text.replace(/(?<![ \t])[ \t]*\n[ \t]*((?:\n[ \t]*)*)/g, (_, more: string) => breaksIn(more) || ' ');
}

function breaksIn(lines: string): string {
  return lines.replaceAll(/[ \t]/g, '');
}

/** An escaped break with the empty lines behind it, another escape, or a break with the blanks around it. */
const DOUBLE_PARTS =
  /\\(?:\n[ \t]*((?:\n[ \t]*)*)|(x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[^\n]))|(?<![ \t])[ \t]*\n[ \t]*((?:\n[ \t]*)*)/g;

/** Of its number in digits. Halves of a pair are no characters to kustomize: the library says so. */
function characterOf(escaped: string): string {
  const code = Number.parseInt(escaped.slice(1), 16);
  if (escaped.length === 1 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) unusual();
  return String.fromCodePoint(code);
}

/** What a quoted scalar stands for. */
export function unquoted(text: string, start: number, end: number): string {
  const written = text.slice(start + 1, end - 1);
  if (text.charCodeAt(start) === SINGLE) {
    const inner = foldLines(written);
    return inner.includes("'") ? inner.replaceAll("''", "'") : inner;
  }
  if (!written.includes('\\')) return foldLines(written);
  return written.replace(
    DOUBLE_PARTS,
    (_, joined: string | undefined, escaped: string | undefined, more: string | undefined) => {
      if (escaped !== undefined) return ESCAPES[escaped] ?? characterOf(escaped);
      return joined === undefined ? breaksIn(more ?? '') || ' ' : breaksIn(joined);
    },
  );
}
