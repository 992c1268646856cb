/** JSON patches of an object that is said in another version of its API: where they point to, and what they put there. */
import { entry, type ListNode, type Node, textOf, toJson } from '../../kustomize/tree/node.ts';
import type { Json, JsonObject } from '../../transform.ts';
import { isJsonList, isJsonMap } from '../../yaml/read/data.ts';
import { type Conversion, convertedBy } from '../find/conversions.ts';
import { sameJson } from '../rendered/same-data.ts';
import type { Difference } from './differences.ts';

export function operationsIn({ items }: ListNode, conversion: Conversion): Difference[] {
  return items.flatMap((item, index) => operation(item, index, conversion));
}

function operation(item: Node, index: number, conversion: Conversion): Difference[] {
  const pointer = textOf(entry(item, 'path'));
  const value = entry(item, 'value');
  if (pointer === undefined || value === undefined) return [];
  const before = toJson(value);
  const moved = movedValue(pointer.split('/').slice(1), before, conversion);
  if (moved === undefined) return [];
  const path = ['', ...moved.steps].join('/');
  return [
    ...(path === pointer ? [] : [setOf(index, 'path', path)]),
    ...(sameJson(moved.value, before) ? [] : [setOf(index, 'value', moved.value)]),
  ];
}

function setOf(index: number, key: string, value: Json): Difference {
  return { edit: { op: 'set', doc: 0, path: [index, key], value } };
}

interface Pointed {
  readonly steps: readonly string[];
  readonly value: Json;
}

/** Where a value goes that stands alone in its object; undefined where that cannot be told. */
function movedValue(steps: readonly string[], value: Json, conversion: Conversion): Pointed | undefined {
  const alone = steps.reduceRight<Json>(
    (below, step) => (isIndex(step) ? [below] : { [unescaped(step)]: below }),
    value,
  );
  if (!isJsonMap(alone)) return undefined;
  const { apiVersion, ...after } = convertedBy(
    conversion,
    { ...alone, apiVersion: conversion.from },
    false,
  ) as JsonObject;
  return followed(steps, alone, after, isJsonMap(value) || isJsonList(value));
}

/** The same way through both, as long as it is the same; from there on the only one that is new. */
function followed(
  [step, ...rest]: readonly string[],
  before: Json | undefined,
  after: Json | undefined,
  isCollection: boolean,
): Pointed | undefined {
  if (after === undefined) return undefined;
  if (step === undefined) return { steps: [], value: after };
  if (isIndex(step)) {
    if (!isJsonList(before) || !isJsonList(after)) return undefined;
    const below = followed(rest, before[0], after[0], isCollection);
    return below && { steps: [step, ...below.steps], value: below.value };
  }
  if (!isJsonMap(before) || !isJsonMap(after)) return undefined;
  const key = unescaped(step);
  if (after[key] !== undefined) {
    const below = followed(rest, before[key], after[key], isCollection);
    return below && { steps: [step, ...below.steps], value: below.value };
  }
  const fresh = Object.keys(after).filter(each => before[each] === undefined);
  const [only] = fresh;
  if (only === undefined || fresh.length > 1) return undefined;
  const below =
    rest.length > 0
      ? followed(rest, before[key], after[only], isCollection)
      : isCollection
        ? { steps: [], value: after[only]! }
        : onlyLeaf(after[only]!);
  return below && { steps: [only, ...below.steps], value: below.value };
}

function onlyLeaf(value: Json): Pointed | undefined {
  if (!isJsonMap(value)) return { steps: [], value };
  const [[key, child], other] = [Object.entries(value)[0] ?? [], Object.keys(value)[1]];
  if (key === undefined || child === undefined || other !== undefined) return undefined;
  const below = onlyLeaf(child);
  return below && { steps: [key, ...below.steps], value: below.value };
}

function isIndex(step: string): boolean {
  return step === '-' || /^\d+$/.test(step);
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
