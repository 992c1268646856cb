/** Fields that Kubernetes does not know, and that are nearly one which it knows there. */

import { editDistance } from '../../../src/text/edit-distance.ts';
import type { FieldPath, Json, Proposal, Resource } from '../../../src/transform.ts';
import { isMap } from '../../shared/data.ts';
import { type Fields, OBJECT_METADATA, SPECS } from './known-fields.ts';

export type MisspeltMessage = 'misspelt';

/** Shorter words are other words. */
const SHORTEST = 4;
const SHORT = 8;

interface Misspelt {
  readonly field: string;
  readonly near: string;
  readonly path: FieldPath;
}

/**
 * Fields of built-in kinds. A field without a near one may be of a version that nobody here knows: it is left alone.
 */
export function* misspeltFields(resource: Resource): Generator<Proposal<MisspeltMessage>> {
  const { apiVersion, kind, name, key, object } = resource;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const spec = SPECS[`${group}/${kind}`];
  if (spec === undefined) return;
  for (const { field, near, path } of within(object, { metadata: OBJECT_METADATA, spec }, [])) {
    yield {
      message: 'misspelt',
      data: { resource: `${kind} ${name}`, field: dotted([...path, field]), near },
      at: { on: key, path: [...path, field] },
      changes: [],
      evidence: [],
    };
  }
}

function* within(value: Json | undefined, fields: Fields, path: FieldPath): Generator<Misspelt> {
  if (!isMap(value)) return;
  // What the table leaves to itself at the top: apiVersion, status, data.
  const isWhole = path.length > 0;
  for (const [field, child] of Object.entries(value)) {
    const known = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (known === undefined) {
      const near = isWhole ? nearField(field, Object.keys(fields), value) : undefined;
      if (near !== undefined) yield { field, near, path };
    } else if (isList(known)) {
      for (const item of itemsOf(child)) yield* within(item, known[0], [...path, field, ...stepTo(item)]);
    } else if (known !== true) {
      yield* within(child, known, [...path, field]);
    }
  }
}

/** By other letters of the same case, or by a letter or two; a field that stands there itself is not meant. */
function nearField(field: string, known: readonly string[], beside: object): string | undefined {
  const others = known.filter(each => !Object.hasOwn(beside, each));
  const same = others.find(each => each.toLowerCase() === field.toLowerCase());
  if (same !== undefined || field.length < SHORTEST) return same;
  const most = field.length < SHORT ? 1 : 2;
  return others.find(each => editDistance(field, each) <= most);
}

function isList(known: true | Fields | readonly [Fields]): known is readonly [Fields] {
  return Array.isArray(known);
}

function itemsOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** By its name, where it has one; a list is found without. */
function stepTo(item: Json): FieldPath {
  return isMap(item) && typeof item.name === 'string' ? [{ name: item.name }] : [];
}

function dotted(path: FieldPath): string {
  return path.map(step => (typeof step === 'object' ? Object.values(step).join() : String(step))).join('.');
}
