/** Where in a text a part of a scalar is written: YAML may say it in other characters, and on other lines. */
import { SHORTEST } from '../../credentials/values.ts';
import type { ScalarNode } from '../../kustomize/tree/node.ts';

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** From a part of what a scalar says to its place in the text. */
export type PlaceOf = (start: number, end: number) => Place;

/** A literal block: each of its lines is a line of the text. */
const LITERAL = /^(?:[&!]\S*\s+)*\|[-+\d]*[ \t]*(?:#[^\n]*)?\r?\n/;

/** All of the scalar where its characters are not those of the text. */
export function placesIn(text: string, { origin, raw }: Pick<ScalarNode, 'origin' | 'raw'>): PlaceOf {
  const { start, end } = origin;
  const written = text.slice(start, end);
  const at = raw === '' ? -1 : written.indexOf(raw);
  if (at >= 0) return (from, to) => ({ start: start + at + from, end: start + at + to });
  const header = LITERAL.exec(written)?.[0];
  if (header === undefined) return verbatim(written, raw, start);
  const said = startsOfLines(raw);
  const lines = startsOfLines(written.slice(header.length)).map(each => start + header.length + each);
  return (from, to) => ({
    start: lines[lineAt(said, from)] ?? start,
    end: lines[lineAt(said, Math.max(to - 1, from)) + 1] ?? end,
  });
}

/** Each of them is looked for in all of the text. */
const MOST_PARTS = 64;

/** A part that stands there as it is; else nobody can say where, and all of the scalar counts. */
function verbatim(written: string, raw: string, start: number): PlaceOf {
  let parts = 0;
  return (from, to) => {
    const value = raw.slice(from, to);
    const at = ++parts > MOST_PARTS ? -1 : written.indexOf(value);
    const isElsewhere = to - from < SHORTEST && written.includes(value, at + 1);
    return at < 0 || isElsewhere
      ? { start, end: start + Math.max(written.length, 1) }
      : { start: start + at, end: start + at + to - from };
  };
}

function startsOfLines(text: string): number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

/** Index of the line that holds a place. */
function lineAt(starts: readonly number[], place: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
