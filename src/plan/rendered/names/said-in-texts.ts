/** Where the texts that kustomizations read say the name of an object: manifests, patches, entries, files of generators. */

import { generatorInputs } from '../../../kustomize/file/generator-inputs.ts';
import type { GraphNode } from '../../../kustomize/file/graph.ts';
import type { Kustomization } from '../../../kustomize/file/kustomization.ts';
import { PATCH_FIELDS, patchEntries } from '../../../kustomize/file/patch-entries.ts';
import { BuildFailure } from '../../../kustomize/files/problem.ts';
import { toJson } from '../../../kustomize/tree/node.ts';
import { type ParsedDocument, parseSource } from '../../../kustomize/tree/parse.ts';
import { needsQuotes, type YamlEdit } from '../../../yaml/edit/edit.ts';
import { type DocumentSpan, splitDocuments } from '../../../yaml/read/documents.ts';
import { followPath } from '../../../yaml/read/locate.ts';
import type { SyntaxScalar } from '../../../yaml/read/nodes.ts';
import { YamlProblem } from '../../../yaml/read/problem.ts';
import { parseSyntax } from '../../../yaml/read/syntax.ts';
import type { Renaming } from '../../model/renaming.ts';
import { renamedText, type Said, type SayingLeaf, type Setting, saidIn, sayingLeaves } from './renaming.ts';
import { documentOf } from './renaming-of.ts';

/** How a text is read. */
export type Reading =
  | { readonly as: 'documents' | 'kustomization' }
  | { readonly as: 'content'; readonly key: string | undefined };

/** The texts that a kustomization reads itself, by file. */
export function textsReadBy({
  kustomization,
  files,
}: Pick<GraphNode, 'kustomization' | 'files'>): Map<string, Reading> {
  const read = new Map<string, Reading>();
  if (kustomization === undefined) return read;
  for (const file of files) read.set(file, { as: 'documents' });
  for (const { file, key } of generatorInputs(kustomization)) read.set(file, { as: 'content', key });
  return read.set(kustomization.file, { as: 'kustomization' });
}

export interface SaidInText {
  /** Words that stand there as they are read, by where. */
  readonly words: readonly Said[];
  /** For what says the name in another way than it is read: in base64, or in quotes that it needs. */
  readonly edits: readonly YamlEdit[];
}

const NOTHING: SaidInText = { words: [], edits: [] };

/** Keys and comments are no words of it. */
export function saidInText(
  file: string,
  text: string,
  reading: Reading,
  renaming: Renaming,
  kustomization?: Kustomization,
): SaidInText {
  if (reading.as === 'content') {
    const key = reading.key === undefined ? undefined : { text: reading.key, isField: false };
    return { words: saidIn(text, renaming, { key, isApart: false }), edits: [] };
  }
  if (!mayBeEncoded(text) && ![...renaming.names.keys()].some(name => text.includes(name))) return NOTHING;
  const isKustomization = reading.as === 'kustomization';
  const own = saidInDocuments(file, text, renaming, isKustomization ? 'kustomization' : 'object');
  if (kustomization === undefined || !isKustomization) return own;
  return joined([own, saidInPatches(kustomization, text, renaming)]);
}

/** Only a Secret is in base64, or a patch of one. */
function mayBeEncoded(text: string): boolean {
  return text.includes('Secret') || text.includes('/data/');
}

function saidInDocuments(file: string, text: string, renaming: Renaming, of: Setting['of']): SaidInText {
  const spans = splitDocuments(text);
  return joined(
    documentsOf(file, text).map(({ doc, node }) => {
      const isApart = renaming.apart.has(documentOf({ file, doc }));
      const leaves = [...sayingLeaves(toJson(node), renaming, { of, isApart })];
      const span = spans[doc];
      return leaves.length === 0 || span === undefined ? NOTHING : placed(leaves, text, span, doc, renaming);
    }),
  );
}

/** Patches in the text of a kustomization are documents of their own. */
function saidInPatches(kustomization: Kustomization, text: string, renaming: Renaming): SaidInText {
  const [span] = splitDocuments(text);
  if (span === undefined) return NOTHING;
  const found = patchEntries(kustomization, PATCH_FIELDS).map(patch => {
    if (patch.type !== 'inline') return { leaves: [], edits: [] };
    const { path, text: inside } = patch;
    const { words, edits } = saidInDocuments(kustomization.file, inside, renaming, 'object');
    const renamed = renamedText(inside, words, renaming);
    return {
      leaves: words.length === 0 ? [] : [{ path, text: inside, said: words, isEncoded: false, renamed }],
      edits: edits.length === 0 ? [] : [{ op: 'nested' as const, doc: 0, path, edits }],
    };
  });
  const leaves = found.flatMap(each => each.leaves);
  return joined([
    placed(leaves, text, span, 0, renaming),
    { words: [], edits: found.flatMap(each => each.edits) },
  ]);
}

/** Nothing where it cannot be read: nobody builds that. */
function documentsOf(file: string, text: string): readonly ParsedDocument[] {
  try {
    return parseSource(text, 'resource', file);
  } catch (error) {
    if (error instanceof YamlProblem || error instanceof BuildFailure) return [];
    throw error;
  }
}

/** The words of leaves where the text of their document has them. */
function placed(
  leaves: readonly SayingLeaf[],
  text: string,
  { start, end }: DocumentSpan,
  doc: number,
  renaming: Renaming,
): SaidInText {
  const document = text.slice(start, end);
  const root = parseSyntax(document);
  return joined(
    leaves.map(leaf => {
      const { found, rest } = followPath(root, leaf.path);
      const node = found.at(-1)?.node;
      // An alias says what its anchor does, and a merged key what stands elsewhere.
      if (rest.length > 0 || node?.kind !== 'scalar') return NOTHING;
      const words = leaf.isEncoded ? undefined : wordsIn(node, document, leaf, renaming);
      if (words) return { words: words.map(each => ({ ...each, start: each.start + start })), edits: [] };
      const here = leaf.said.map(each => ({ ...each, start: start + node.start, meaning: asEdited(each) }));
      const isChanged = leaf.said.some(({ meaning }) => meaning === 'it');
      const edit = { op: 'set' as const, doc, path: leaf.path, value: leaf.renamed };
      return { words: here, edits: isChanged ? [edit] : [] };
    }),
  );
}

/** What an edit says anew is left to it. */
function asEdited({ meaning }: Said): Said['meaning'] {
  return meaning === 'it' ? 'nothing' : meaning;
}

/** Undefined where the text does not have the words as they are read, or where others would need quotes. */
function wordsIn(
  node: SyntaxScalar,
  document: string,
  { text, said, renamed }: SayingLeaf,
  { word }: Renaming,
): Said[] | undefined {
  if (node.style === 'plain' && needsQuotes(renamed, node.inFlow) && !needsQuotes(text, node.inFlow))
    return undefined;
  const read = [...text.matchAll(word)];
  const written = [...document.slice(node.start, node.end).matchAll(word)];
  if (read.length !== written.length || read.some(([name], i) => written[i]![0] !== name)) return undefined;
  const at = new Map(read.map(({ index }, i) => [index, node.start + written[i]!.index]));
  return said.map(each => ({ ...each, start: at.get(each.start)! }));
}

function joined(all: readonly SaidInText[]): SaidInText {
  return { words: all.flatMap(each => each.words), edits: all.flatMap(each => each.edits) };
}
