/** What the neighbourhood of an edit looks like, so that new text looks the same. */
import { lineStart } from '../../text/source-text.ts';
import type { SyntaxList, SyntaxMap, SyntaxNode } from '../read/nodes.ts';
import { countForm, type Form, type FormCounts, type Forms, formKey, mostUsual, SHORT } from './forms.ts';
import { needsQuotes, type Quote } from './quote.ts';

export interface Style {
  /** Columns from a parent's keys to its children's. */
  readonly step: number;
  /** Columns from a key to the dashes of its list. */
  readonly dash: number;
  readonly quote: Quote;
  /** Flow with quoted keys: JSON, where nothing may be plain. */
  readonly json: boolean;
  readonly eol: string;
  /** Whether short lists of scalars are written in brackets, short maps of scalars in braces. */
  readonly flowLists: boolean;
  readonly flowMaps: boolean;
  /** Whether brackets and braces have blanks inside. */
  readonly padLists: boolean;
  readonly padMaps: boolean;
  /** Quotes around the strings of bracketed lists that could do without. */
  readonly itemQuote: Quote | null;
  /** How a short list or map of scalars stands behind a key, where a sister shows it. */
  formOf(key: string, isList: boolean): Form | undefined;
  /** Whether text of several lines may become a literal block; else it is quoted. */
  readonly literals: boolean;
}

interface Observed {
  readonly at: number;
  readonly value: number;
}

/** What a document shows all over. */
interface Observations {
  readonly steps: readonly Observed[];
  readonly dashes: readonly Observed[];
  /** All of the style that is the same wherever one asks. */
  readonly common: Omit<Style, 'step' | 'dash' | 'eol' | 'formOf'>;
  readonly forms: Forms;
}

/** One reading, which never changes, is asked at many offsets: kept as long as the reading is. */
const observed = new WeakMap<SyntaxNode, Observations>();

/** What is known of the neighbourhood where a document does not show it. */
export interface Habits {
  /** Whether lists are indented under their key. */
  readonly indentSequences?: boolean | undefined;
  /** As the rest of the file writes short collections, or the files beside it. */
  readonly forms?: Forms | undefined;
}

/** The style of a document near an offset. */
export function styleNear(
  text: string,
  root: SyntaxNode,
  offset: number,
  eol: string,
  { indentSequences, forms }: Habits = {},
): Style {
  let seen = observed.get(root);
  if (!seen) observed.set(root, (seen = observe(text, root)));
  const { steps, dashes, common, forms: own } = seen;
  // A list flush with its key says nothing about the step.
  const step = nearest(steps, offset) || nearest(dashes, offset) || 2;
  const habit = indentSequences === undefined ? undefined : indentSequences ? step : 0;
  const formOf = (key: string, isList: boolean) => {
    const id = formKey(key, isList);
    return own.get(id) ?? forms?.get(id);
  };
  return { ...common, step, dash: majority(dashes, offset) ?? habit ?? 0, eol, formOf };
}

function observe(text: string, root: SyntaxNode): Observations {
  const steps: Observed[] = [];
  const dashes: Observed[] = [];
  let single = 0;
  let double = 0;
  const habits = newHabits();
  const forms: FormCounts = new Map();

  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'scalar') {
      // Quotes that the text needs anyway say as much about taste as others do, but for those that hold the other kind.
      if (node.style === 'single' && !/["\\]/.test(node.content)) single++;
      if (
        node.style === 'double' &&
        !node.content.includes("'") &&
        !/[\\]/.test(text.slice(node.start, node.end))
      )
        double++;
      return;
    }
    if (node.kind === 'alias') return;
    observeCollection(text, node, habits);
    const first = node.kind === 'list' ? node.items[0] : node.entries[0];
    if (node.flow && first && onOtherLine(text, node.start, first.start)) {
      steps.push({ at: first.start, value: column(text, first.start) - indentOf(text, node.start) });
    }
    if (node.kind === 'list') {
      for (const item of node.items) visit(item.value);
      return;
    }
    for (const entry of node.entries) {
      const child = entry.value;
      if (child.kind === 'map' || child.kind === 'list') observeForm(entry.key, child, forms);
      // `metadata` and `data` at the top are broken over lines by everybody.
      if (node !== root && child.kind === 'map' && isShort(child)) count(habits.maps, child.flow);
      if (isBlock(child) && !node.flow && onOtherLine(text, entry.start, child.start)) {
        const value = column(text, child.start) - column(text, entry.start);
        (child.kind === 'list' ? dashes : steps).push({ at: child.start, value });
      }
      visit(child);
    }
  };
  visit(root);

  return {
    steps,
    dashes,
    forms: mostUsual(forms),
    common: {
      quote: single > double ? 'single' : 'double',
      json: isJson(root),
      flowLists: mostly(habits.lists),
      flowMaps: mostly(habits.maps),
      padLists: mostly(habits.listPads),
      // Formatters put blanks into braces.
      padMaps: habits.mapPads.yes >= habits.mapPads.no,
      itemQuote: majorityQuote(habits.itemQuotes),
      literals: true,
    },
  };
}

interface Count {
  yes: number;
  no: number;
}

function newHabits() {
  const none = (): Count => ({ yes: 0, no: 0 });
  return {
    lists: none(),
    maps: none(),
    listPads: none(),
    mapPads: none(),
    itemQuotes: new Map<Quote | null, number>(),
  };
}

function count(counter: Count, holds: boolean): void {
  if (holds) counter.yes++;
  else counter.no++;
}

function mostly({ yes, no }: Count): boolean {
  return yes > no;
}

/** A collection that has something in it, scalars only, and not much. */
function isShort(node: SyntaxMap | SyntaxList): boolean {
  const values = node.kind === 'map' ? node.entries.map(e => e.value) : node.items.map(i => i.value);
  return values.length > 0 && values.length <= SHORT && values.every(value => value.kind === 'scalar');
}

function observeForm(key: string, node: SyntaxMap | SyntaxList, forms: FormCounts): void {
  if (!isShort(node)) return;
  const quote = node.kind === 'list' ? quoteOfItems(node) : null;
  countForm(forms, formKey(key, node.kind === 'list'), { flow: node.flow, quote });
}

function observeCollection(
  text: string,
  node: SyntaxMap | SyntaxList,
  habits: ReturnType<typeof newHabits>,
): void {
  const isFilled = node.kind === 'map' ? node.entries.length > 0 : node.items.length > 0;
  if (node.flow && isFilled) {
    count(node.kind === 'map' ? habits.mapPads : habits.listPads, text[node.start + 1] === ' ');
  }
  if (node.kind !== 'list' || !isShort(node)) return;
  count(habits.lists, node.flow);
  if (!node.flow) return;
  const quote = quoteOfItems(node);
  habits.itemQuotes.set(quote, (habits.itemQuotes.get(quote) ?? 0) + 1);
}

function majorityQuote(counts: ReadonlyMap<Quote | null, number>): Quote | null {
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

const LIST_UNDER_KEY = /^( *(?:- +)*)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\r?\n( *)- /gm;

/** How the lists of a text stand under their keys: of a stream, the sums over its documents. */
export interface SequenceIndents {
  readonly lists: number;
  /** How many more of them are indented than are not. */
  readonly balance: number;
}

/** Whether most lists of a stream are indented under their key; undefined when it has none. */
export function indentsOf({ lists, balance }: SequenceIndents): boolean | undefined {
  return lists === 0 ? undefined : balance > 0;
}

/** Counts the lists under keys. */
export function sequenceIndents(text: string): SequenceIndents {
  let balance = 0;
  let lists = 0;
  for (const match of text.matchAll(LIST_UNDER_KEY)) {
    lists++;
    balance += match[2]!.length > match[1]!.length ? 1 : -1;
  }
  return { lists, balance };
}

/** Whether a document is flow all over with keys in quotes. */
export function isJson(root: SyntaxNode): boolean {
  if (root.kind === 'map')
    return root.flow && root.entries.length > 0 && root.entries.every(entry => entry.keyQuoted);
  if (root.kind === 'list')
    return root.flow && root.items.length > 0 && root.items.every(item => isJson(item.value));
  return false;
}

/** The quotes that all strings of a list have which could do without; null when they differ. */
export function quoteOfItems(list: SyntaxList): Quote | null {
  const styles = new Set(
    list.items.map(({ value }) => {
      return value.kind === 'scalar' && (value.style !== 'plain' || typeof value.data === 'string')
        ? value.style
        : null;
    }),
  );
  const [only] = styles;
  if (styles.size !== 1 || (only !== 'single' && only !== 'double')) return null;
  const needless = list.items.some(
    ({ value }) => value.kind === 'scalar' && !needsQuotes(value.content, list.flow),
  );
  return needless ? only : null;
}

export function isBlock(node: SyntaxNode): node is SyntaxMap | SyntaxList {
  return (node.kind === 'map' || node.kind === 'list') && !node.flow;
}

/** 0-based column of an offset. */
export function column(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** Blanks at the start of the line that holds an offset. */
export function indentOf(text: string, offset: number): number {
  return /^ */.exec(text.slice(lineStart(text, offset), offset))![0].length;
}

export function onOtherLine(text: string, first: number, second: number): boolean {
  return text.slice(first, second).includes('\n');
}

function nearest(observed: readonly Observed[], offset: number): number | undefined {
  let best: Observed | undefined;
  for (const each of observed) {
    if (!best || Math.abs(each.at - offset) < Math.abs(best.at - offset)) best = each;
  }
  return best?.value;
}

function majority(observed: readonly Observed[], offset: number): number | undefined {
  const indented = observed.filter(each => each.value > 0);
  const flush = observed.length - indented.length;
  if (indented.length === flush) return nearest(observed, offset);
  return indented.length > flush ? nearest(indented, offset) : 0;
}
