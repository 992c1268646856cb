/**
 * Data as `kustomize build` prints it: by go-yaml v2, keys in its order, lists not indented, long lines folded behind column
 * 80. What go-yaml does was read off its output (test/yaml/print).
 */
import type { Json } from '../read/data.ts';
import { compareKeys } from './key-order.ts';
import { isBreak, isPrintable, type PrintedStyle, styleOf } from './scalar-style.ts';

/** Behind this column a text goes on in the next line. */
const BEST_WIDTH = 80;
/** Longer keys are written behind a question mark. */
const MAX_SIMPLE_KEY = 128;

/** One object, with a line break at its end. */
export function printAsKustomize(value: Json): string {
  const printer = new Printer();
  printer.node(value, 0, false);
  return `${printer.text}\n`;
}

/** A class because the column is state that every piece of text moves. */
class Printer {
  text = '';
  private column = 0;

  /** @param indent column of the keys or dashes of a block; @param isValue whether it stands behind a key */
  node(value: Json, indent: number, isValue: boolean): void {
    if (isList(value)) this.list(value, indent, isValue);
    else if (isMap(value)) this.map(value, indent, isValue);
    else this.scalar(value, indent + 2, isValue);
  }

  private map(map: { readonly [key: string]: Json }, indent: number, isValue: boolean): void {
    const keys = Object.keys(map).sort(compareKeys);
    if (keys.length === 0) this.write(isValue ? ' {}' : '{}');
    const column = isValue ? indent + 2 : indent;
    for (const [index, key] of keys.entries()) {
      // The first key of an item stands behind its dash.
      if (isValue || index > 0) this.newLine(column);
      if (isSimpleKey(key)) {
        this.styled(key, styleOf(key, true), column + 2, false);
        this.write(':');
        this.node(map[key]!, column, true);
      } else {
        // Both behind an indicator, as items of a list are.
        this.write('? ');
        this.styled(key, styleOf(key, false), column + 2, true);
        this.newLine(column);
        this.write(': ');
        this.node(map[key]!, column + 2, false);
      }
    }
  }

  /** Dashes stand in the column of the key. */
  private list(items: readonly Json[], indent: number, isValue: boolean): void {
    if (items.length === 0) this.write(isValue ? ' []' : '[]');
    for (const [index, item] of items.entries()) {
      if (isValue || index > 0) this.newLine(indent);
      this.write('- ');
      this.node(item, indent + 2, false);
    }
  }

  private scalar(value: string | number | bigint | boolean | null, indent: number, isValue: boolean): void {
    if (isValue) this.write(' ');
    if (typeof value === 'string')
      this.styled(value, styleOf(value, false), isValue ? indent : indent - 2, true);
    else this.write(typeof value === 'number' ? printNumber(value) : String(value));
  }

  private styled(text: string, style: PrintedStyle, indent: number, mayFold: boolean): void {
    if (style === 'literal') this.literal(text, indent);
    else if (style === 'double') this.doubleQuoted(text, indent, mayFold);
    else if (style === 'plain') this.words(text, indent, mayFold, false);
    else {
      this.write("'");
      this.words(text.replaceAll("'", "''"), indent, mayFold, true);
      this.write("'");
    }
  }

  /** A text on one line, which is broken at a single blank behind the best width. */
  private words(text: string, indent: number, mayFold: boolean, isQuoted: boolean): void {
    let isAfterSpace = false;
    for (let i = 0; i < text.length; i++) {
      const rune = text[i]!;
      const isSpace = rune === ' ';
      const isInside = !isQuoted || (i > 0 && i < text.length - 1);
      const isWide = mayFold && isSpace && !isAfterSpace && this.column > BEST_WIDTH;
      if (isWide && isInside && text[i + 1] !== ' ') this.newLine(indent);
      else this.write(rune);
      isAfterSpace = isSpace;
    }
  }

  private doubleQuoted(text: string, indent: number, mayFold: boolean): void {
    this.write('"');
    const runes = [...text];
    let isAfterSpace = false;
    for (const [i, rune] of runes.entries()) {
      const code = rune.codePointAt(0)!;
      const isSpace = rune === ' ';
      if (!isPrintable(code) || isBreak(code) || rune === '"' || rune === '\\') this.write(escaped(code));
      else if (
        isSpace &&
        mayFold &&
        !isAfterSpace &&
        this.column > BEST_WIDTH &&
        i > 0 &&
        i < runes.length - 1
      ) {
        this.newLine(indent);
        // A blank at the beginning of a line is none unless it is escaped.
        if (runes[i + 1] === ' ') this.write('\\');
      } else this.write(rune);
      isAfterSpace = isSpace;
    }
    this.write('"');
  }

  private literal(text: string, indent: number): void {
    const hint = /^[ \n]/.test(text) ? '2' : '';
    const chomp = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
    this.write(`|${hint}${chomp}`);
    const lines = (chomp === '-' ? text : text.slice(0, -1)).split('\n');
    for (const line of lines) {
      this.newLine(line === '' ? 0 : indent);
      this.write(line);
    }
  }

  private newLine(column: number): void {
    this.text += `\n${' '.repeat(column)}`;
    this.column = column;
  }

  private write(text: string): void {
    this.text += text;
    this.column += text.length;
  }
}

const ESCAPES: Readonly<Record<number, string>> = {
  0: '0',
  7: 'a',
  8: 'b',
  9: 't',
  10: 'n',
  11: 'v',
  12: 'f',
  13: 'r',
  27: 'e',
  34: '"',
  92: '\\',
  133: 'N',
  160: '_',
  8232: 'L',
  8233: 'P',
};

function escaped(code: number): string {
  const known = ESCAPES[code];
  if (known !== undefined) return `\\${known}`;
  const [letter, digits] = code <= 0xff ? ['x', 2] : code <= 0xffff ? ['u', 4] : ['U', 8];
  return `\\${letter}${code
    .toString(16)
    .toUpperCase()
    .padStart(digits as number, '0')}`;
}

/** As Go prints the shortest form of a float: with an exponent from 1e+21 for whole numbers, and from six digits on. */
function printNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 21) return String(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function isSimpleKey(key: string): boolean {
  return Buffer.byteLength(key) <= MAX_SIMPLE_KEY && !key.includes('\n');
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isMap(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null;
}
