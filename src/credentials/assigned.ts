/** `NAME=value`, `name: value`, `"name": "value"`, `name := value`, `:name => value`: whatever language it is. */
import type { Found } from './found.ts';
import { credentialOf, LONGEST_NAME, type Strength, startOfName } from './names.ts';
import { isCredential, isDistinct, isSignature, isValue } from './values.ts';

const [EQUALS, COLON, NEWLINE] = [61, 58, 10];

/** One pass: what has been found is not searched again. */
export function* assigned(text: string): Iterable<Found> {
  let [lineStart, lineEnd] = [0, -1];
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === NEWLINE) lineStart = at + 1;
    if (sign !== EQUALS && sign !== COLON) continue;
    const start = nameBefore(text, at);
    if (start === undefined) continue;
    const name = text.slice(start, at).replace(/^-+|[\s"'\\\]|?+]+$/g, '');
    const isQuery = sign === EQUALS && '?&'.includes(text[start - 1] ?? ' ');
    const strength = credentialOf(name) ?? (isQuery && isSignature(name) ? 'sure' : undefined);
    if (strength === undefined) continue;
    if (lineEnd < at) lineEnd = endOf(text, at, '\n');
    const isLine = start - lineStart < LONGEST_NAME && isLead(text.slice(lineStart, start));
    let end = at;
    for (const found of valuesAt({ text, at, sign, strength, isLine, lineEnd })) {
      // A line that is a value as a whole may hold other settings.
      if (!found.isLine) end = Math.max(end, found.start + found.value.length);
      yield found;
    }
    at = Math.max(at, end - 1);
    if (end > lineEnd) lineStart = text.lastIndexOf('\n', at) + 1;
  }
}

/** Quotes and blanks may stand between a name and its sign, the end of an index, and what makes the sign another one: `||=`. */
const BETWEEN = 8;

function nameBefore(text: string, at: number): number | undefined {
  let end = at;
  while (end > 0 && '"\'\\ \t]|?+'.includes(text[end - 1]!) && at - end < BETWEEN) end--;
  const start = startOfName(text, end);
  return start === end ? undefined : start;
}

/** Marks of a list or a comment, and `export`: what follows the sign is one value up to the end of the line. */
function isLead(lead: string): boolean {
  return /^[\s"'#+-]*(?:export\s+)?["']?$/.test(lead);
}

interface Assignment {
  readonly text: string;
  readonly at: number;
  readonly sign: number;
  readonly strength: Strength;
  readonly isLine: boolean;
  readonly lineEnd: number;
}

interface Part extends Found {
  readonly isLine?: boolean;
}

function* valuesAt({ text, at, sign, strength, isLine, lineEnd }: Assignment): Iterable<Part> {
  const behind = text[at + 1];
  let start = at + (behind === '=' || behind === '>' ? 2 : 1);
  while (text[start] === ' ' || text[start] === '\t') start++;
  const opening = /^(?:"""|'''|\\?["'])/.exec(text.slice(start, start + 3))?.[0] ?? '';
  // `image:tag` is no assignment, and `db.password:x` on a line of its own is one.
  const isClose = sign === COLON && start === at + 1 && opening === '';
  if (isClose && !(isLine && isDistinct(text.slice(start, lineEnd)))) return;
  if (opening !== '') {
    yield* quoted(text, start + opening.length, opening, strength, lineEnd);
    return;
  }
  const line = text.slice(start, lineEnd);
  const word = /^[^\s"'`;&|,)\\]+/.exec(line)?.[0] ?? '';
  const whole = isLine ? valueOfLine(line) : '';
  if (whole !== word && isCredential(whole, strength)) yield { start, value: whole, isLine: true };
  const isMark = /^[|>$[{<*&!]/.test(word);
  if (word !== '' && !isMark && isCredential(word, strength) && !isScheme(word)) yield { start, value: word };
  yield* secondWord(line, start);
  if (isLine) yield* continued(text, lineEnd, strength);
}

/** Empty where it is prose, or a mark of YAML. */
function valueOfLine(line: string): string {
  const whole = line
    .replace(/(?<!\s)\s+#.*$/, '')
    .trimEnd()
    .replace(/,$/, '');
  return PROSE.test(whole) || /^[|>][-+\d]*$|^[[{&!]/.test(whole) ? '' : whole;
}

const PROSE = /^(?:[A-Za-z]+[,.]?\s+){3}/;

function* quoted(
  text: string,
  start: number,
  opening: string,
  strength: Strength,
  lineEnd: number,
): Iterable<Part> {
  const isLong = opening.length === 3;
  const closing = isLong ? endOf(text, start, opening) : closingOf(text, start, opening, lineEnd);
  const value = text.slice(start, closing);
  const lines = isLong ? linesIn(value, start) : [{ start, value }];
  for (const each of lines) if (isCredential(each.value, strength)) yield each;
  yield* secondWord(value, start);
}

/** A quote behind more backslashes than the opening one has belongs to the value. */
function closingOf(text: string, start: number, opening: string, lineEnd: number): number {
  const quote = opening.at(-1)!;
  for (let at = text.indexOf(quote, start); at >= 0 && at < lineEnd; at = text.indexOf(quote, at + 1)) {
    let slashes = 0;
    while (at - slashes > start && text[at - slashes - 1] === '\\') slashes++;
    if (opening.length === 1 ? slashes % 2 === 0 || quote === "'" : slashes <= 1)
      return at - (opening.length - 1) * Math.min(slashes, 1);
  }
  return lineEnd;
}

function* linesIn(text: string, start: number): Iterable<Found> {
  for (const match of text.matchAll(/[^\s][^\n]*/g)) yield { start: start + match.index, value: match[0] };
}

/** Properties go on in the next line behind a backslash. */
function* continued(text: string, lineEnd: number, strength: Strength): Iterable<Part> {
  let end = lineEnd;
  while (text[end - 1] === '\\' && end < text.length) {
    const next = endOf(text, end + 1, '\n');
    const value = text
      .slice(end + 1, next)
      .replace(/\\$/, '')
      .trim();
    if (isCredential(value, strength)) yield { start: text.indexOf(value, end + 1), value };
    end = next;
  }
}

function isScheme(word: string): boolean {
  return /^(?:basic|bearer|token|digest|apikey)$/i.test(word);
}

/** `Bearer x`: the scheme is no secret, what follows is. */
function* secondWord(text: string, start: number): Iterable<Found> {
  const match = /^(\w+)([ \t]+)([^\s"'`;,\\]+)/.exec(text);
  if (match === null || !isScheme(match[1]!) || !isValue(match[3]!)) return;
  yield { start: start + match[1]!.length + match[2]!.length, value: match[3]! };
}

/** The end of the text where the mark does not come any more. */
export function endOf(text: string, start: number, mark: string): number {
  const end = text.indexOf(mark, start);
  return end < 0 ? text.length : end;
}
