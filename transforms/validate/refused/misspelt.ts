/** Fields that Kubernetes does not know where they stand: nearly one that it knows there, or one that it knows elsewhere. */

import { editDistance } from '../../../src/text/edit-distance.ts';
import type { FieldPath, Json, JsonObject, Proposal, Resource } from '../../../src/transform.ts';
import { isMap, sameData } from '../../shared/data.ts';
import { remembered } from '../../shared/remembered.ts';
import { type Fields, OBJECT_METADATA, SPECS } from './known-fields.ts';
import { stepTo } from './values.ts';

export type MisspeltMessage = 'misspelt' | 'misplaced' | 'misplaced-copy';

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
  readonly home: Home | undefined;
  readonly path: FieldPath;
}

/** Where a field belongs. */
interface Home {
  /** `spec.template.spec.containers[].imagePullPolicy` */
  readonly where: string;
  /** What stands there today: one for each element of lists on the way. */
  readonly values: readonly (Json | undefined)[];
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
  for (const { field, near, home, path } of within(object, fields, [], { spec, object })) {
    const own = [...path, field];
    const data = { resource: `${kind} ${name}`, field: dotted(own) };
    const at = { on: key, path: own };
    if (near !== undefined) {
      yield { message: 'misspelt', data: { ...data, near }, at, changes: [], evidence: [] };
    } else if (home !== undefined && saysTheSame(home, resource.get(own))) {
      yield {
        message: 'misplaced-copy',
        data: { ...data, where: home.where },
        at,
        changes: [resource.remove(own)],
        evidence: [{ kind: 'manifest', at: resource.where(own), says: `${home.where} says the same` }],
      };
    } else {
      const where = home?.where ?? '';
      yield { message: 'misplaced', data: { ...data, where }, at, changes: [], evidence: [] };
    }
  }
}

/** The API drops the copy: everything stays as it is without it. */
function saysTheSame({ values }: Home, value: Json | undefined): boolean {
  return values.length > 0 && values.every(each => each !== undefined && sameData(each, value));
}

interface Whole {
  readonly spec: Fields;
  readonly object: JsonObject;
}

function* within(value: Json | undefined, fields: Fields, path: FieldPath, whole: Whole): Generator<Unknown> {
  if (!isMap(value)) return;
  // What the table leaves to itself at the top: apiVersion, status, data.
  const isWhole = path.length > 0;
  for (const [field, child] of Object.entries(value)) {
    const known = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (known === undefined) {
      if (!isWhole || child === null) continue;
      const near = nearField(field, Object.keys(fields), value);
      const home = COMMON.has(field) ? undefined : homeOf(field, { value, fields, path }, whole);
      if (near !== undefined || home !== undefined) yield { field, near, home, path };
    } else if (isList(known)) {
      for (const item of itemsOf(child)) {
        yield* within(item, known[0], [...path, field, ...stepTo(item)], whole);
      }
    } else if (known !== true) {
      yield* within(child, known, [...path, field], whole);
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
function homeOf(
  field: string,
  { value, fields, path }: { readonly value: Json; readonly fields: Fields; readonly path: FieldPath },
  { spec, object }: Whole,
): Home | undefined {
  const below = homesBelow(fields).get(field);
  if (below !== undefined) return { where: `${dotted(path)}${below}`, values: valuesAt(value, below) };
  const home = homesBelow(spec).get(field);
  return home === undefined ? undefined : { where: `spec${home}`, values: valuesAt(object.spec, home) };
}

function valuesAt(value: Json | undefined, home: string): readonly (Json | undefined)[] {
  let values: readonly (Json | undefined)[] = [value];
  for (const step of home.slice(1).split('.')) {
    const field = step.replace('[]', '');
    const children = values.map(each => (isMap(each) ? each[field] : undefined));
    values = field === step ? children : children.flatMap(each => itemsOf(each ?? null));
  }
  return values;
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
