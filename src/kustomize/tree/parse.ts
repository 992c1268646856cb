/** Files read into effective nodes, each file once per text. */

import { refuseCharacters } from '../../yaml/read/characters.ts';
import { YamlProblem } from '../../yaml/read/problem.ts';
import { readPiece, splitPieces } from '../../yaml/read/read.ts';
import { type Reader, RULES } from '../../yaml/read/readers.ts';
import type { TreeBuilder } from '../../yaml/read/tree-builder.ts';
import type { Files } from '../files/files.ts';
import { BuildFailure, type Location, OutOfScope } from '../files/problem.ts';
import { listNode, mapNode, markFlawed, type Node, scalarNode } from './node.ts';
import type { Origin, Writer } from './writer.ts';

/** Larger files are refused: a manifest of this size is a mistake or an attack. */
const MAX_FILE_BYTES = 50 * 1024 * 1024;

export interface ParsedDocument {
  readonly doc: number;
  readonly node: Node;
}

/** Builds nodes whose origins all point into one text. */
function builderFor(by: Writer): TreeBuilder<Node, Origin> {
  return {
    origin: (up, key, place, viaAlias) => ({
      by,
      up,
      key,
      start: place.start,
      end: place.end,
      keyStart: place.keyStart,
      viaAlias,
    }),
    scalar: (value, raw, styled, origin) => scalarNode(value, origin, null, raw, styled),
    map(entries, origin, flaws) {
      if (flaws !== undefined) markFlawed(entries, flaws);
      return mapNode(entries, origin);
    },
    list: (items, origin) => listNode(items, origin),
  };
}

/**
 * The documents of a text; null documents are skipped, and counted as kustomize counts.
 * @throws YamlProblem
 */
export function parseText(text: string, rules: Reader, writerFor: (doc: number) => Writer): ParsedDocument[] {
  if (text.length > MAX_FILE_BYTES) throw new YamlProblem('larger than 50 MB', 0, true);
  if (RULES[rules].refusesCharacters) refuseCharacters(text);
  const documents: ParsedDocument[] = [];
  const pieces = splitPieces(text);
  const isAlone = pieces.length === 1;
  for (const [doc, piece] of pieces.entries()) {
    const node = namingTemplates(text, () =>
      readPiece(piece, builderFor(writerFor(doc)), { rules, isAlone }),
    );
    if (node !== null) documents.push({ doc, node });
  }
  return documents;
}

/** The usual reason why a manifest is no YAML is that it is a template of Helm or another tool. */
function namingTemplates<T>(text: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    const start = text.lastIndexOf('\n', error.offset - 1) + 1;
    const end = text.indexOf('\n', error.offset);
    const line = text.slice(start, end < 0 ? text.length : end);
    if (!line.includes('{{')) throw error;
    throw new YamlProblem(
      `a template ({{ }}), which is no YAML before it is filled in: ${error.message}`,
      error.offset,
    );
  }
}

const MAX_KEPT = 256;
const recent = new Map<string, readonly ParsedDocument[]>();

/** The documents of a text as a file of its own; recent ones are kept. @throws YamlProblem */
export function parseSource(text: string, rules: Reader, file: string): readonly ParsedDocument[] {
  const key = `${rules}\0${file}\0${text}`;
  let documents = recent.get(key);
  if (!documents) {
    documents = parseText(text, rules, doc => ({ type: 'source', file, doc }));
    if (recent.size >= MAX_KEPT) recent.delete(recent.keys().next().value!);
    recent.set(key, documents);
  }
  return documents;
}

/** One document of a stream of several, from its own text: offsets count from there. @throws YamlProblem */
export function parseSourceDocument(text: string, file: string, doc: number): Node | undefined {
  const builder = builderFor({ type: 'source', file, doc });
  const read = () => readPiece({ start: 0, text }, builder, { rules: 'resource', isAlone: false });
  return namingTemplates(text, read) ?? undefined;
}

/** Parsed resource files by path; an entry is good as long as the text is the same. */
export type ParseCache = Map<
  string,
  { readonly text: string; readonly documents: readonly ParsedDocument[] }
>;

const parsedFiles = new WeakMap<Files, ParseCache>();

/**
 * What anybody has parsed of a workspace: its files are evaluated several times in a run, and searched for secrets.
 *
 * @param most files that are almost the same, from which it is taken over
 */
export function parsedFilesOf(files: Files, most: Files = files): ParseCache {
  let parsed = parsedFiles.get(files) ?? parsedFiles.get(most);
  if (!parsed) parsedFiles.set(most, (parsed = new Map()));
  parsedFiles.set(files, parsed);
  return parsed;
}

/** @throws BuildFailure | OutOfScope when the file is absent or no YAML */
export function parseResourceFile(files: Files, cache: ParseCache, file: string): readonly ParsedDocument[] {
  const text = files.read(file);
  if (text === undefined) throw new BuildFailure('missing-file', `${file} does not exist`, { file });
  const cached = cache.get(file);
  if (cached?.text === text) return cached.documents;
  const documents = parseOrFail(file, () =>
    parseText(text, 'resource', doc => ({ type: 'source', file, doc })),
  );
  cache.set(file, { text, documents });
  return documents;
}

/** Of a text that kustomize refuses too, or of one that only we do not read. */
export function unreadable({ message, isOurs }: YamlProblem, location: Location): BuildFailure | OutOfScope {
  return isOurs
    ? new OutOfScope(message, location, 'limit')
    : new BuildFailure('unreadable-yaml', message, location);
}

/** @throws BuildFailure | OutOfScope */
export function parseOrFail<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    throw unreadable(error, { file, offset: error.offset });
  }
}
