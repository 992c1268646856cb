/** TOML by its lines, as far as settings are read. */

import { linesIn, type Setting, type Settings } from './settings.ts';

const WORD = `(?:[\\w-]+|"[^"\\\\]*"|'[^']*')`;
const PATH = `${WORD}(?:[ \\t]*\\.[ \\t]*${WORD})*`;
const BLANK = /^\s*(?:#.*)?$/;
const TABLE = new RegExp(`^[ \\t]*\\[[ \\t]*(${PATH})[ \\t]*\\](.*)$`);
const ELEMENT = new RegExp(`^[ \\t]*\\[\\[[ \\t]*${PATH}[ \\t]*\\]\\](.*)$`);
const ASSIGNMENT = new RegExp(`^([ \\t]*)(${PATH})[ \\t]*=[ \\t]*`);

/** Undefined where a line is not understood: then nothing else of it is either. Elements of tables in lists are left out. */
export function readToml(text: string): Settings | undefined {
  const { lines, breaks } = linesIn(text);
  const all: Setting[] = [];
  let table: readonly string[] | undefined = [];
  for (let line = 0; line < lines.length; line++) {
    const written = lines[line]!;
    if (BLANK.test(written)) continue;
    const element = ELEMENT.exec(written);
    const header = element === null ? TABLE.exec(written) : null;
    if (element !== null || header !== null) {
      if (!BLANK.test((element?.[1] ?? header?.[2])!)) return undefined;
      table = header === null ? undefined : wordsOf(header[1]!);
      continue;
    }
    const [whole, indent = '', key = ''] = ASSIGNMENT.exec(written) ?? [];
    const end = whole === undefined ? undefined : endOf(lines, line, whole.length);
    if (whole === undefined || end === undefined || !BLANK.test(lines[end.line]!.slice(end.column))) {
      return undefined;
    }
    const isShort = end.line === line;
    const value = { start: whole.length, end: isShort ? end.column : written.length };
    const rest = isShort ? [] : [...lines.slice(line + 1, end.line), lines[end.line]!.slice(0, end.column)];
    const words = wordsOf(key);
    const last = indent.length + key.length;
    if (table !== undefined) {
      all.push({
        path: [...table, ...words],
        raw: [written.slice(value.start, value.end), ...rest].join('\n'),
        line,
        key: { start: last - words.at(-1)!.length, end: last },
        value,
      });
    }
    line = end.line;
  }
  return { form: 'toml', lines, breaks, all };
}

function wordsOf(path: string): readonly string[] {
  return [...path.matchAll(new RegExp(WORD, 'g'))].map(([word]) => word.replace(/^(["'])(.*)\1$/, '$2'));
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/** Behind a value, which may take several lines. */
function endOf(lines: readonly string[], first: number, start: number): Position | undefined {
  let depth = 0;
  let column = start;
  for (let line = first; line < lines.length; line++, column = 0) {
    const text = lines[line]!;
    while (column < text.length) {
      const rest = text.slice(column);
      const long = /^(?:"""|''')/.exec(rest)?.[0];
      if (long !== undefined) {
        const close = closeOf(lines, { line, column: column + 3 }, long);
        if (close === undefined || depth > 0) return undefined;
        return close;
      }
      const [token = ''] = TOKEN.exec(rest) ?? [];
      if (token === '') return undefined;
      if (token === '#') break;
      if (/^[[{]/.test(token)) depth++;
      if (/^[\]}]/.test(token)) depth--;
      column += token.length;
      const isDone = depth === 0 && !/^[\s,]/.test(token);
      if (depth < 0) return undefined;
      if (isDone) return { line, column };
    }
    if (depth === 0) return undefined;
  }
  return undefined;
}

/** A text, a bracket, a comma, the start of a comment, a word (`true`, `1_000`, a key within braces), or space. */
const TOKEN = /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|[[\]{},#=]|[^\s"'[\]{},#=]+|\s+)/;

/** Behind the quotes that end a long text. */
function closeOf(lines: readonly string[], from: Position, quotes: string): Position | undefined {
  for (let { line, column } = from; line < lines.length; line++, column = 0) {
    const at = lines[line]!.indexOf(quotes, column);
    if (at >= 0) return { line, column: at + quotes.length };
  }
  return undefined;
}
