/**
 * Elements of a merged list by what names them, ported from kustomize step by step: it looks odd where the original is odd
 * (kustomize.md 1.9).
 */

import { copyOf } from '../../yaml/read/data.ts';
import { isNull, type ListNode, type MapNode, type Node, scalarNode, withEntries } from '../tree/node.ts';
import { MergeProblem, UnfollowedMerge } from './directives.ts';

export function valueTuples(sources: readonly ListNode[], keys: readonly string[]): string[][] {
  const seen = new Set<string>();
  const tuples: string[][] = [];
  for (const source of sources) {
    for (const item of source.items) {
      const tuple = keys[0] === '' ? [rawOf(item) ?? ''] : keys.map(key => elementValue(item, key));
      const id = tuple.length === 1 ? tuple[0]! : JSON.stringify(tuple);
      if (seen.has(id)) continue;
      seen.add(id);
      tuples.push(tuple);
    }
  }
  return tuples;
}

function elementValue(item: Node, key: string): string {
  return item.kind === 'map' ? (rawOf(item.entries.get(key)) ?? '') : '';
}

/**
 * A merge key that is a null, as it is written, finds elements and is lost on the way: of the object it is followed where
 * another part of the key stands beside it.
 *
 * @throws UnfollowedMerge where it is not followed
 */
export function refuseNullKeys(dest: ListNode, patch: ListNode | undefined, keys: readonly string[]): void {
  for (const list of patch === undefined ? [dest] : [dest, patch]) {
    for (const item of list.items) {
      const key = keys.find(each => isWrittenNull(item, each));
      if (key === undefined) continue;
      const isTold = keys.some(each => elementValue(item, each) !== '' && !isWrittenNull(item, each));
      if (list === patch || !isTold) throw new UnfollowedMerge(`the ${key} of an element in a list is null`);
    }
  }
}

function isWrittenNull(item: Node, key: string): boolean {
  const value = item.kind === 'map' ? item.entries.get(key) : undefined;
  return value?.kind === 'scalar' && value.value === null && value.raw !== '';
}

/** What is written, also for null: `null` and `~` are values to kustomize, and an empty one is none. */
function rawOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' ? node.raw : undefined;
}

/** Compound keys: tuples that agree in one part and differ only by an absent one become the fuller one. */
export function unifyTuples(tuples: string[][]): string[][] {
  const result = tuples.map(tuple => [...tuple]);
  for (let i = 0; i < result.length; i++) {
    // Compared as it was at first, whatever it has become on the way.
    const own = result[i]!;
    for (let j = 0; j < result.length; j++) {
      const unified = unify(own, result[j]!);
      if (!unified) continue;
      result[i] = unified;
      result[j] = unified;
    }
  }
  return result;
}

function unify(a: readonly string[], b: readonly string[]): string[] | null {
  let common = false;
  const result: string[] = [];
  for (let i = 0; i < a.length; i++) {
    if (a[i] === b[i]) {
      common = true;
      result.push(a[i]!);
    } else if (a[i] !== '' && b[i] !== '') return null;
    else result.push(a[i] !== '' ? a[i]! : b[i]!);
  }
  return common ? result : null;
}

/** Key parts that some tuple has. */
export function usedParts(tuples: readonly (readonly string[])[], keys: readonly string[]): Set<string> {
  const used = new Set<string>();
  for (const tuple of tuples) {
    for (let i = 0; i < keys.length; i++) if (tuple[i] !== undefined && tuple[i] !== '') used.add(keys[i]!);
  }
  return used;
}

/** The key parts that are used, and a tuple's values for them. */
export function validParts(
  used: ReadonlySet<string>,
  tuple: readonly string[],
  keys: readonly string[],
): { keys: string[]; values: string[] } {
  if (used.size === 0) return { keys: [...keys], values: [...tuple] };
  return {
    keys: keys.filter(key => used.has(key)),
    values: tuple.filter((value, i) => value !== '' || used.has(keys[i]!)),
  };
}

/** The first element whose parts have exactly these values. */
export function findElement(
  items: readonly Node[],
  keys: readonly string[],
  values: readonly string[],
): Node | undefined {
  if (keys[0] === '') return items.find(item => (rawOf(item) ?? '') === values[0]);
  return items.find(
    item => item.kind === 'map' && keys.every((key, i) => rawOf(item.entries.get(key)) === values[i]),
  );
}

/** As kustomize sets and deletes elements: an empty value asks only that the field is there. */
function matches(item: Node, keys: readonly string[], values: readonly string[]): boolean {
  if (item.kind !== 'map') return keys[0] === '' && (rawOf(item) ?? '') === values[0];
  for (let i = 0; i < keys.length && i < values.length; i++) {
    const field = item.entries.get(keys[i]!);
    if (field === undefined) return false;
    if (values[i] !== '' && (field.kind !== 'scalar' || field.raw !== values[i])) return false;
  }
  return true;
}

export function deleteElements(
  items: readonly Node[],
  keys: readonly string[],
  values: readonly string[],
): Node[] {
  return items.filter(item => {
    if (isNull(item) || (item.kind === 'map' && item.entries.size === 0)) return false;
    if (item.kind !== 'map' && keys[0] !== '') return true;
    return !matches(item, keys, values);
  });
}

export function setElement(
  items: readonly Node[],
  keys: readonly string[],
  values: readonly string[],
  element: Node,
): Node[] {
  const isMapSetter = keys[0] !== '' && values.length > 0 && values[0] !== '';
  const result: Node[] = [];
  let found = false;
  for (const item of items) {
    if (isNull(item) || (item.kind === 'map' && item.entries.size === 0)) continue;
    if (item.kind !== 'map' && isMapSetter) {
      result.push(item);
      continue;
    }
    if (matches(item, keys, values)) {
      found = true;
      result.push(element);
    } else result.push(item);
  }
  if (!found) result.push(element);
  return result;
}

/**
 * The rest of the object's elements behind those of the patch.
 *
 * @throws MergeProblem at one that cannot have the keys: kustomize asks each for them
 */
export function appendElements(
  added: readonly Node[],
  rest: readonly Node[],
  keys: readonly string[],
): Node[] {
  let result = [...added];
  for (const item of rest) {
    if (keys[0] === '') {
      result = setElement(result, [''], [rawOf(item) ?? ''], item);
      continue;
    }
    if (item.kind !== 'map' && !isNull(item))
      throw new MergeProblem(`a ${item.kind} stands in a list of maps that have a ${keys[0]}`);
    const values: string[] = [];
    for (const key of keys) {
      const value = item.kind === 'map' ? item.entries.get(key) : undefined;
      if (value === undefined) {
        result.push(item);
        continue;
      }
      values.push(rawOf(value) ?? '');
    }
    if (keys.length > 1) result = values.length > 0 ? deleteElements(result, keys, values) : result;
    if (values.length === 0 && keys.length > 0) {
      // ElementSetter with keys and no values replaces nothing it can name: it keeps only this element.
      result = [item];
      continue;
    }
    result = setElement(result, keys, values, item);
  }
  return result;
}

export function ensureKeys(element: MapNode, valid: { keys: string[]; values: string[] }): MapNode {
  let result = element;
  valid.keys.forEach((key, i) => {
    const value = valid.values[i];
    if (key === '' || value === undefined || value === '' || result.entries.has(key)) return;
    const entries = copyOf(result.entries);
    entries.set(key, scalarNode(value, element.origin));
    result = withEntries(result, entries);
  });
  return result;
}
