/** Variables of a container as another one may be given them: by reference, and never as a copy of a secret. */

import { type Container, type Json, type JsonObject, nameOf, type Root } from '../../../src/transform.ts';
import { isMap, mapsIn } from '../data.ts';
import { providersOf } from '../provided.ts';

/** A variable of the server, as another container is given it; undefined where the server has none of the name. */
export type Found =
  | {
      readonly type: 'reference';
      readonly entry: JsonObject;
      /** False for a source that nobody renders: it may have one of the name. */
      readonly isSeen: boolean;
    }
  | { readonly type: 'literal'; readonly value: string }
  /** Several sources that nobody renders may have it. */
  | { readonly type: 'unclear' }
  | undefined;

const SOURCES = [
  ['secretRef', 'Secret', 'secretKeyRef'],
  ['configMapRef', 'ConfigMap', 'configMapKeyRef'],
] as const;

/** The variable of a password of the superuser, by the images that have one. */
export function rootPasswordNames({ facts }: Container): readonly string[] {
  const isMariaDb = facts.family?.startsWith('mariadb') === true;
  return [...(isMariaDb ? ['MARIADB_ROOT_PASSWORD'] : []), 'MYSQL_ROOT_PASSWORD'];
}

/**
 * The first of several variables that the server has, those that are seen before those that a source may have.
 *
 * @returns undefined where it has none of them
 */
export function firstOf(
  container: Container,
  root: Root,
  names: readonly string[],
  isCertain: boolean,
): { readonly name: string; readonly found: Exclude<Found, undefined> } | undefined {
  const all = names.flatMap(name => {
    const found = variableOf(container, root, name, isCertain);
    return found === undefined ? [] : [{ name, found }];
  });
  const isSeen = ({ found }: (typeof all)[number]) =>
    found.type === 'literal' || (found.type === 'reference' && found.isSeen);
  return all.find(isSeen) ?? all[0];
}

/** Whether a variable of the server has the path of a file instead, as its entrypoint reads it. */
export function isFiled(container: Container, names: readonly string[]): boolean {
  return mapsIn(container.get(['env'])).some(({ name }) => names.some(each => name === `${each}_FILE`));
}

/** @param isCertain whether the server has one of the name for sure, wherever from */
export function variableOf(container: Container, root: Root, name: string, isCertain: boolean): Found {
  const written = mapsIn(container.get(['env'])).findLast(each => each.name === name);
  if (written !== undefined) {
    const { value, valueFrom } = written;
    if (isMap(valueFrom))
      return { type: 'reference', entry: { valueFrom: referred(valueFrom, container, root) }, isSeen: true };
    const text = String(value ?? '');
    return text.includes('$(') ? { type: 'unclear' } : { type: 'literal', value: text };
  }
  return fromSources(container, root, name, isCertain);
}

/** Of several sources the last one counts. One that nobody renders may have whatever is not seen elsewhere. */
function fromSources(container: Container, root: Root, name: string, isCertain: boolean): Found {
  const unseen: JsonObject[] = [];
  for (const source of [...mapsIn(container.get(['envFrom']))].reverse()) {
    const prefix = typeof source.prefix === 'string' ? source.prefix : '';
    if (!name.startsWith(prefix)) continue;
    const key = name.slice(prefix.length);
    for (const [field, kind, keyField] of SOURCES) {
      const ref = source[field];
      if (!isMap(ref) || typeof ref.name !== 'string') continue;
      const [object] = providersOf(kind, ref.name, container.workload, root);
      const entry = (more: JsonObject = {}) => ({
        valueFrom: { [keyField]: { name: nameAs(kind, ref.name as string, container, root), key, ...more } },
      });
      if (object === undefined) unseen.push(entry(isCertain ? {} : { optional: true }));
      else if (['data', 'stringData'].some(each => hasEntry(object.get([each]), key)))
        return { type: 'reference', entry: entry(), isSeen: true };
    }
  }
  const [only] = unseen;
  if (only === undefined) return undefined;
  return unseen.length === 1 ? { type: 'reference', entry: only, isSeen: false } : { type: 'unclear' };
}

function hasEntry(entries: Json | undefined, key: string): boolean {
  return isMap(entries) && Object.hasOwn(entries, key);
}

/** With names as the place of the new object has to say them. */
export function referred(valueFrom: JsonObject, container: Container, root: Root): JsonObject {
  return Object.fromEntries(
    Object.entries(valueFrom).map(([field, ref]) => {
      const kind = SOURCES.find(([, , keyField]) => keyField === field)?.[1];
      const isNamed = kind !== undefined && isMap(ref) && typeof ref.name === 'string';
      return [
        field,
        isNamed ? { ...ref, name: nameAs(kind, (ref as JsonObject).name as string, container, root) } : ref,
      ];
    }),
  );
}

export function nameAs(kind: string, name: string, { workload }: Container, root: Root): Json {
  const [object] = providersOf(kind, name, workload, root);
  // What no layer has renamed is called so wherever the new object stands, also where that is below the layer that brings it.
  return object === undefined || object.formerNames.length === 0 ? name : nameOf(object);
}

/** What variables refer to, which perhaps nobody renders. */
export function namedBy(
  env: readonly JsonObject[],
): readonly { readonly kind: string; readonly name: string }[] {
  return env.flatMap(({ valueFrom }) => {
    if (!isMap(valueFrom)) return [];
    return Object.entries({ secretKeyRef: 'Secret', configMapKeyRef: 'ConfigMap' }).flatMap(
      ([field, kind]) => {
        const ref = valueFrom[field];
        return isMap(ref) && typeof ref.name === 'string' ? [{ kind, name: ref.name }] : [];
      },
    );
  });
}
