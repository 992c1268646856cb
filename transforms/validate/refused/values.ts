/** Words that the API server does not take where it knows a few alone. */

import type { FieldPath, Json, Proposal, Resource } from '../../../src/transform.ts';
import { isMap } from '../../shared/data.ts';
import { VALUES } from './known-values.ts';

export type ValueMessage = 'bad-value';

/** Something that is filled in later, or a text that is none, is not judged. */
const WORD = /^[A-Za-z]+$/;

export function* unknownValues(resource: Resource): Generator<Proposal<ValueMessage>> {
  const { apiVersion, kind, name, key, object } = resource;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  for (const { path, values } of VALUES[`${group}/${kind}`] ?? []) {
    for (const { value, at } of valuesAt(object, path, [])) {
      if (!WORD.test(value) || values.includes(value)) continue;
      yield {
        message: 'bad-value',
        data: {
          resource: `${kind} ${name}`,
          field: at.map(step => (typeof step === 'object' ? Object.values(step).join() : step)).join('.'),
          value,
          values: values.join(', '),
        },
        at: { on: key, path: at },
        changes: [],
        evidence: [],
      };
    }
  }
}

export function* valuesAt(
  value: Json | undefined,
  [step, ...rest]: readonly string[],
  at: FieldPath,
): Generator<{ readonly value: string; readonly at: FieldPath }> {
  if (step === undefined) {
    if (typeof value === 'string') yield { value, at };
  } else if (step === '*') {
    const items = Array.isArray(value) ? value : [];
    for (const item of items) yield* valuesAt(item, rest, [...at, ...stepTo(item)]);
  } else if (isMap(value)) {
    yield* valuesAt(value[step], rest, [...at, step]);
  }
}

/** By its name, where it has one; a list is found without. */
export function stepTo(item: Json): FieldPath {
  return isMap(item) && typeof item.name === 'string' ? [{ name: item.name }] : [];
}
