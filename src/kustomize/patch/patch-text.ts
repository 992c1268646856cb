/** Patches as texts: a file or inline, a strategic merge or a JSON patch (kustomize.md 1.8). */
import { YamlProblem } from '../../yaml/read/problem.ts';
import { get, getText } from '../file/kustomization.ts';
import { BuildFailure, type Location, OutOfScope } from '../files/problem.ts';
import type { Layer } from '../layer/layer.ts';
import { objectsOf } from '../object/read-objects.ts';
import { type MapNode, type Node, pathInText, textOf } from '../tree/node.ts';
import { parseText, unreadable } from '../tree/parse.ts';
import type { PatchWriter } from '../tree/writer.ts';
import { JsonPatchProblem, operationsOf, type PatchOperation } from './json-patch.ts';

/** Where a kustomization lists a patch. */
export interface PatchPosition {
  readonly field: PatchWriter['field'];
  readonly index: number;
}

/** A patch text and where it stands. */
export interface PatchText {
  readonly text: string;
  /** Equal for two that have the same writer and location. */
  readonly id: string;
  readonly location: Location;
  writer(doc: number, form: 'merge' | 'json'): PatchWriter;
}

export interface ReadPatch {
  readonly merges: readonly MapNode[];
  readonly operations: readonly PatchOperation[] | null;
}

/** The text of an entry with `path` or `patch`. */
export function patchTextOf(layer: Layer, node: Node, entry: PatchPosition, location: Location): PatchText {
  const path = getText(node, 'path');
  const inlineNode = get(node, 'patch');
  const inline = (textOf(inlineNode) ?? '').trim();
  if (path === '' && inline === '')
    throw new BuildFailure('patch', 'must specify one of patch and path', location);
  if (path !== '' && inline !== '') {
    throw new BuildFailure('patch', 'patch and path cannot be set at the same time', location);
  }
  if (path !== '') return fileText(layer, layer.loadFile(path, location), entry);
  const text = inlineText(layer, inlineNode!, entry);
  // kustomize trims it, and with it the last line break of a block scalar at the end.
  return { ...text, text: text.text.trimEnd() };
}

export function fileText(layer: Layer, file: string, entry: PatchPosition): PatchText {
  return {
    text: layer.readText(file),
    id: [file, layer.folder, entry.field, entry.index].join('\0'),
    location: { file },
    writer: (doc, form) => ({
      type: 'patch',
      form,
      file,
      doc,
      layer: layer.folder,
      ...entry,
      inline: null,
    }),
  };
}

/** A patch written into the scalar `node`. */
export function inlineText(layer: Layer, node: Node, entry: PatchPosition): PatchText {
  const { by } = node.origin;
  const around = 'inline' in by ? by.inline : null;
  // A patch inside a transformer that is itself inline: the outermost scalar is what the file has.
  const inline = around ?? spelledPath(layer, node);
  const { start } = node.origin;
  return {
    text: textOf(node) ?? '',
    id: [by.file, layer.folder, entry.field, entry.index, start, around !== null, ...inline].join('\0'),
    location: { file: by.file, offset: start },
    writer: (doc, form) => ({
      type: 'patch',
      form,
      file: by.file,
      doc,
      layer: layer.folder,
      ...entry,
      inline,
      ...(around && { nested: true }),
    }),
  };
}

/** The path of a scalar in its file, top-level keys as the file spells them. */
function spelledPath(layer: Layer, node: Node): (string | number)[] {
  const path = pathInText(node.origin);
  const [first] = path;
  if (node.origin.by.file !== layer.kustomization.file || typeof first !== 'string') return path;
  return [layer.kustomization.spelling.get(first) ?? first, ...path.slice(1)];
}

/** Both readings are tried: as objects, and as a list of operations. */
export function readPatch(text: PatchText): ReadPatch {
  const merges = tryMerges(text);
  const operations = tryOperations(text);
  const bothFail = merges instanceof Error && operations instanceof Error;
  if (bothFail) {
    throw looksLikeOperations(text.text) ? operations : merges;
  }
  if (
    !(merges instanceof Error) &&
    merges.length > 0 &&
    !(operations instanceof Error) &&
    operations.length > 0
  ) {
    throw new BuildFailure(
      'patch',
      'this patch qualifies both as a strategic merge and as a JSON patch',
      text.location,
    );
  }
  if (!(merges instanceof Error)) return { merges, operations: null };
  return { merges: [], operations: operations as readonly PatchOperation[] };
}

function looksLikeOperations(text: string): boolean {
  return /^\s*(?:#[^\n]*\n\s*)*(?:---\s*\n\s*)?(?:\[|-\s)/.test(text);
}

/**
 * Every consumer of a component reads its patches, in every evaluation: equal texts of one entry are read once. By text,
 * whose hash the engine keeps, then by entry.
 */
const MAX_KEPT = 4000;
type Kept<T> = Map<string, Map<string, T>>;
const keptMerges: Kept<MapNode[] | BuildFailure> = new Map();
const keptOperations: Kept<PatchOperation[] | BuildFailure> = new Map();

function keep<T>(kept: Kept<T>, { text, id }: PatchText, read: () => T): T {
  let entries = kept.get(text);
  if (!entries) {
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(text, (entries = new Map()));
  }
  let result = entries.get(id);
  if (result === undefined) entries.set(id, (result = read()));
  return result;
}

export function tryMerges(text: PatchText): readonly MapNode[] | BuildFailure {
  return keep(keptMerges, text, () => parseMerges(text));
}

export function tryOperations(text: PatchText): readonly PatchOperation[] | BuildFailure {
  return keep(keptOperations, text, () => parseOperations(text));
}

function parseMerges(text: PatchText): MapNode[] | BuildFailure {
  return attempt(text, () => {
    const documents = parseText(text.text, 'merge-patch', doc => text.writer(doc, 'merge'));
    return objectsOf(documents, text.location.file).map(object => object.node);
  });
}

function parseOperations(text: PatchText): PatchOperation[] | BuildFailure {
  return attempt(text, () => {
    refuseLooseJson(text.text);
    const documents = parseText(text.text, 'json-patch', doc => text.writer(doc, 'json'));
    const first = documents[0]?.node;
    return first ? operationsOf(first) : [];
  });
}

/**
 * A list of operations that begins with a bracket is read as JSON and nothing else; in front of the bracket a blank or a
 * comment makes YAML of it.
 *
 * @throws JsonPatchProblem
 */
function refuseLooseJson(text: string): void {
  const json = text.replace(/^\uFEFF/, '');
  if (!json.startsWith('[')) return;
  try {
    JSON.parse(json);
  } catch (error) {
    throw new JsonPatchProblem(`it begins with [ and is no JSON: ${(error as Error).message}`);
  }
}

/** @throws OutOfScope for a text that we do not read in either form */
function attempt<T>(text: PatchText, read: () => T): T | BuildFailure {
  try {
    return read();
  } catch (error) {
    if (error instanceof BuildFailure) return error;
    if (error instanceof JsonPatchProblem) return new BuildFailure('patch', error.message, text.location);
    if (!(error instanceof YamlProblem)) throw error;
    // Offsets of an inline patch are inside the scalar: the scalar's own place is the honest answer.
    const offset = text.location.offset ?? error.offset;
    const problem = unreadable(error, { file: text.location.file, offset });
    if (problem instanceof OutOfScope) throw problem;
    return problem;
  }
}
