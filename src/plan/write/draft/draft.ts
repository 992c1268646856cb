/** Texts of the workspace as they are being changed, and the edits made so far. */
import { conventionalNeighbour } from '../../../kubernetes/key-order.ts';
import { type Kustomization, loadKustomization } from '../../../kustomize/file/kustomization.ts';
import type { Files } from '../../../kustomize/files/files.ts';
import type { Node } from '../../../kustomize/tree/node.ts';
import type { ParsedDocument } from '../../../kustomize/tree/parse.ts';
import { parseSource, parseSourceDocument } from '../../../kustomize/tree/parse.ts';
import { applySplices, type Splice, type Splices } from '../../../text/splice.ts';
import { type EditOptions, type EditResult, editYaml, type YamlEdit } from '../../../yaml/edit/edit.ts';
import type { Reader } from '../../../yaml/read/readers.ts';

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

export function newDraft(files: Files, memory: EditMemory): Draft {
  const changed = new Map<string, string>();
  const splices = new Map<string, (readonly Splice[])[]>();
  const text = (file: string) => changed.get(file) ?? files.read(file);
  const put = (file: string, content: string, made: readonly Splice[]) => {
    changed.set(file, content);
    splices.set(file, [...(splices.get(file) ?? []), made]);
  };
  return {
    changed,
    splices,
    text,
    exists: file => changed.has(file) || files.read(file) !== undefined || files.isFolder(file),
    create: (file, content) => void changed.set(file, content),
    edit(file, edits, options) {
      const before = text(file);
      if (before === undefined) throw new EditRefused(file, 'the file is absent');
      const result = remembered(memory, before, edits, { keyOrder: conventionalNeighbour, ...options });
      if (!result.ok) {
        const where = result.at ? ` (line ${result.at.line})` : '';
        throw new EditRefused(file, `${result.reason}${where}`);
      }
      if (result.text !== before) put(file, result.text, result.splices);
    },
    splice(file, made) {
      const before = text(file);
      if (before === undefined) throw new EditRefused(file, 'the file is absent');
      put(file, applySplices(before, made), made);
    },
    kustomization: folder => loadKustomization({ ...files, read: text }, folder),
    documents(file, rules) {
      const content = text(file);
      return content === undefined ? [] : parseSource(content, rules, file);
    },
    document(file, doc) {
      const content = text(file);
      return content === undefined ? undefined : parseSourceDocument(content, file, doc);
    },
  };
}

function remembered(
  memory: EditMemory,
  text: string,
  edits: readonly YamlEdit[],
  options: EditOptions,
): EditResult {
  const id = JSON.stringify([edits, options.indentSequences], (_, v) =>
    typeof v === 'bigint' ? `${v}n` : v,
  );
  let known = memory.get(text);
  if (!known) memory.set(text, (known = new Map()));
  let result = known.get(id);
  if (!result) known.set(id, (result = editYaml(text, edits, options)));
  return result;
}
