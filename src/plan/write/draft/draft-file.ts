/**
 * The text of one file as it is being changed. In a stream an edit reads and writes its own document: what it costs
 * does not grow with the others.
 */
import { countLineEnds, type LineEnds, mostLineEnds } from '../../../text/source-text.ts';
import { applySplices, composeSplices, type Splice } from '../../../text/splice.ts';
import type { Within } from '../../../yaml/edit/edit.ts';
import { indentsOf, type SequenceIndents, sequenceIndents } from '../../../yaml/edit/style.ts';
import { contentOnSeparator, splitDocuments } from '../../../yaml/read/documents.ts';

/** One document of a stream. */
export interface Part {
  readonly index: number;
  /** Where it stood in the stream before any of its documents was edited. */
  readonly start: number;
  readonly end: number;
  text: string;
  /** Against the text that it had there. */
  splices: readonly Splice[];
}

export interface DraftFile {
  text(): string;
  /** What has been done to it, one list of splices after the other. */
  splices(): readonly (readonly Splice[])[];
  /** Changes the whole of it. */
  put(text: string, splices: readonly Splice[]): void;
  /** A document of a stream of several; undefined where the file is edited as a whole. */
  part(doc: number): Part | undefined;
  /** What the rest of the stream means for an edit of one of its documents. */
  around(part: Part): Within;
  putPart(part: Part, text: string, splices: readonly Splice[]): void;
  /** Lines in front of a document. */
  linesBefore(part: Part): number;
}

interface Stream {
  readonly parts: readonly Part[];
  lineEnds: LineEnds;
  indents: SequenceIndents;
}

export function newDraftFile(original: string): DraftFile {
  const history: (readonly Splice[])[] = [];
  // With all changes up to the last of the whole; changes of documents stand in the stream.
  let base = original;
  let stream: Stream | undefined;
  let joined: string | undefined = original;
  const spliced = (): Splice[] =>
    (stream?.parts ?? []).flatMap(({ start, splices }) =>
      splices.map(each => ({ start: start + each.start, end: start + each.end, text: each.text })),
    );
  const text = () => (joined ??= applySplices(base, spliced()));
  return {
    text,
    splices() {
      const last = spliced();
      return last.length === 0 ? history : [...history, last];
    },
    put(after, splices) {
      const before = spliced();
      if (before.length > 0) history.push(before);
      history.push(splices);
      base = after;
      joined = after;
      stream = undefined;
    },
    part(doc) {
      stream ??= streamOf(base);
      return stream.parts.length > 1 ? stream.parts[doc] : undefined;
    },
    around(part) {
      const { parts, lineEnds, indents } = (stream ??= streamOf(base));
      return {
        before: base.slice(parts[part.index - 1]?.start ?? 0, part.start),
        after: base.slice(part.end, parts[part.index + 1]?.end ?? base.length),
        eol: mostLineEnds(lineEnds),
        indentsSequences: indentsOf(indents),
      };
    },
    putPart(part, after, splices) {
      const { lineEnds, indents } = (stream ??= streamOf(base));
      const before = part.text;
      stream.lineEnds = exchanged(lineEnds, countLineEnds(before), countLineEnds(after));
      stream.indents = exchanged(indents, sequenceIndents(before), sequenceIndents(after));
      part.splices = composeSplices(base.slice(part.start, part.end), part.splices, splices);
      part.text = after;
      joined = undefined;
    },
    linesBefore(part) {
      const earlier = spliced().filter(({ start }) => start < part.start);
      const { crlf, lf } = countLineEnds(applySplices(base.slice(0, part.start), earlier));
      return crlf + lf;
    },
  };
}

/** A stream that kustomize refuses is not taken apart: the editor says why. */
function streamOf(text: string): Stream {
  const spans = contentOnSeparator(text) === -1 ? splitDocuments(text) : [];
  const parts = spans.map(({ start, end }, index) => {
    return { index, start, end, text: text.slice(start, end), splices: [] };
  });
  return { parts, lineEnds: countLineEnds(text), indents: sequenceIndents(text) };
}

/** Sums over documents, after one of them has changed. */
function exchanged<T extends LineEnds | SequenceIndents>(sums: T, before: T, after: T): T {
  const entries = Object.entries(sums).map(([key, sum]) => {
    const [less, more] = [before, after].map(each => (each as unknown as Record<string, number>)[key]!);
    return [key, sum - less! + more!];
  });
  return Object.fromEntries(entries) as T;
}
