/** What a source file looks like: its lines, line ends, byte order mark. */

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
}

export interface SourceText {
  readonly text: string;
  /** The line end that most lines have. */
  readonly eol: '\n' | '\r\n';
  readonly bom: boolean;
  readonly finalNewline: boolean;
  readonly lineCount: number;
  /** Line and column of an offset; an offset behind the end is the end. */
  position(offset: number): Position;
  /** Offset of a line and column; a column behind the line's end is the line's end. */
  offset(position: Position): number;
}

const BOM = '\uFEFF';

/** Indexes a text by lines. */
export function sourceText(text: string): SourceText {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);

  return {
    text,
    eol: dominantEol(text),
    bom: text.startsWith(BOM),
    finalNewline: text.endsWith('\n'),
    lineCount: starts.length,
    position(offset) {
      const at = Math.max(0, Math.min(offset, text.length));
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle]! <= at) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: at - starts[low]! + 1 };
    },
    offset({ line, column }) {
      const start = starts[line - 1];
      if (start === undefined) return line < 1 ? 0 : text.length;
      return Math.min(start + Math.max(column, 1) - 1, lineEnd(text, start));
    },
  };
}

/** The line end that most lines of a text have; LF when there is none. */
export function dominantEol(text: string): '\n' | '\r\n' {
  return mostLineEnds(countLineEnds(text));
}

/** How many lines of a text end in each way. */
export interface LineEnds {
  readonly crlf: number;
  readonly lf: number;
}

/** The line end that most lines have; LF when there is none. */
export function mostLineEnds({ crlf, lf }: LineEnds): '\n' | '\r\n' {
  return crlf > lf ? '\r\n' : '\n';
}

/** Counts the line ends of a text: those of two texts, one behind a line end of the other, are their sums. */
export function countLineEnds(text: string): LineEnds {
  let crlf = 0;
  let lf = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    if (text.charCodeAt(at - 1) === 13) crlf++;
    else lf++;
  }
  return { crlf, lf };
}

/** Offset of the first character of the line that holds an offset. */
export function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Offset behind the last character of the line that holds an offset, its line end not counted. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  if (at === -1) return text.length;
  return at > offset && text.charCodeAt(at - 1) === 13 ? at - 1 : at;
}

/** Offset of the first character of the next line, or the text's end. */
export function nextLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at === -1 ? text.length : at + 1;
}
