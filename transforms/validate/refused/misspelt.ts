/** Fields that Kubernetes does not know where they stand: nearly one that it knows there, or one that it knows elsewhere. */

import { editDistance } from '../../../src/text/edit-distance.ts';
import type { FieldPath, Json, Proposal, Resource } from '../../../src/transform.ts';
import { isMap } from '../../shared/data.ts';
import { remembered } from '../../shared/remembered.ts';
import { type Fields, OBJECT_METADATA, SPECS } from './known-fields.ts';
import { stepTo } from './values.ts';

export type MisspeltMessage = 'misspelt' | 'misplaced';

/** Shorter words are other words. */
const SHORTEST = 4;
const SHORT = 8;

/** Names that mean another thing in each place that has them. */
const COMMON = new Set([
  'name',
  'type',
  'path',
  'key',
  'value',
  'items',
  'labels',
  'annotations',
  'spec',
  'selector',
]);

interface Unknown {
  readonly field: string;
  /** What it is nearly; undefined where it is a field of another place. */
  readonly near: string | undefined;
  /** The other place. */
  readonly where: string;
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
  const fields = { metadata: OBJECT_METADATA, spec };
  for (const { field, near, where, path } of within(object, fields, [], spec)) {
    const data = { resource: `${kind} ${name}`, field: dotted([...path, field]) };
    yield {
      ...(near === undefined
        ? { message: 'misplaced', data: { ...data, where } }
        : { message: 'misspelt', data: { ...data, near } }),
      at: { on: key, path: [...path, field] },
      changes: [],
      evidence: [],
    };
  }
}

function* within(value: Json | undefined, fields: Fields, path: FieldPath, spec: Fields): Generator<Unknown> {
  if (!isMap(value)) return;
  // What the table leaves to itself at the top: apiVersion, status, data.
  const isWhole = path.length > 0;
  for (const [field, child] of Object.entries(value)) {
    const known = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (known === undefined) {
      if (!isWhole || child === null) continue;
      const near = nearField(field, Object.keys(fields), value);
      const where = homeOf(field, fields, path, spec);
      if (near !== undefined || where !== undefined) yield { field, near, where: where ?? '', path };
    } else if (isList(known)) {
      for (const item of itemsOf(child)) {
        yield* within(item, known[0], [...path, field, ...stepTo(item)], spec);
      }
    } else if (known !== true) {
      yield* within(child, known, [...path, field], spec);
    }
  }
}

/** Where below a place each field belongs: its highest place. Labels and the like have any fields, and are none. */
const homesBelow = remembered((fields: Fields): ReadonlyMap<string, string> => {
  const homes = new Map<string, string>();
  let level: { readonly fields: Fields; readonly at: string }[] = [{ fields, at: '' }];
  while (level.length > 0) {
    const below: typeof level = [];
    for (const { fields: known, at } of level) {
      for (const [name, child] of Object.entries(known)) {
        if (!homes.has(name)) homes.set(name, `${at}.${name}`);
        if (isList(child)) below.push({ fields: child[0], at: `${at}.${name}[]` });
        else if (child !== true) below.push({ fields: child, at: `${at}.${name}` });
      }
    }
    level = below;
  }
  return homes;
});

/** The place of a field that is known in another one: below where it stands, else anywhere. */
function homeOf(field: string, fields: Fields, path: FieldPath, spec: Fields): string | undefined {
  if (COMMON.has(field)) return undefined;
  const below = homesBelow(fields).get(field);
  if (below !== undefined) return `${dotted(path)}${below}`;
  const home = homesBelow(spec).get(field);
  return home && `spec${home}`;
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

function dotted(path: FieldPath): string {
  return path.map(step => (typeof step === 'object' ? Object.values(step).join() : String(step))).join('.');
}
