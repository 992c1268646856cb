/**
 * Reads YAML into a tree of the caller's own nodes, with a source range for each. kustomize's reading rules:
 * a stream is cut at `---` lines, each piece holds one document, aliases and `<<` are expanded.
 */
import type { Document, Node } from 'yaml';
import { compose, TOO_DEEP } from './compose.ts';
import { type Piece, place, Reading, type ReadOptions } from './composed.ts';
import { contentOnSeparator, splitDocuments } from './documents.ts';
import { fastRead } from './fast-read.ts';
import { YamlProblem } from './problem.ts';
import { RULES } from './readers.ts';
import type { TreeBuilder } from './tree-builder.ts';

/**
 * The pieces between `---` lines that hold more than blanks and comments, as kustomize cuts a stream.
 * @throws YamlProblem where a separator line carries content
 */
export function splitPieces(text: string): Piece[] {
  const misplaced = contentOnSeparator(text);
  if (misplaced !== -1) {
    const rest = /^---(.*)/.exec(text.slice(misplaced))![1]!.trim();
    throw new YamlProblem(`unexpected text after the document separator: ${rest}`, misplaced + 3);
  }
  return splitDocuments(text).map(({ start, end }) => ({ start, text: text.slice(start, end) }));
}

/**
 * Reads one piece. Returns null for a null document.
 * @throws YamlProblem with an offset into the whole text
 */
export function readPiece<N, O>(piece: Piece, builder: TreeBuilder<N, O>, options: ReadOptions): N | null {
  const fast = fastRead(piece.text, piece.start, builder, RULES[options.rules], options.isAlone ?? false);
  return fast === undefined ? readPieceSlowly(piece, builder, options) : fast;
}

/** The same by way of the library, for everything that YAML can say. @throws YamlProblem */
export function readPieceSlowly<N, O>(
  piece: Piece,
  builder: TreeBuilder<N, O>,
  options: ReadOptions,
): N | null {
  const document = composed(piece);
  const problem = document.errors.find(e => e.code !== 'MULTIPLE_DOCS');
  if (problem) {
    const reason = reasonOf(problem.message);
    throw new YamlProblem(reason, piece.start + problem.pos[0], reason === TOO_DEEP);
  }
  if (document.contents === null) return null;
  return new Reading(piece, document, builder, options).node(
    document.contents as Node,
    builder.origin(null, '', place(document.contents as Node, piece.start, -1), false),
    false,
    0,
  );
}

function composed({ text, start }: Piece): Document {
  try {
    return compose(text, {
      schema: 'failsafe',
      // Checked below with a map: the library compares every pair.
      uniqueKeys: false,
      logLevel: 'silent',
      prettyErrors: false,
      keepSourceTokens: false,
      // The first document counts; kustomize never looks behind a `...` line.
      strict: true,
    })[0]!;
  } catch (error) {
    const reason = reasonOf(error instanceof Error ? error.message : String(error));
    throw new YamlProblem(reason, start, reason === TOO_DEEP);
  }
}

/** Where the stack has been used up before, it ends, and not the text. */
function reasonOf(message: string): string {
  if (/call stack/i.test(message)) return TOO_DEEP;
  return message.split('\n', 1)[0]!.replace(/:$/, '');
}
