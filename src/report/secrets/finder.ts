/** Finds many known texts in another in one pass, however much they have in common. */
import { SHORTEST } from '../../credentials/values.ts';

/** From, and up to. */
export type Span = readonly [start: number, end: number];

/** Where a text shows what must not be printed; those of several finders may overlap. */
export type Find = (text: string) => readonly Span[];

/** In the order of their characters; each with the longest other one that it begins with, -1 where there is none. */
interface Sorted {
  readonly pieces: readonly string[];
  readonly within: Int32Array;
}

/** @param longest no piece is longer */
export function newFinder(pieces: Iterable<string>, longest: number): Find {
  const byStart = new Map<string, string[]>();
  const starts = new Uint8Array(65536);
  for (const piece of new Set(pieces)) {
    starts[piece.charCodeAt(0)] = 1;
    const key = piece.slice(0, SHORTEST);
    const list = byStart.get(key);
    if (list) list.push(piece);
    else byStart.set(key, [piece]);
  }
  if (byStart.size === 0) return () => [];
  const sorted = new Map([...byStart].map(([key, list]) => [key, sortedOf(list)]));
  return text => {
    const spans: Span[] = [];
    for (let at = 0; at < text.length; at++) {
      const known = starts[text.charCodeAt(at)] === 1 ? sorted.get(text.slice(at, at + SHORTEST)) : undefined;
      const length = known === undefined ? 0 : matchAt(text.slice(at, at + longest), known);
      if (length > 0) add(spans, at, at + length);
    }
    return spans;
  };
}

/** Another may begin within one, and end behind it: both are one span, or there would be one for each character. */
function add(spans: Span[], start: number, end: number): void {
  const [lastStart, lastEnd] = spans.at(-1) ?? [start, start];
  if (start < lastEnd) spans[spans.length - 1] = [lastStart, Math.max(lastEnd, end)];
  else spans.push([start, end]);
}

function sortedOf(pieces: string[]): Sorted {
  pieces.sort();
  const within = new Int32Array(pieces.length).fill(-1);
  const open: number[] = [];
  for (const [index, piece] of pieces.entries()) {
    while (open.length > 0 && !piece.startsWith(pieces[open.at(-1)!]!)) open.pop();
    within[index] = open.at(-1) ?? -1;
    open.push(index);
  }
  return { pieces, within };
}

/** Length of the longest piece that the text begins with, or of what a printer has left of one. */
function matchAt(text: string, { pieces, within }: Sorted): number {
  for (let at = firstBehind(pieces, text) - 1; at >= 0; at = within[at]!)
    if (text.startsWith(pieces[at]!)) return pieces[at]!.length;
  const end = text.search(/\.\.\.|\u2026/);
  if (end < SHORTEST) return 0;
  const beginning = text.slice(0, end);
  const next = firstBehind(pieces, beginning);
  return pieces[next]?.startsWith(beginning) === true ? end : 0;
}

/** How many pieces do not stand behind a text in the order. */
function firstBehind(pieces: readonly string[], text: string): number {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieces[middle]! <= text) low = middle + 1;
    else high = middle;
  }
  return low;
}
