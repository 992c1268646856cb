/** Replacements of ranges of a text. Every byte outside them is the byte that was there. */

import { memoized } from './memo.ts';

export interface Splice {
  /** UTF-16 offset in the original text. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The text with all splices made.
 * @throws RangeError when they are not sorted, overlap or leave the text
 */
export function applySplices(text: string, splices: readonly Splice[]): string {
  let result = '';
  let done = 0;
  for (const { start, end, text: inserted } of splices) {
    if (start < done || end < start || end > text.length) {
      throw new RangeError(`splice ${start}-${end} overlaps another, is unsorted or leaves the text`);
    }
    result += text.slice(done, start) + inserted;
    done = end;
  }
  return result + text.slice(done);
}

/** Sorted by place; splices at one place keep the order in which they were given. */
export function sortSplices(splices: readonly Splice[]): Splice[] {
  return [...splices].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Where an offset of the new text stood in the old one, or null when it is inside of what is new. */
export function offsetBefore(splices: readonly Splice[], offset: number): number | null {
  const ranges = rangesOf(splices);
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle]!.from <= offset) low = middle + 1;
    else high = middle;
  }
  const last = ranges[low - 1];
  if (last === undefined) return offset;
  return offset < last.to ? null : offset - last.shift;
}

/** Where the new texts stand, and how far what follows each of them has moved. */
const rangesOf = memoized((splices: readonly Splice[]) => {
  let shift = 0;
  return splices.map(({ start, end, text }) => {
    const from = start + shift;
    shift += text.length - (end - start);
    return { from, to: from + text.length, shift };
  });
});

type Segment =
  | { readonly kept: true; readonly start: number; readonly end: number }
  | { readonly kept: false; readonly text: string };

/** One list of splices against the original, from a first list and a second one made on the first's result. */
export function composeSplices(
  original: string,
  first: readonly Splice[],
  second: readonly Splice[],
): Splice[] {
  let segments = segmentsOf(original.length, first);
  // From the end, so that the offsets of the splices still to come stay true.
  for (const splice of [...second].reverse()) segments = spliceSegments(segments, splice);
  return splicesOf(original, segments);
}

function segmentsOf(length: number, splices: readonly Splice[]): Segment[] {
  const segments: Segment[] = [];
  let done = 0;
  for (const { start, end, text } of splices) {
    segments.push({ kept: true, start: done, end: start }, { kept: false, text });
    done = end;
  }
  segments.push({ kept: true, start: done, end: length });
  return segments.filter(segment => lengthOf(segment) > 0);
}

function spliceSegments(segments: readonly Segment[], { start, end, text }: Splice): Segment[] {
  const before: Segment[] = [];
  const after: Segment[] = [];
  let at = 0;
  for (const segment of segments) {
    const length = lengthOf(segment);
    if (at < start) before.push(cut(segment, 0, Math.min(length, start - at)));
    if (at + length > end) after.push(cut(segment, Math.max(0, end - at), length));
    at += length;
  }
  return [...before, ...(text === '' ? [] : [{ kept: false as const, text }]), ...after];
}

function cut(segment: Segment, from: number, to: number): Segment {
  return segment.kept
    ? { kept: true, start: segment.start + from, end: segment.start + to }
    : { kept: false, text: segment.text.slice(from, to) };
}

function lengthOf(segment: Segment): number {
  return segment.kept ? segment.end - segment.start : segment.text.length;
}

function splicesOf(original: string, segments: readonly Segment[]): Splice[] {
  const splices: Splice[] = [];
  let done = 0;
  let text = '';
  const close = (start: number) => {
    if (start > done || text !== '') splices.push({ start: done, end: start, text });
    text = '';
  };
  for (const segment of segments) {
    if (!segment.kept) {
      text += segment.text;
      continue;
    }
    close(segment.start);
    done = segment.end;
  }
  close(original.length);
  return splices.filter(splice => original.slice(splice.start, splice.end) !== splice.text);
}

export type Splices = ReadonlyMap<string, readonly (readonly Splice[])[]>;
