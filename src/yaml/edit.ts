/** Surgical edits of YAML text: every byte outside of a splice is the byte that was there, and the result is read back. */
import { dominantEol, sourceText } from '../text/source-text.ts';
import { applySplices, composeSplices, type Splice, sortSplices } from '../text/splice.ts';
import {
  type Data,
  equalData,
  type Json,
  prunedPath,
  toData,
  withInserted,
  withRemoved,
  withSet,
  type YamlPath,
} from './data.ts';
import { contentOnSeparator, type DocumentSpan, splitDocuments } from './documents.ts';
import { indexOfNewKey, insertEntry, insertItem, type KeyOrder } from './insert.ts';
import { insertLines } from './lines.ts';
import { locate, refuseNeeded, refuseShared } from './locate.ts';
import type { MapNode, Node } from './nodes.ts';
import { Refusal } from './refusal.ts';
import { removePart } from './remove.ts';
import { replaceValue } from './replace.ts';
import { type Step, stepsToInsert, stepsToSet } from './steps.ts';
import { appendDocument, dropDocument } from './stream.ts';
import { indentsSequences, type Style, styleNear } from './style.ts';
import { parseSyntax } from './syntax.ts';

export type { Json, YamlPath } from './data.ts';
export { type DocumentSpan, splitDocuments } from './documents.ts';
export type { KeyOrder } from './insert.ts';
export { type SourceSpan, sourceSpan } from './locate.ts';
export { needsQuotes } from './quote.ts';

export type YamlEdit =
  /** Replaces what is there, or creates it with its ancestors. Map over map and list over list: only what differs. */
  | { readonly op: 'set'; readonly doc: number; readonly path: YamlPath; readonly value: Json }
  /** A list item before the one at `index`; the length appends. */
  | {
      readonly op: 'insert';
      readonly doc: number;
      readonly path: YamlPath;
      readonly index: number;
      readonly value: Json;
    }
  /** An entry or item; an emptied collection becomes `{}` or `[]`, or goes too with `prune`. */
  | { readonly op: 'remove'; readonly doc: number; readonly path: YamlPath; readonly prune?: boolean }
  /** Edits of the YAML that a scalar holds as text. */
  | {
      readonly op: 'nested';
      readonly doc: number;
      readonly path: YamlPath;
      readonly edits: readonly YamlEdit[];
    }
  | { readonly op: 'addDocument'; readonly value: Json }
  | { readonly op: 'removeDocument'; readonly doc: number };

export interface EditOptions {
  readonly keyOrder?: KeyOrder;
  /** Written above the first new entry or item of each edit, where lines allow it. */
  readonly comment?: string;
  /** Whether new lists are indented under their key, where the file shows no habit. */
  readonly indentSequences?: boolean;
}

export type EditResult =
  | {
      readonly ok: true;
      readonly text: string /** Against the original text. */;
      readonly splices: readonly Splice[];
    }
  | {
      readonly ok: false;
      readonly reason: string;
      readonly at?: { readonly line: number; readonly column: number };
    };

/** Makes edits one after the other; each sees the text that the one before it left. All or none. */
export function editYaml(text: string, edits: readonly YamlEdit[], options: EditOptions = {}): EditResult {
  let draft: Draft = { original: text, text, splices: [] };
  const indentSequences = indentsSequences(text) ?? options.indentSequences;
  const habits = indentSequences === undefined ? options : { ...options, indentSequences };
  let base = 0;
  try {
    const misplaced = contentOnSeparator(text);
    if (misplaced !== -1) throw new Refusal('YAML error: content on a document separator', misplaced);
    for (const edit of edits) {
      base = 'doc' in edit ? (splitDocuments(draft.text)[edit.doc]?.start ?? 0) : 0;
      draft = makeEdit(draft, edit, habits);
    }
    return { ok: true, text: draft.text, splices: draft.splices };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const at = error.offset === null ? {} : { at: sourceText(draft.text).position(base + error.offset) };
    return { ok: false, reason: error.message, ...at };
  }
}

interface Draft {
  readonly original: string;
  readonly text: string;
  readonly splices: readonly Splice[];
}

function makeEdit(draft: Draft, edit: YamlEdit, options: EditOptions): Draft {
  const eol = dominantEol(draft.text);
  switch (edit.op) {
    case 'addDocument':
      return spliced(draft, appendDocument(draft.text, toData(edit.value), eol, options.indentSequences), 0);
    case 'removeDocument':
      return spliced(draft, dropDocument(draft.text, edit.doc), 0);
    case 'nested':
      return makeNested(draft, edit, options);
  }
  const root = parseSyntax(documentText(draft, edit.doc));
  const steps = stepsOf(root, edit);
  return takeSteps(draft, edit.doc, root, steps, model(root.data, edit), options);
}

type DataEdit = Extract<YamlEdit, { op: 'set' | 'insert' | 'remove' }>;

/** What the document must say afterwards, from the data alone. */
function model(data: Data, edit: DataEdit): Data {
  switch (edit.op) {
    case 'set':
      return withSet(data, edit.path, toData(edit.value));
    case 'insert':
      return withInserted(data, edit.path, edit.index, toData(edit.value));
    case 'remove':
      return withRemoved(data, edit.prune ? prunedPath(data, edit.path) : edit.path);
  }
}

function stepsOf(root: Node, edit: DataEdit): Step[] {
  switch (edit.op) {
    case 'set':
      return stepsToSet(root, edit.path, toData(edit.value));
    case 'insert':
      return stepsToInsert(root, edit.path, edit.index, toData(edit.value));
    case 'remove':
      return [{ op: 'remove', path: edit.prune ? prunedPath(root.data, edit.path) : edit.path }];
  }
}

function makeNested(draft: Draft, edit: Extract<YamlEdit, { op: 'nested' }>, options: EditOptions): Draft {
  const root = parseSyntax(documentText(draft, edit.doc));
  const { node } = locate(root, edit.path).at;
  if (node.kind === 'alias') throw new Refusal('alias', node.start);
  if (node.kind !== 'scalar' || typeof node.data !== 'string') throw new Refusal('not a text', node.start);
  const inner = editYaml(node.data, edit.edits, options);
  if (!inner.ok) throw new Refusal(inner.reason, node.start);
  if (inner.text === node.data) return draft;
  const step: Step = { op: 'replace', path: edit.path, value: inner.text };
  return takeSteps(draft, edit.doc, root, [step], withSet(root.data, edit.path, inner.text), options);
}

/** Takes steps; once more without literal blocks when one swallows comments or blank lines that follow it. */
function takeSteps(
  draft: Draft,
  doc: number,
  root: Node,
  steps: readonly Step[],
  expected: Data,
  options: EditOptions,
): Draft {
  try {
    return takeStepsWith(draft, doc, root, steps, expected, options, true);
  } catch (error) {
    if (!(error instanceof MisreadRefusal)) throw error;
    return takeStepsWith(draft, doc, root, steps, expected, options, false);
  }
}

class MisreadRefusal extends Refusal {
  constructor() {
    super('the result reads differently', 0);
  }
}

function takeStepsWith(
  draft: Draft,
  doc: number,
  root: Node,
  steps: readonly Step[],
  expected: Data,
  options: EditOptions,
  literals: boolean,
): Draft {
  let now = draft;
  let tree = root;
  let comment = options.comment;
  for (const step of steps) {
    const text = documentText(now, doc);
    const style = styleNear(text, tree, offsetOf(tree, step), dominantEol(now.text), options.indentSequences);
    const splices = spliceStep(text, tree, step, { ...options, comment }, { ...style, literals });
    if (step.op === 'entry' || step.op === 'item') comment = undefined;
    now = spliced(now, sortSplices(splices), documentSpan(now, doc).start);
    if (endsInOpenBlock(documentText(now, doc)) && !endsInOpenBlock(text)) {
      now = spliced(now, [insertLines(now.text, now.text.length, [''], dominantEol(now.text))], 0);
    }
    tree = reread(now, doc, draft);
  }
  if (!equalData(tree.data, expected)) throw new MisreadRefusal();
  return now;
}

/**
 * Whether a text without a final newline ends in a block scalar that has one: kustomize would read the value
 * without it.
 */
function endsInOpenBlock(text: string): boolean {
  if (text.endsWith('\n')) return false;
  let node = parseSyntax(text);
  while (node.kind === 'map' || node.kind === 'list') {
    const last = node.flow ? undefined : node.kind === 'map' ? node.entries.at(-1) : node.items.at(-1);
    if (!last) return false;
    node = last.value;
  }
  if (node.kind !== 'scalar' || node.headerEnd === -1 || node.end < text.length) return false;
  return !text.slice(node.start, node.headerEnd).includes('-');
}

/** The document after a step. Splices that break it, or cut the stream differently, are ours to refuse. */
function reread(now: Draft, doc: number, before: Draft): Node {
  if (splitDocuments(now.text).length !== splitDocuments(before.text).length) {
    throw new MisreadRefusal();
  }
  try {
    return parseSyntax(documentText(now, doc));
  } catch (error) {
    if (error instanceof Refusal) throw new MisreadRefusal();
    throw error;
  }
}

function offsetOf(root: Node, step: Step): number {
  return locate(root, step.path).at.node.start;
}

function spliceStep(
  text: string,
  root: Node,
  step: Step,
  options: Omit<EditOptions, 'comment'> & { readonly comment: string | undefined },
  style: Style,
): Splice[] {
  const { at, trail } = locate(root, step.path);
  refuseShared(trail);
  switch (step.op) {
    case 'replace':
      refuseNeeded(at.node);
      return replaceValue(text, at, step.value, style);
    case 'entry': {
      const map = at.node as MapNode;
      const index = indexOfNewKey(map, step.path, step.key, options.keyOrder);
      return insertEntry(
        text,
        map,
        index,
        { key: step.key, value: step.value, comment: options.comment },
        style,
      );
    }
    case 'item':
      if (at.node.kind !== 'list') throw new Refusal('not a list', at.node.start);
      return insertItem(text, at.node, step.index, { value: step.value, comment: options.comment }, style);
    case 'remove':
      refuseNeeded(at.node);
      return removePart(text, at, trail.found.at(-2) ?? at);
  }
}

function documentSpan(draft: Draft, doc: number): DocumentSpan {
  const span = splitDocuments(draft.text)[doc];
  if (!span) throw new Refusal('no such document');
  return span;
}

function documentText(draft: Draft, doc: number): string {
  const { start, end } = documentSpan(draft, doc);
  return draft.text.slice(start, end);
}

function spliced(draft: Draft, splices: readonly Splice[], base: number): Draft {
  const moved = splices.map(({ start, end, text }) => ({ start: base + start, end: base + end, text }));
  return {
    original: draft.original,
    text: applySplices(draft.text, moved),
    splices: composeSplices(draft.original, draft.splices, moved),
  };
}
