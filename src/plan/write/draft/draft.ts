/** Texts of the workspace as they are being changed, and the edits made so far. */
import { conventionalNeighbour } from '../../../kubernetes/key-order.ts';
import { type Kustomization, loadKustomization } from '../../../kustomize/file/kustomization.ts';
import type { Files } from '../../../kustomize/files/files.ts';
import type { Node } from '../../../kustomize/tree/node.ts';
import type { ParsedDocument } from '../../../kustomize/tree/parse.ts';
import { parseSource, parseSourceDocument } from '../../../kustomize/tree/parse.ts';
import { applySplices, type Splice, type Splices } from '../../../text/splice.ts';
import {
  type EditOptions,
  type EditResult,
  editYaml,
  type Json,
  type YamlEdit,
} from '../../../yaml/edit/edit.ts';
import { type Forms, formKey } from '../../../yaml/edit/forms.ts';
import type { Reader } from '../../../yaml/read/readers.ts';
import type { FormsFor } from '../../repository/habits/short-forms.ts';
import { type DraftFile, newDraftFile, type Part } from './draft-file.ts';

/** An edit that the editor refuses: the goal goes elsewhere or is withdrawn. */
export class EditRefused extends Error {
  readonly file: string;
  constructor(file: string, reason: string) {
    super(reason);
    this.file = file;
  }
}

/** Edits made before, by text and by what was to be done to it. */
export type EditMemory = Map<string, Map<string, EditResult>>;

export interface Draft {
  text(file: string): string | undefined;
  /** @throws EditRefused */
  edit(file: string, edits: readonly YamlEdit[], options?: EditOptions): void;
  /** Changes a text that is no YAML. */
  splice(file: string, splices: readonly Splice[]): void;
  create(file: string, text: string): void;
  exists(file: string): boolean;
  documents(file: string, rules: Reader): readonly ParsedDocument[];
  /** One document of a resource file. */
  document(file: string, doc: number): Node | undefined;
  /** @throws BuildFailure */
  kustomization(folder: string): Kustomization;
  readonly changed: ReadonlyMap<string, string>;
  /** What has been done to each edited file, one list of splices after the other. */
  readonly splices: Splices;
}

/** @param formsFor how a file, or those beside it, write short lists and maps */
export function newDraft(files: Files, memory: EditMemory, formsFor: FormsFor = noForms): Draft {
  // Who looks at one document after the other does not cut the stream each time.
  const opened = new Map<string, DraftFile>();
  const edited = new Map<string, DraftFile>();
  const read = new Map<string, { readonly text: string; readonly documents: readonly ParsedDocument[] }>();
  const open = (file: string): DraftFile | undefined => {
    const known = opened.get(file);
    const original = known ? undefined : files.read(file);
    if (original === undefined) return known;
    const draft = newDraftFile(original);
    opened.set(file, draft);
    return draft;
  };
  const mustOpen = (file: string): DraftFile => {
    const draft = open(file);
    if (!draft) throw new EditRefused(file, 'the file is absent');
    return draft;
  };
  const text = (file: string) => edited.get(file)?.text() ?? files.read(file);
  return {
    get changed() {
      return new Map([...edited].map(([file, draft]) => [file, draft.text()]));
    },
    get splices() {
      const made = [...edited].map(([file, draft]) => [file, draft.splices()] as const);
      return new Map(made.filter(([, lists]) => lists.length > 0));
    },
    text,
    exists: file => edited.has(file) || files.read(file) !== undefined || files.isFolder(file),
    create(file, content) {
      const draft = newDraftFile(content);
      opened.set(file, draft);
      edited.set(file, draft);
    },
    edit(file, edits, options) {
      const draft = mustOpen(file);
      const part = partOf(draft, edits);
      const before = part ? part.text : draft.text();
      const result = remembered(memory, before, part ? edits.map(inFirst) : edits, {
        keyOrder: conventionalNeighbour,
        forms: formsOfKeys(edits, formsFor(file)),
        ...options,
        ...(part && { within: draft.around(part) }),
      });
      if (!result.ok) {
        const line = result.at && result.at.line + (part ? draft.linesBefore(part) : 0);
        throw new EditRefused(file, line === undefined ? result.reason : `${result.reason} (line ${line})`);
      }
      if (result.text === before) return;
      if (part) draft.putPart(part, result.text, result.splices);
      else draft.put(result.text, result.splices);
      edited.set(file, draft);
    },
    splice(file, made) {
      const draft = mustOpen(file);
      draft.put(applySplices(draft.text(), made), made);
      edited.set(file, draft);
    },
    kustomization: folder => loadKustomization({ ...files, read: text }, folder),
    documents(file, rules) {
      const content = text(file);
      if (content === undefined) return [];
      // Every object of a layer looks at all its patches.
      const key = `${rules} ${file}`;
      const known = read.get(key);
      if (known?.text === content) return known.documents;
      const documents = parseSource(content, rules, file);
      read.set(key, { text: content, documents });
      return documents;
    },
    document(file, doc) {
      const draft = open(file);
      const part = draft?.part(doc);
      if (part) return parseSourceDocument(part.text, file, doc);
      return draft && parseSource(draft.text(), 'resource', file).find(each => each.doc === doc)?.node;
    },
  };
}

function noForms(): Forms {
  return new Map();
}

/** Those of keys that the edits write: equal edits of equal texts are one, whatever else stands in their files. */
function formsOfKeys(edits: readonly YamlEdit[], all: Forms): Forms {
  const keys = new Set<string>();
  const visit = (key: string | number | undefined, value: Json): void => {
    if (typeof value !== 'object' || value === null) return;
    if (typeof key === 'string') keys.add(formKey(key, Array.isArray(value)));
    for (const [each, child] of Object.entries(value)) visit(Array.isArray(value) ? undefined : each, child);
  };
  for (const edit of edits) {
    if (edit.op === 'set') visit(edit.path.at(-1), edit.value);
    // Maps on its way may be absent.
    if (edit.op === 'set') for (const step of edit.path.slice(0, -1)) visit(step, {});
    if (edit.op === 'addDocument') visit(undefined, edit.value);
    if (edit.op === 'insert') for (const value of edit.values) visit(undefined, value);
  }
  return new Map([...all].filter(([id]) => keys.has(id)));
}

/** The document that all of some edits are of, where the stream has several. */
function partOf(draft: DraftFile, edits: readonly YamlEdit[]): Part | undefined {
  const [first] = edits;
  if (first === undefined || first.op === 'addDocument' || first.op === 'removeDocument') return undefined;
  return edits.every(each => 'doc' in each && each.op !== 'removeDocument' && each.doc === first.doc)
    ? draft.part(first.doc)
    : undefined;
}

/** Of a document alone, which is the first of its own text. */
function inFirst(edit: YamlEdit): YamlEdit {
  return 'doc' in edit ? { ...edit, doc: 0 } : edit;
}

function remembered(
  memory: EditMemory,
  text: string,
  edits: readonly YamlEdit[],
  options: EditOptions,
): EditResult {
  const { forms, indentSequences, within } = options;
  const around = within && [
    within.eol,
    within.indentsSequences ?? null,
    within.before === '',
    within.after === '',
  ];
  const id = JSON.stringify([edits, indentSequences, around, [...(forms ?? [])]], (_, v) =>
    typeof v === 'bigint' ? `${v}n` : v,
  );
  let known = memory.get(text);
  if (!known) memory.set(text, (known = new Map()));
  let result = known.get(id);
  if (!result) known.set(id, (result = editYaml(text, edits, options)));
  return result;
}
