/**
 * Fields of a kustomization that have a successor, said in it (`kustomize edit fix` does the same, and writes the whole file
 * anew). Lines move as they are, with their comments.
 */
import { dominantEol, lineEnd, lineStart, nextLine } from '../../text/source-text.ts';
import { applySplices, type Splice, sortSplices } from '../../text/splice.ts';
import { insertLines, lineAbove, lineBehind, removeLines } from '../../yaml/edit/lines.ts';
import { column, indentsOf, sequenceIndents, styleNear } from '../../yaml/edit/style.ts';
import { type Data, type DataMap, equalData, isDataList, isDataMap } from '../../yaml/read/data.ts';
import { splitDocuments } from '../../yaml/read/documents.ts';
import type { MapEntry, SyntaxList, SyntaxMap, SyntaxNode } from '../../yaml/read/nodes.ts';
import { Refusal } from '../../yaml/read/refusal.ts';
import { parseSyntax } from '../../yaml/read/syntax.ts';
import type { Kustomization } from '../file/kustomization.ts';
import { reindented, wrappedItems } from './lines.ts';

/** What each outdated field is called today. */
export const SUCCESSORS = {
  bases: 'resources',
  patchesStrategicMerge: 'patches',
  patchesJson6902: 'patches',
  commonLabels: 'labels',
} as const;
export type OutdatedField = keyof typeof SUCCESSORS;

/** kustomize runs what this field held before what its successor holds; the others come behind. */
const FIRST: OutdatedField = 'patchesStrategicMerge';

/**
 * The splices that say a field of a kustomization in its successor.
 *
 * @param isFile whether the kustomization's folder holds a file of that path
 * @throws Refusal with the reason, where its lines cannot stay what they are
 */
export function restate(
  { text, spelling }: Pick<Kustomization, 'text' | 'spelling'>,
  field: OutdatedField,
  isFile: (path: string) => boolean,
): Splice[] {
  const [span] = splitDocuments(text);
  if (span === undefined) throw new Refusal('the kustomization is empty', 0);
  const written = text.slice(span.start, span.end);
  const isOpen = !written.endsWith('\n');
  // Lines that move have an end; the last one gives its own back.
  const document = isOpen ? written + dominantEol(text) : written;
  const splices = inDocument(document, { field, spelling, isFile });
  const made = isOpen ? asOne(written, applySplices(document, splices).replace(/\r?\n$/, '')) : splices;
  return made.map(each => ({ ...each, start: each.start + span.start, end: each.end + span.start }));
}

interface Wish {
  readonly field: OutdatedField;
  readonly spelling: Kustomization['spelling'];
  readonly isFile: (path: string) => boolean;
}

function inDocument(document: string, { field, spelling, isFile }: Wish): Splice[] {
  const root = parseSyntax(document);
  const own = root.kind === 'map' && !root.flow ? entryOf(root, spelling.get(field) ?? field) : undefined;
  if (root.kind !== 'map' || own === undefined) throw new Refusal('it is written in one line', 0);
  refuseReferences(own);
  const successor = SUCCESSORS[field];
  const there = entryOf(root, spelling.get(successor) ?? successor);
  const splices = sortSplices(
    field === 'commonLabels'
      ? labelSplices(document, root, own, there)
      : listSplices(document, root, own, there, field, isFile),
  );
  checkResult(applySplices(document, splices), root.data, { own, there, field, isFile });
  return splices;
}

/** One replacement that makes a text another one. */
function asOne(before: string, after: string): Splice[] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return [{ start: head, end: before.length - tail, text: after.slice(head, after.length - tail) }];
}

function entryOf({ entries }: SyntaxMap, key: string): MapEntry | undefined {
  return entries.find(each => each.key === key);
}

/** What an anchor names may be meant elsewhere by the place that it has. */
function refuseReferences({ value, complex, merge }: MapEntry): void {
  if (complex || merge || value.kind === 'alias' || value.anchor !== null || value.tag !== null)
    throw new Refusal('an anchor, alias or tag stands in it', value.start);
}

function listSplices(
  text: string,
  root: SyntaxMap,
  own: MapEntry,
  there: MapEntry | undefined,
  field: OutdatedField,
  isFile: (path: string) => boolean,
): Splice[] {
  const list = own.value;
  if (list.kind !== 'list') throw new Refusal('it is no list', own.start);
  const inner = field === 'patchesStrategicMerge' ? wrappedItems(text, list, isFile) : [];
  if (there === undefined) return [renamed(own, SUCCESSORS[field]), ...inner];
  return moved(text, root, own, there, { list, inner, isFirst: field === FIRST });
}

interface Lists {
  readonly list: SyntaxList;
  /** Of what moves. */
  readonly inner: readonly Splice[];
  readonly isFirst: boolean;
}

/** The items go to those of the successor; the field goes, and the comment above it along with them. */
function moved(
  text: string,
  root: SyntaxMap,
  own: MapEntry,
  there: MapEntry,
  { list, inner, isFirst }: Lists,
): Splice[] {
  const last = itemsToFollow(text, there);
  const [first] = list.items;
  const bodyStart = nextLine(text, own.keyEnd);
  if (list.flow || first === undefined || lineStart(text, first.start) < bodyStart)
    throw new Refusal('it is no list of lines', own.start);
  const body = applySplices(
    text.slice(bodyStart, endOf(text, list, first.start)),
    inner.map(each => ({ ...each, start: each.start - bodyStart, end: each.end - bodyStart })),
  );
  const lines = [
    ...titleOf(text, root, own, last.column),
    ...reindented(body, last.column - column(text, first.start)),
  ];
  const at = isFirst ? lineAbove(text, last.start, last.column) : last.end;
  return [
    insertLines(text, at, lines, dominantEol(text)),
    withoutGap(text, aboveOf(text, root, own), endOf(text, list, first.start)),
  ];
}

/** The lines of a field that goes; of blank lines on both sides those behind it go too. */
function withoutGap(text: string, start: number, end: number): Splice {
  const isBlank = (at: number) => at < text.length && text.slice(at, lineEnd(text, at)).trim() === '';
  let behind = end;
  if (start > 0 && isBlank(lineStart(text, start - 1)))
    while (isBlank(behind)) behind = nextLine(text, behind);
  return removeLines(text, start, behind - 1, 0);
}

/**
 * The line behind a value, its last comments passed over: what is switched off there belongs to it. At the first column a comment
 * is about what follows.
 */
function endOf(text: string, { end }: SyntaxNode, first: number): number {
  return lineBehind(text, end, Math.max(column(text, first), 1));
}

/** Where items of the successor stand: the first of them, the column of their dashes, and the line behind the last. */
function itemsToFollow(
  text: string,
  there: MapEntry,
): { readonly start: number; readonly end: number; readonly column: number } {
  refuseReferences(there);
  const { value, key, start } = there;
  const [first] = value.kind === 'list' && !value.flow ? value.items : [];
  if (first === undefined) throw new Refusal(`${key} is there already, and no list of lines`, start);
  return { start: first.start, end: endOf(text, value, first.start), column: column(text, first.start) };
}

/** The comments of a field that goes: above it, and behind its key. */
function titleOf(text: string, root: SyntaxMap, own: MapEntry, at: number): string[] {
  const above = text.slice(aboveOf(text, root, own), lineStart(text, own.start));
  const isBlock = own.value.kind !== 'map' || !own.value.flow;
  const behind = isBlock ? /#.*$/.exec(text.slice(own.keyEnd, lineEnd(text, own.keyEnd)))?.[0] : undefined;
  const lines = [...above.split(/\r?\n/).slice(0, -1), ...(behind === undefined ? [] : [behind])];
  return lines.map(line => ' '.repeat(at) + line.trimStart());
}

/** Where an entry begins with the comment that is about it: a comment at the head of the file is about the file. */
function aboveOf(text: string, { entries }: SyntaxMap, own: MapEntry): number {
  const line = lineStart(text, own.start);
  return own === entries[0] ? line : lineAbove(text, own.start, column(text, own.start));
}

function labelSplices(text: string, root: SyntaxMap, own: MapEntry, there: MapEntry | undefined): Splice[] {
  const { value } = own;
  if (value.kind !== 'map') throw new Refusal('it is no map', own.start);
  const eol = dominantEol(text);
  if (there !== undefined) {
    const last = itemsToFollow(text, there);
    const lines = [...titleOf(text, root, own, last.column), ...labelLines(text, value, own, last.column)];
    return [
      insertLines(text, last.end, lines, eol),
      withoutGap(text, aboveOf(text, root, own), endOf(text, value, value.start)),
    ];
  }
  const { dash } = styleNear(text, root, own.start, eol, {
    indentSequences: indentsOf(sequenceIndents(text)),
  });
  const lines = labelLines(text, value, own, column(text, own.start) + dash);
  const name = renamed(own, SUCCESSORS.commonLabels);
  const [start, end] = value.flow
    ? [own.keyEnd + 1, lineEnd(text, value.end)]
    : [nextLine(text, own.keyEnd), endOf(text, value, value.start)];
  return [name, { start, end, text: value.flow ? eol + lines.join(eol) : [...lines, ''].join(eol) }];
}

/** The item that says pairs for selectors too, its dash at a column. */
function labelLines(text: string, value: SyntaxMap, own: MapEntry, dash: number): string[] {
  const item = `${' '.repeat(dash)}- pairs:`;
  const flag = `${' '.repeat(dash + 2)}includeSelectors: true`;
  if (value.flow) {
    if (text.slice(own.keyEnd, value.end).includes('\n'))
      throw new Refusal('it is in braces of many lines', own.start);
    return [`${item} ${text.slice(value.start, lineEnd(text, value.end))}`, flag];
  }
  const body = text.slice(nextLine(text, own.keyEnd), endOf(text, value, value.start));
  // As deep below its key as the lists of the file are.
  const step = Math.max(2, dash - column(text, own.start));
  return [item, ...reindented(body, dash + 2 + step - column(text, value.start)), flag];
}

function renamed({ start, keyEnd }: MapEntry, name: string): Splice {
  return { start, end: keyEnd, text: name };
}

/** The result is read back: it must say what the successor is to say, and nothing else. */
function checkResult(
  text: string,
  before: Data,
  {
    own,
    there,
    field,
    isFile,
  }: {
    readonly own: MapEntry;
    readonly there: MapEntry | undefined;
    readonly field: OutdatedField;
    readonly isFile: (path: string) => boolean;
  },
): void {
  if (!isDataMap(before)) throw new Refusal('it is no map', 0);
  const old = before.get(own.key)!;
  const others = there === undefined ? [] : (before.get(there.key) as readonly Data[]);
  const items = field === 'commonLabels' ? [labelItem(old)] : itemsOf(old, field, isFile);
  const wanted = new Map([...before].filter(([key]) => key !== own.key));
  wanted.set(
    there?.key ?? SUCCESSORS[field],
    field === FIRST ? [...items, ...others] : [...others, ...items],
  );
  if (!equalData(parseSyntax(text).data, wanted))
    throw new Refusal('its lines would not say the same there', own.start);
}

function labelItem(pairs: Data): DataMap {
  return new Map<string, Data>([
    ['pairs', pairs],
    ['includeSelectors', true],
  ]);
}

function itemsOf(list: Data, field: OutdatedField, isFile: (path: string) => boolean): readonly Data[] {
  const items = isDataList(list) ? list : [];
  if (field !== 'patchesStrategicMerge') return items;
  return items.map(item => new Map([[typeof item === 'string' && isFile(item) ? 'path' : 'patch', item]]));
}
