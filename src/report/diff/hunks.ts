/**
 * The hunks between two texts. The time of a comparison grows with the square of what has changed, so long texts are
 * compared piece by piece: they are cut where they are the same for so many lines that no hunk reaches over.
 */
import { type StructuredPatch, type StructuredPatchHunk, structuredPatch } from 'diff';

const CONTEXT = 3;
/** On either side of a cut: the context of a hunk, and a line that keeps hunks apart. */
const KEPT = CONTEXT + 1;
/** Shorter texts are compared as a whole at once. */
const LONG = 2000;

/** @returns the patch of a file, with the names as given */
export function patchBetween(
  oldName: string,
  newName: string,
  before: string,
  after: string,
): StructuredPatch {
  const compare = (old: string, now: string) =>
    structuredPatch(oldName, newName, old, now, undefined, undefined, { context: CONTEXT });
  const [old, now] = [linesOf(before), linesOf(after)];
  if (old.length + now.length < LONG) return compare(before, after);
  const hunks: StructuredPatchHunk[] = [];
  let [oldAt, newAt] = [0, 0];
  for (const [oldEnd, newEnd] of [...cuts(old, now), [old.length, now.length] as const]) {
    const [from, to] = [old.slice(oldAt, oldEnd), now.slice(newAt, newEnd)].map(lines => lines.join(''));
    if (from !== to) {
      for (const hunk of compare(from!, to!).hunks)
        hunks.push({ ...hunk, oldStart: hunk.oldStart + oldAt, newStart: hunk.newStart + newAt });
    }
    [oldAt, newAt] = [oldEnd, newEnd];
  }
  return { ...compare('', ''), hunks };
}

/** With their line ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

type Pair = readonly [old: number, now: number];

/** Lines in front of which both texts can be cut, in order: the middle of what is the same for long enough. */
function cuts(old: readonly string[], now: readonly string[]): Pair[] {
  const found: Pair[] = [];
  let done = 0;
  for (const [start, startNow] of inOrder(onceInBoth(old, now))) {
    if (start < done) continue;
    let length = 0;
    while (start + length < old.length && old[start + length] === now[startNow + length]) length++;
    done = start + length;
    if (length >= 2 * KEPT) found.push([start + KEPT, startNow + KEPT]);
  }
  return found;
}

/** Where the lines stand that each text has once, in the order of the old one. */
function onceInBoth(old: readonly string[], now: readonly string[]): Pair[] {
  const [before, after] = [once(old), once(now)];
  return [...before].flatMap(([line, index]) => {
    const other = after.get(line);
    return other === undefined ? [] : [[index, other] as const];
  });
}

function once(lines: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const several = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (places.has(line)) several.add(line);
    else places.set(line, index);
  }
  for (const line of several) places.delete(line);
  return places;
}

/** The most pairs of a list that are in order in both texts. */
function inOrder(pairs: readonly Pair[]): Pair[] {
  // By length: the last pair of the list of that length that ends first.
  const ends: number[] = [];
  const previous: number[] = [];
  for (const [index, [, now]] of pairs.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[ends[middle]!]![1] < now) low = middle + 1;
      else high = middle;
    }
    previous.push(low === 0 ? -1 : ends[low - 1]!);
    ends[low] = index;
  }
  const chosen: Pair[] = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index]!) chosen.push(pairs[index]!);
  return chosen.reverse();
}
