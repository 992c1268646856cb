/** Credentials in clear among the lines of a text: settings, scripts, documents, whatever language it is. */
import { memoizedText } from '../text/memo.ts';
import { formOf, isDefault, isPlaceholder, isReference, type Literal, literalOf } from './literal.ts';

/** One of them. */
export interface Written {
  /** Of the setting; empty where the form of the value tells it. */
  readonly name: string;
  readonly literal: Literal;
  /** Of the value in the text, without quotes. */
  readonly start: number;
  readonly end: number;
  /** What stands before the value: `NAME=`, `name: `, `--name `. */
  readonly sign: string;
  readonly quote: '"' | "'" | '';
}

/** Names of variables and paths of settings; a sign; a value in quotes, or up to the end of the word. */
const ASSIGNED =
  /(?<![\w$.{-])(?:["'](?<quoted>[\w.-]{1,128})["']|(?<name>-{0,2}[A-Za-z_][\w.-]{0,127}))(?<sign>[ \t]{0,8}(?:=>|:=|:|=(?!=))[ \t]{0,8})(?:(?<quote>["'])(?<value>(?:(?!\k<quote>)[^\n\\]|\\[^\n]){0,2048})\k<quote>|(?<bare>[^\s"'`,;|&(){}[\]<>#\\][^\s"'`;|&(){}<>\\]{0,2048}))/g;
/** `--password x`, `-password x` */
const OPTION =
  /(?<![\w-])(?<name>--?[A-Za-z][\w-]{0,127})(?<sign>[ \t]{1,8})(?:(?<quote>["'])(?<value>(?:(?!\k<quote>)[^\n\\]){1,2048})\k<quote>|(?<bare>[^\s"'`;|&(){}<>\\$-][^\s"'`;|&(){}<>\\]{0,2048}))/g;
/** `PASSWORD 'x'`, `identified by 'x'`: a statement of SQL. */
const STATEMENT = /\b(?:password|identified\s{1,4}by)(?<sign>\s{1,8})(?<quote>')(?<value>[^'\n]{3,256})'/gi;
/** What programs read and nobody runs; what stands behind it is no setting. */
const COMMENT = /^[ \t]*(?:#|\/\/|;|--[ \t]|\*|<!--|%|REM\b)/;

export interface Reading {
  /** Expressions may stand for values: only those in quotes are literals. */
  readonly isCode?: boolean;
}

/** Texts that are kept with what is in them: every root that renders one asks, in every round. */
const MOST_KEPT = { texts: 256, length: 32_768 };
const inText = memoizedText(MOST_KEPT.texts, text => read(text, false));
const inCode = memoizedText(MOST_KEPT.texts, text => read(text, true));

/** In the order of the text; one for each place. */
export function writtenIn(text: string, { isCode = false }: Reading = {}): readonly Written[] {
  if (text.length > MOST_KEPT.length) return read(text, isCode);
  return isCode ? inCode(text) : inText(text);
}

function read(text: string, isCode: boolean): Written[] {
  const found: Written[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    if (line.length <= LONGEST_LINE && !COMMENT.test(line)) {
      for (const each of inLine(line, isCode))
        found.push({ ...each, start: start + each.start, end: start + each.end });
    }
    start += line.length + 1;
  }
  found.push(...keysIn(text));
  return found.sort((a, b) => a.start - b.start);
}

/** Minified programs and data. */
const LONGEST_LINE = 4096;

function inLine(line: string, isCode: boolean): Written[] {
  const found: Written[] = [];
  const add = (each: Written) => {
    const isTaken = found.some(({ start, end }) => each.start < end && start < each.end);
    if (!isTaken) found.push(each);
  };
  for (const form of [ASSIGNED, OPTION, STATEMENT]) {
    for (const match of line.matchAll(form)) {
      const written = givenBy(match, isCode);
      if (written !== undefined) add(written);
    }
  }
  for (const each of shapesIn(line)) add(each);
  return found;
}

function givenBy(match: RegExpMatchArray, isCode: boolean): Written | undefined {
  const { quoted, name = quoted ?? 'password', sign = '', quote = '', value, bare } = match.groups!;
  const text = value ?? bare?.replace(/,$/, '') ?? '';
  const isOpen = bare !== undefined;
  // `host:port`, `image:tag` and `a:b` are no settings.
  if (isOpen && (/^:$/.test(sign) || isCode || /[[\]]|\w\.\w+\(/.test(bare))) return undefined;
  if (isOpen && (isSaid(match, name, bare) || isCall(match, bare))) return undefined;
  const literal = literalOf(name.replace(/^-+/, ''), text);
  if (literal === undefined || literal.is === 'private key') return undefined;
  const whole = match.index! + match[0].lastIndexOf(text);
  const start = literal.secret === text ? whole : whole + text.lastIndexOf(literal.secret);
  return {
    name: name.replace(/^-+/, ''),
    literal,
    start,
    end: start + literal.secret.length,
    sign,
    quote: quote as Written['quote'],
  };
}

/** What a program in the text calls to get the value: `os.environ.get(...)`. */
function isCall({ 0: all, index = 0, input = '' }: RegExpMatchArray, bare: string): boolean {
  return input[index + all.length] === '(' && /^[A-Za-z_][\w.]*$/.test(bare);
}

const PRINTS = /(?:^|[\s;&|({])(?:echo|printf|print|puts|log|info|say)\b[^;&|]*$/i;
const VERDICT = /^PASS(?:ED)?$/;
const WORD = /^[A-Za-z]+$/;

/** Whether it is a sentence that a script prints: the verdict of a check, or words behind a word. */
function isSaid({ 0: all, index = 0, input = '' }: RegExpMatchArray, name: string, bare: string): boolean {
  if (!/:\s/.test(all) || !PRINTS.test(input.slice(0, index))) return false;
  return (
    VERDICT.test(name) || (WORD.test(bare) && /^ [A-Za-z]+(?![\w:=])/.test(input.slice(index + all.length)))
  );
}

/** What no name gives: addresses and tokens. */
function* shapesIn(line: string): Iterable<Written> {
  for (const word of line.matchAll(/[^\s"'`<>()]{8,4096}/g)) {
    const literal = formOf(word[0]);
    if (literal === undefined) continue;
    const start = word.index + word[0].lastIndexOf(literal.secret);
    yield { name: '', literal, start, end: start + literal.secret.length, sign: '', quote: '' };
  }
}

const KEY =
  /-----BEGIN [A-Z ]{0,32}PRIVATE KEY(?: BLOCK)?-----[\s\S]{40,8192}?-----END [A-Z ]{0,32}PRIVATE KEY(?: BLOCK)?-----/g;

function* keysIn(text: string): Iterable<Written> {
  if (!text.includes('PRIVATE KEY')) return;
  for (const match of text.matchAll(KEY)) {
    const literal = formOf(match[0]);
    if (literal?.is !== 'private key') continue;
    yield { name: '', literal, start: match.index, end: match.index + match[0].length, sign: '', quote: '' };
  }
}

/** `user:password` of a login that is encoded, as docker keeps it. */
export function loginOf(encoded: string): Literal | undefined {
  const [, password = ''] = /^[^:]+:(.+)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  if (password.length < 3 || isReference(password) || isPlaceholder(password)) return undefined;
  return { is: 'password', isDefault: isDefault(password), secret: password };
}
