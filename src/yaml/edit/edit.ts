/** Surgical edits of YAML text: every byte outside of a splice is the byte that was there, and the result is read back. */
import { dominantEol, sourceText } from '../../text/source-text.ts';
import { applySplices, composeSplices, offsetBefore, type Splice } from '../../text/splice.ts';
import {
  type Data,
  type Json,
  prunedPath,
  toData,
  withInserted,
  withRemoved,
  withSet,
  type YamlPath,
} from '../read/data.ts';
import { contentOnSeparator, type DocumentSpan, splitDocuments } from '../read/documents.ts';
import { locate } from '../read/locate.ts';
import type { SyntaxNode } from '../read/nodes.ts';
import { Refusal } from '../read/refusal.ts';
import { parseSyntax } from '../read/syntax.ts';
import type { Forms } from './forms.ts';
import type { KeyOrder } from './insert.ts';
import { type EditStep, stepsToInsert, stepsToSet } from './steps.ts';
import { appendDocument, dropDocument } from './stream.ts';
import { indentsOf, sequenceIndents } from './style.ts';
import { type Surrounded, takeSteps } from './take-steps.ts';
import { independent, takeTogether } from './take-together.ts';

export type { Json, YamlPath } from '../read/data.ts';
export { type DocumentSpan, splitDocuments } from '../read/documents.ts';
export { type SourceSpan, sourceSpan } from '../read/locate.ts';
export type { KeyOrder } from './insert.ts';
export { needsQuotes } from './quote.ts';

export type YamlEdit =
  /** Replaces what is there, or creates it with its ancestors. Map over map and list over list: only what differs. */
  | { readonly op: 'set'; readonly doc: number; readonly path: YamlPath; readonly value: Json }
  /** List items before the one at `index`, one behind the other; the length appends. */
  | {
      readonly op: 'insert';
      readonly doc: number;
      readonly path: YamlPath;
      readonly index: number;
      readonly values: readonly Json[];
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
  /** As the rest of the file writes short collections, or the files beside it: for what the document does not show. */
  readonly forms?: Forms;
  /** Of a text that is one document of a stream. */
  readonly within?: Within;
}

/** What the rest of a stream means for an edit of one of its documents. */
export interface Within {
  /** The document in front of it and the one behind, with the separators between. */
  readonly before: string;
  readonly after: string;
  /** The line end that most lines of the stream have. */
  readonly eol: '\n' | '\r\n';
  /** Whether most lists of the stream are indented under their key; undefined where it has none. */
  readonly indentsSequences: boolean | undefined;
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
  let draft: TextDraft = { original: text, text, splices: [] };
  const { within } = options;
  const shown = within ? within.indentsSequences : indentsOf(sequenceIndents(text));
  const indentSequences = shown ?? options.indentSequences;
  const habits = indentSequences === undefined ? options : { ...options, indentSequences };
  let base = 0;
  try {
    const misplaced = contentOnSeparator(text);
    if (misplaced !== -1) throw new Refusal('YAML error: content on a document separator', misplaced);
    let pending = edits;
    while (pending.length > 0) {
      const together = makeTogether(draft, pending, habits);
      if (together) {
        ({ draft, pending } = together);
        continue;
      }
      const [edit, ...others] = pending as [YamlEdit, ...YamlEdit[]];
      base = 'doc' in edit ? (splitDocuments(draft.text)[edit.doc]?.start ?? 0) : 0;
      draft = makeEdit(draft, edit, habits);
      pending = others;
    }
    return { ok: true, text: draft.text, splices: draft.splices };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const at = error.offset === null ? {} : { at: sourceText(draft.text).position(base + error.offset) };
    return { ok: false, reason: error.message, ...at };
  }
}

interface TextDraft {
  readonly original: string;
  readonly text: string;
  readonly splices: readonly Splice[];
}

function makeEdit(draft: TextDraft, edit: YamlEdit, options: EditOptions): TextDraft {
  switch (edit.op) {
    case 'addDocument': {
      const eol = dominantEol(draft.text);
      return spliced(draft, appendDocument(draft.text, toData(edit.value), eol, options), 0);
    }
    case 'removeDocument':
      return spliced(draft, dropDocument(draft.text, edit.doc), 0);
    case 'nested':
      return makeNested(draft, edit, options);
  }
  const span = documentSpan(draft, edit.doc);
  const root = parseSyntax(draft.text.slice(span.start, span.end));
  return takenIn(draft, span, root, stepsOf(root, edit), model(root.data, edit), options);
}

type DataEdit = Extract<YamlEdit, { op: 'set' | 'insert' | 'remove' }>;

/** More edits than that are not compared with each other. */
const MAX_TOGETHER = 64;

/**
 * Makes those of the next edits that do not touch each other, in one reading.
 *
 * @returns null where the next edit has to be made alone, which also says why one cannot be made
 */
function makeTogether(
  draft: TextDraft,
  pending: readonly YamlEdit[],
  options: EditOptions,
): { readonly draft: TextDraft; readonly pending: readonly YamlEdit[] } | null {
  const edits = beginning(pending);
  if (edits.length < 2) return null;
  try {
    const span = documentSpan(draft, edits[0]!.doc);
    const at = surrounded(draft, span, options.within);
    const root = parseSyntax(at.document);
    const stepwise = edits.map(edit => ({ path: edit.path, steps: stepsOf(root, edit) }));
    const chosen = independent(root, stepwise);
    if (chosen.length < 2) return null;
    const expected = chosen.reduce((data, index) => model(data, edits[index]!), root.data);
    const splices = takeTogether(
      at,
      root,
      chosen.map(index => stepwise[index]!),
      expected,
      options,
    );
    if (!splices) return null;
    const left = edits.filter((_, index) => !chosen.includes(index));
    return { draft: spliced(draft, splices, span.start), pending: [...left, ...pending.slice(edits.length)] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return null;
  }
}

/** The first edits, as far as they are of one document and of its data. */
function beginning(pending: readonly YamlEdit[]): DataEdit[] {
  const edits: DataEdit[] = [];
  for (const edit of pending) {
    const isData = edit.op === 'set' || edit.op === 'insert' || edit.op === 'remove';
    if (!isData || edit.doc !== (edits[0] ?? edit).doc || edits.length === MAX_TOGETHER) break;
    edits.push(edit);
  }
  return edits;
}

/** What the document must say afterwards, from the data alone. */
function model(data: Data, edit: DataEdit): Data {
  switch (edit.op) {
    case 'set':
      return withSet(data, edit.path, toData(edit.value));
    case 'insert':
      return withInserted(data, edit.path, edit.index, edit.values.map(toData));
    case 'remove':
      return withRemoved(data, edit.prune ? prunedPath(data, edit.path) : edit.path);
  }
}

function stepsOf(root: SyntaxNode, edit: DataEdit): EditStep[] {
  switch (edit.op) {
    case 'set':
      return stepsToSet(root, edit.path, toData(edit.value));
    case 'insert':
      return stepsToInsert(root, edit.path, edit.index, edit.values.map(toData));
    case 'remove':
      return [{ op: 'remove', path: edit.prune ? prunedPath(root.data, edit.path) : edit.path }];
  }
}

function makeNested(
  draft: TextDraft,
  edit: Extract<YamlEdit, { op: 'nested' }>,
  options: EditOptions,
): TextDraft {
  const span = documentSpan(draft, edit.doc);
  const root = parseSyntax(draft.text.slice(span.start, span.end));
  const { node } = locate(root, edit.path).at;
  if (node.kind === 'alias') throw new Refusal('alias', node.start);
  if (node.kind !== 'scalar' || typeof node.data !== 'string') throw new Refusal('not a text', node.start);
  const { within: _, ...habits } = options;
  const inner = editYaml(node.data, edit.edits, habits);
  if (!inner.ok) throw new Refusal(inner.reason, node.start);
  if (inner.text === node.data) return draft;
  const step: EditStep = { op: 'replace', path: edit.path, value: inner.text };
  return takenIn(draft, span, root, [step], withSet(root.data, edit.path, inner.text), options);
}

/** Takes the steps in one document of the stream. */
function takenIn(
  draft: TextDraft,
  span: DocumentSpan,
  root: SyntaxNode,
  steps: readonly EditStep[],
  expected: Data,
  options: EditOptions,
): TextDraft {
  const wasThere = (offset: number) => offsetBefore(draft.splices, span.start + offset) !== null;
  const at = surrounded(draft, span, options.within);
  return spliced(draft, takeSteps(at, root, steps, expected, { ...options, wasThere }), span.start);
}

function surrounded({ text }: TextDraft, { start, end }: DocumentSpan, within?: Within): Surrounded {
  return {
    before: (within?.before ?? '') + text.slice(0, start),
    document: text.slice(start, end),
    after: text.slice(end) + (within?.after ?? ''),
    eol: within?.eol ?? dominantEol(text),
  };
}

function documentSpan(draft: TextDraft, doc: number): DocumentSpan {
  const span = splitDocuments(draft.text)[doc];
  if (!span) throw new Refusal('no such document');
  return span;
}

function spliced(draft: TextDraft, splices: readonly Splice[], base: number): TextDraft {
  const moved = splices.map(({ start, end, text }) => ({ start: base + start, end: base + end, text }));
  return {
    original: draft.original,
    text: applySplices(draft.text, moved),
    splices: composeSplices(draft.original, draft.splices, moved),
  };
}
