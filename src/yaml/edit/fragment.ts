/** The text of new values. Existing text is never written anew from here. */
import {
  type Data,
  type DataMap,
  isCollection,
  isDataList,
  isDataMap,
  isEmptyCollection,
} from '../read/data.ts';
import { type Form, SHORT } from './forms.ts';
import { doubleQuoted, fitsLiteral, needsQuotes, type Quote, quoted } from './quote.ts';
import type { Style } from './style.ts';

/** What goes on the line of the key or dash, and the whole lines below it. */
export interface Fragment {
  readonly head: string;
  readonly body: readonly string[];
}

/** A value behind a key that stands at a column. */
export function valueFragment(
  value: Data,
  key: string,
  keyColumn: number,
  style: Style,
  quote: Quote | null = null,
): Fragment {
  if (style.literals && typeof value === 'string' && fitsLiteral(value))
    return literal(value, keyColumn, style.step);
  if (!isCollection(value) || isEmptyCollection(value))
    return { head: inline(value, style, quote), body: [] };
  const form = style.formOf(key, isDataList(value));
  const flow = shortFlow(value, keyColumn, style, quote, form);
  if (flow !== null) return { head: flow, body: [] };
  const column = isDataList(value) ? keyColumn + style.dash : keyColumn + style.step;
  if (form?.quote && isDataList(value))
    return { head: '', body: value.flatMap(item => itemLines(item, column, style, 1, form.quote)) };
  return { head: '', body: blockLines(value, column, style) };
}

const MAX_COLUMN = 80;

/** A short collection of scalars in flow style, where its sisters or its neighbourhood write such collections so; else null. */
function shortFlow(
  value: readonly Data[] | DataMap,
  keyColumn: number,
  style: Style,
  quote: Quote | null,
  form: Form | undefined,
): string | null {
  if (!(form?.flow ?? (isDataList(value) ? style.flowLists : style.flowMaps))) return null;
  const children = isDataMap(value) ? [...value.values()] : value;
  if (children.length > SHORT || !children.every(isWord)) return null;
  const usual = form === undefined ? style.itemQuote : form.quote;
  const flow = inline(value, style, quote ?? (isDataList(value) ? usual : null));
  return keyColumn + flow.length <= MAX_COLUMN ? flow : null;
}

/** What reads well between commas. */
function isWord(value: Data): boolean {
  return !isCollection(value) && (typeof value !== 'string' || !/[\s"',]/.test(value));
}

/** A value behind a dash that stands at a column, `gap` blanks before the value; what fits stands on that line. */
export function itemFragment(
  value: Data,
  column: number,
  gap: number,
  style: Style,
  quote: Quote | null = null,
): Fragment {
  if (style.literals && typeof value === 'string' && fitsLiteral(value))
    return literal(value, column, 1 + gap);
  if (!isCollection(value) || isEmptyCollection(value))
    return { head: inline(value, style, quote), body: [] };
  const inner = column + 1 + gap;
  const [first, ...body] = blockLines(value, inner, style);
  return { head: first!.slice(inner), body };
}

/** `key: value` and the lines below it, indented to a column. */
export function entryLines(key: string, value: Data, column: number, style: Style): string[] {
  const { head, body } = valueFragment(value, key, column, style);
  return [`${' '.repeat(column)}${keyText(key, style)}:${head === '' ? '' : ' '}${head}`, ...body];
}

/** `- value` and the lines below it; `gap` is the blanks between the dash and the value. */
export function itemLines(
  value: Data,
  column: number,
  style: Style,
  gap = 1,
  quote: Quote | null = null,
): string[] {
  const { head, body } = itemFragment(value, column, gap, style, quote);
  return [`${' '.repeat(column)}-${' '.repeat(gap)}${head}`, ...body];
}

/** The lines of a collection that is not empty, indented to a column. */
export function blockLines(value: readonly Data[] | DataMap, column: number, style: Style): string[] {
  if (isDataMap(value)) return [...value].flatMap(([key, child]) => entryLines(key, child, column, style));
  return value.flatMap(item => itemLines(item, column, style));
}

/** A value on one line: a scalar, or a collection in flow style. */
export function inline(value: Data, style: Style, quote: Quote | null = null): string {
  return scalarOrFlow(value, style, quote, false);
}

/** The same, inside a flow collection, where more characters must be quoted. */
export function flowInline(value: Data, style: Style, quote: Quote | null = null): string {
  return scalarOrFlow(value, style, quote, true);
}

/** A value of a JSON document, its collections broken over lines; all lines but the first are indented. */
export function jsonLines(value: Data, column: number, style: Style): string[] {
  if (!isCollection(value) || isEmptyCollection(value)) return [flowInline(value, style)];
  const [open, close] = isDataMap(value) ? ['{', '}'] : ['[', ']'];
  const children = isDataMap(value)
    ? [...value].map(([key, child]) => ({ prefix: `${doubleQuoted(key)}: `, child }))
    : value.map(child => ({ prefix: '', child }));
  const inner = column + style.step;
  const lines = children.flatMap(({ prefix, child }, index) => {
    const [first, ...rest] = jsonLines(child, inner, style);
    const item = [`${' '.repeat(inner)}${prefix}${first}`, ...rest];
    if (index < children.length - 1) item.push(`${item.pop()},`);
    return item;
  });
  return [open, ...lines, `${' '.repeat(column)}${close}`];
}

export function keyText(key: string, style: Style, inFlow = false): string {
  if (style.json) return doubleQuoted(key);
  return needsQuotes(key, inFlow) ? quoted(key, style.quote) : key;
}

function scalarOrFlow(value: Data, style: Style, quote: Quote | null, inFlow: boolean): string {
  if (isDataMap(value)) {
    if (value.size === 0) return '{}';
    const entries = [...value].map(
      ([key, child]) => `${keyText(key, style, true)}: ${flowInline(child, style)}`,
    );
    return style.json || !style.padMaps ? `{${entries.join(', ')}}` : `{ ${entries.join(', ')} }`;
  }
  if (isDataList(value)) {
    const items = value.map(child => flowInline(child, style, quote)).join(', ');
    return style.padLists && items !== '' ? `[ ${items} ]` : `[${items}]`;
  }
  if (typeof value === 'string') {
    if (style.json) return doubleQuoted(value);
    if (quote) return quoted(value, quote);
    return needsQuotes(value, inFlow) ? quoted(value, style.quote) : value;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
  }
  return String(value);
}

function literal(text: string, column: number, step: number): Fragment {
  return { head: literalHeader(text, step), body: literalLines(text, column + step) };
}

/** The header of a literal block for a text: chomping, and the indentation where the first line has its own. */
export function literalHeader(text: string, step: number): string {
  const chomp = !text.endsWith('\n') ? '-' : text.endsWith('\n\n') ? '+' : '';
  const first = text.split('\n').find(line => line !== '') ?? '';
  return `|${/^[ \t]/.test(first) ? step : ''}${chomp}`;
}

/** The lines of a literal block; empty lines stay empty. */
export function literalLines(text: string, column: number): string[] {
  const lines = text.split('\n');
  if (text.endsWith('\n')) lines.pop();
  return lines.map(line => (line === '' ? '' : ' '.repeat(column) + line));
}
