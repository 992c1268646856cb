/** In which form short collections of scalars stand behind a key: `drop: [ALL]`, `drop: ["ALL"]`, or lines of a block. */
import { needsQuotes, type Quote } from './quote.ts';

export interface Form {
  /** In brackets or braces on the line of its key. */
  readonly flow: boolean;
  /** Around the items of a list that could do without. */
  readonly quote: Quote | null;
}

/** By {@link formKey}. */
export type Forms = ReadonlyMap<string, Form>;

/** A collection of more entries is broken over lines by everybody. */
export const SHORT = 4;

export function formKey(key: string, isList: boolean): string {
  return `${key} ${isList ? '[]' : '{}'}`;
}

/** Whether it is the key of a list. */
export function isOfList(id: string): boolean {
  return id.endsWith(' []');
}

/** How often each form has been seen. */
export type FormCounts = Map<string, { readonly form: Form; times: number }[]>;

export function countForm(counts: FormCounts, id: string, form: Form): void {
  const known = counts.get(id) ?? [];
  counts.set(id, known);
  const same = known.find(each => each.form.flow === form.flow && each.form.quote === form.quote);
  if (same) same.times++;
  else known.push({ form, times: 1 });
}

/** The form that is there most often: none where two are there as often. */
export function mostUsual(counts: FormCounts): Forms {
  const usual = new Map<string, Form>();
  for (const [id, seen] of counts) {
    const [first, second] = [...seen].sort((a, b) => b.times - a.times);
    if (first && first.times !== second?.times) usual.set(id, first.form);
  }
  return usual;
}

const WORD = /"[^"\\]*"|'[^']*'|[^\s,"'[\]{}&*!|>%@`#](?:(?!: )[^,"'[\]{}#])*/;
const KEY = '([A-Za-z][\\w./-]*):';
const FLOW = new RegExp(`(?:^[ \\-]*|[{,] *)${KEY} +(?:\\[([^\\[\\]{}#]+)\\]|\\{([^\\[\\]{}#]+)\\})`, 'g');
const OPEN = new RegExp(`^( *)((?:- +)*)${KEY} *(?:#.*)?$`);
const ITEM = new RegExp(`^( *)- +(${WORD.source}) *(?:#.*)?$`);
const ENTRY = new RegExp(`^( *)[A-Za-z][\\w./-]*: +(${WORD.source}) *(?:#.*)?$`);

/** The forms of a text, read line by line: of many files, which nobody edits, that is enough. */
export function formsIn(text: string): FormCounts {
  const counts: FormCounts = new Map();
  const lines = text.split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    for (const [, key, list, map] of line.matchAll(FLOW)) {
      const words = (list ?? map)!.split(',').map(each => each.trim());
      if (words.length > SHORT) continue;
      const quote = list === undefined ? null : quoteOf(words, true);
      countForm(counts, formKey(key!, list !== undefined), { flow: true, quote });
    }
    const open = OPEN.exec(line);
    if (open) countBlock(counts, lines.slice(index + 1, index + 2 + SHORT), open);
  }
  return counts;
}

/** @param below as many lines as a short block has at most, and the one behind it */
function countBlock(counts: FormCounts, below: readonly string[], [, blanks, dashes, key]: RegExpExecArray) {
  const column = blanks!.length + dashes!.length;
  const isList = /^ *- /.test(below[0] ?? '');
  const words: string[] = [];
  for (const line of below) {
    const found = (isList ? ITEM : ENTRY).exec(line);
    const at = found ? found[1]!.length : -1;
    if (!found || at < column || (at === column && !isList)) {
      // What goes on below is no scalar.
      if (/^ *[^\s#]/.test(line) && /^ */.exec(line)![0].length > column) return;
      break;
    }
    words.push(found[2]!.trim());
  }
  if (words.length === 0 || words.length > SHORT) return;
  countForm(counts, formKey(key!, isList), { flow: false, quote: isList ? quoteOf(words, false) : null });
}

/** The quotes that all words have of which one at least could do without. */
function quoteOf(words: readonly string[], inFlow: boolean): Quote | null {
  for (const [mark, quote] of [['"', 'double'] as const, ["'", 'single'] as const]) {
    if (!words.every(word => word.startsWith(mark) && word.endsWith(mark))) continue;
    if (words.some(word => !needsQuotes(word.slice(1, -1), inFlow))) return quote;
  }
  return null;
}
