/** A `set` broken into the smallest steps: only entries and items that differ are touched. */
import {
  type Data,
  dataAt,
  equalData,
  isDataList,
  isDataMap,
  isEmptyCollection,
  withSet,
  wrap,
  type YamlPath,
} from '../read/data.ts';
import { followPath, missing } from '../read/locate.ts';
import type { SyntaxList, SyntaxMap, SyntaxNode } from '../read/nodes.ts';
import { Refusal } from '../read/refusal.ts';
import { matchItems } from './match.ts';

export type EditStep =
  | { readonly op: 'replace'; readonly path: YamlPath; readonly value: Data }
  | { readonly op: 'entry'; readonly path: YamlPath; readonly key: string; readonly value: Data }
  /** Of one reading, be they many: each more costs a line. */
  | { readonly op: 'item'; readonly path: YamlPath; readonly index: number; readonly values: readonly Data[] }
  | { readonly op: 'remove'; readonly path: YamlPath };

/** The steps that make the value at a path equal to another; paths hold when they are taken in order. */
export function stepsToSet(root: SyntaxNode, path: YamlPath, value: Data): EditStep[] {
  const { found, rest } = followPath(root, path);
  const { node } = found.at(-1)!;
  const [step, ...deeper] = rest;
  if (step === undefined) return difference(node, path, value);

  const parent = path.slice(0, path.length - rest.length);
  if (node.kind === 'map') {
    const merged = dataAt(node.data, [step]);
    if (merged === undefined || deeper.length === 0)
      return [addEntry(node, parent, String(step), wrap(deeper, value))];
    // A key that a merge brings in may be overridden, but not in part: what it brought is said along.
    if (!isDataMap(merged)) throw missing(node, rest);
    return [addEntry(node, parent, String(step), withSet(merged, deeper, value))];
  }
  if (node.kind === 'list' && step === node.items.length) {
    return stepsToInsert(root, parent, step, [wrap(deeper, value)]);
  }
  if (node.kind === 'scalar' && node.data === null) {
    return [{ op: 'replace', path: parent, value: wrap(rest, value) }];
  }
  if (node.kind === 'alias') throw missing(node, rest);
  throw new Refusal(node.kind === 'scalar' ? 'not a collection' : 'no such path', node.start);
}

/** The steps that insert list items, one behind the other. */
export function stepsToInsert(
  root: SyntaxNode,
  path: YamlPath,
  index: number,
  values: readonly Data[],
): EditStep[] {
  const { found, rest } = followPath(root, path);
  const { node } = found.at(-1)!;
  if (rest.length > 0) throw missing(node, rest);
  if (node.kind === 'alias') throw new Refusal('alias', node.start);
  const first = (): EditStep[] => [
    { op: 'replace', path, value: values.slice(0, 1) },
    ...oneByOne(path, 1, values.slice(1)),
  ];
  if (node.kind === 'scalar' && node.data === null && index === 0) return first();
  if (node.kind !== 'list') throw new Refusal('not a list', node.start);
  if (index < 0 || index > node.items.length) throw new Refusal('no such path', node.start);
  if (node.items.length === 0) return first();
  return node.flow ? oneByOne(path, index, values) : [{ op: 'item', path, index, values }];
}

/** What stands on a line: each may make it too long for the next. */
function oneByOne(path: YamlPath, index: number, values: readonly Data[]): EditStep[] {
  return values.map((value, i) => ({ op: 'item', path, index: index + i, values: [value] }));
}

function addEntry(map: SyntaxMap, path: YamlPath, key: string, value: Data): EditStep {
  // An empty map has no neighbours to stand beside: it is written anew, in its parent's style.
  if (map.entries.length === 0) return { op: 'replace', path, value: new Map([[key, value]]) };
  return { op: 'entry', path, key, value };
}

function difference(node: SyntaxNode, path: YamlPath, value: Data): EditStep[] {
  if (equalData(node.data, value)) return [];
  if (isEmptyCollection(value) || isEmptyCollection(node.data)) return [{ op: 'replace', path, value }];
  if (node.kind === 'map' && isDataMap(value)) return mapDifference(node, path, value);
  if (node.kind === 'list' && isDataList(value)) return listDifference(node, path, value);
  return [{ op: 'replace', path, value }];
}

function mapDifference(map: SyntaxMap, path: YamlPath, value: ReadonlyMap<string, Data>): EditStep[] {
  const own = map.entries.filter(entry => !entry.merge);
  const ownKeys = new Set(own.map(entry => entry.key));
  const merges = own.length < map.entries.length;
  // Nothing in common: comments and order of the old map speak of nothing in the new one.
  if (!merges && !own.some(entry => value.has(entry.key))) return [{ op: 'replace', path, value }];

  for (const key of (map.data as ReadonlyMap<string, Data>).keys()) {
    if (!value.has(key) && !ownKeys.has(key)) throw new Refusal('alias', map.start);
  }
  const changed = own.flatMap(entry => {
    const wanted = value.get(entry.key);
    return wanted === undefined ? [] : difference(entry.value, [...path, entry.key], wanted);
  });
  const added = [...value].filter(([key, wanted]) => {
    const merged = dataAt(map.data, [key]);
    return !ownKeys.has(key) && (merged === undefined || !equalData(merged, wanted));
  });
  const removed = own.filter(entry => !value.has(entry.key));
  return [
    ...changed,
    ...added.map(([key, wanted]): EditStep => ({ op: 'entry', path, key, value: wanted })),
    ...removed.map((entry): EditStep => ({ op: 'remove', path: [...path, entry.key] })),
  ];
}

function listDifference(list: SyntaxList, path: YamlPath, value: readonly Data[]): EditStep[] {
  const old = list.items.map(item => item.value);
  const pairs = pairItems(
    old.map(node => node.data),
    value,
  );
  const steps: EditStep[] = [];
  // From the end, so that the indices of the steps still to come stay true.
  let oldEnd = old.length;
  let newEnd = value.length;
  for (const [oldIndex, newIndex] of [...pairs.reverse(), [-1, -1] as const]) {
    // First what comes, then what goes: the list is never empty in between.
    for (let i = newEnd - 1; i > newIndex; i--)
      steps.push({ op: 'item', path, index: oldEnd, values: [value[i]!] });
    for (let i = oldEnd - 1; i > oldIndex; i--) steps.push({ op: 'remove', path: [...path, i] });
    if (oldIndex >= 0) steps.push(...difference(old[oldIndex]!, [...path, oldIndex], value[newIndex]!));
    oldEnd = oldIndex;
    newEnd = newIndex;
  }
  return steps;
}

/** Which old item becomes which new one: equal ones, then those of one name, then in order; another name alone makes no other item. */
function pairItems(old: readonly Data[], value: readonly Data[]): (readonly [number, number])[] {
  const equal = matchItems(old, value, equalData);
  const named = withinGaps(equal, old, value, (a, b) => {
    return matchItems(a, b, (x, y) => nameOf(x) !== undefined && nameOf(x) === nameOf(y));
  });
  return withinGaps(named, old, value, (a, b) => {
    const inOrder: (readonly [number, number])[] = [];
    for (let i = 0; i < a.length && i < b.length; i++) {
      const differ = nameOf(a[i]!) !== nameOf(b[i]!) && !isRenamed(a[i]!, b[i]!);
      if (!differ && kindOf(a[i]!) === kindOf(b[i]!)) inOrder.push([i, i]);
    }
    return inOrder;
  });
}

function withinGaps(
  pairs: readonly (readonly [number, number])[],
  old: readonly Data[],
  value: readonly Data[],
  match: (a: readonly Data[], b: readonly Data[]) => (readonly [number, number])[],
): (readonly [number, number])[] {
  const all: (readonly [number, number])[] = [];
  let oldAt = 0;
  let newAt = 0;
  for (const pair of [...pairs, [old.length, value.length] as const]) {
    const gap = match(old.slice(oldAt, pair[0]), value.slice(newAt, pair[1]));
    for (const [a, b] of gap) all.push([oldAt + a, newAt + b]);
    if (pair[0] < old.length) all.push(pair);
    oldAt = pair[0] + 1;
    newAt = pair[1] + 1;
  }
  return all;
}

function nameOf(data: Data): Data | undefined {
  return isDataMap(data) ? data.get('name') : undefined;
}

/** The same under another name: what is said beside an item stays with it. */
function isRenamed(a: Data, b: Data): boolean {
  if (!isDataMap(a) || !isDataMap(b) || a.size < 2 || a.size !== b.size) return false;
  return [...a].every(([key, value]) => {
    const other = b.get(key);
    return other !== undefined && (key === 'name' || equalData(value, other));
  });
}

function kindOf(data: Data): string {
  return isDataMap(data) ? 'map' : isDataList(data) ? 'list' : 'scalar';
}
