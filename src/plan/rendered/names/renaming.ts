/** What is said of an object that gets another name, with the new one. */
import { isLocalName } from '../../../kubernetes/names/local-names.ts';
import { nameWord } from '../../../kubernetes/names/name-word.ts';
import type { Json, JsonObject } from '../../../transform.ts';
import { isJsonList, isJsonMap } from '../../../yaml/read/data.ts';
import type { Renaming } from '../../model/renaming.ts';

/** @param names old -> new */
export function renamingOf(names: ReadonlyMap<string, string>): Renaming {
  return { names, word: nameWord([...names.keys()], 'g') };
}

/** A name in a text. */
interface Said {
  readonly start: number;
  readonly name: string;
}

/** Where a text says the name; comments go on saying what somebody wrote there. */
export function saidIn(text: string, { word }: Renaming): Said[] {
  return [...text.matchAll(word)]
    .map(({ 0: name, index }) => ({ start: index, name }))
    .filter(({ start }) => !/(?:^|\s)#/.test(text.slice(text.lastIndexOf('\n', start) + 1, start)));
}

export function renamedText(text: string, renaming: Renaming): string {
  let end = 0;
  let made = '';
  for (const { start, name } of saidIn(text, renaming)) {
    made += text.slice(end, start) + renaming.names.get(name)!;
    end = start + name.length;
  }
  return made + text.slice(end);
}

/** A text of an object that says something else. */
export interface RenamedLeaf {
  readonly path: readonly (string | number)[];
  readonly value: string;
}

/** The texts of an object, of a patch, or of a part of either that say the name. */
export function* renamedLeaves(
  value: Json | undefined,
  renaming: Renaming,
  path: RenamedLeaf['path'] = [],
): Generator<RenamedLeaf> {
  if (typeof value === 'string') {
    const renamed = isNoReference(path) ? value : renamedText(value, renaming);
    if (renamed !== value) yield { path, value: renamed };
  } else if (isJsonList(value)) {
    for (const [index, item] of value.entries()) yield* renamedLeaves(item, renaming, [...path, index]);
  } else if (isJsonMap(value)) {
    const isSecret = path.length === 0 && value.kind === 'Secret';
    for (const [key, item] of Object.entries(value)) {
      if (isSecret && key === 'data') yield* encodedLeaves(item, renaming);
      else yield* renamedLeaves(item, renaming, [...path, key]);
    }
  }
}

function isNoReference(path: RenamedLeaf['path']): boolean {
  // An image is called like what it runs.
  return path.at(-1) === 'image' || isLocalName(path);
}

function* encodedLeaves(data: Json | undefined, renaming: Renaming): Generator<RenamedLeaf> {
  if (!isJsonMap(data)) return;
  for (const [key, value] of Object.entries(data)) {
    if (typeof value !== 'string') continue;
    const bytes = Buffer.from(value, 'base64');
    const text = bytes.toString('utf8');
    const renamed = renamedText(text, renaming);
    // What is no text has no words.
    if (renamed !== text && Buffer.from(text).equals(bytes))
      yield { path: ['data', key], value: Buffer.from(renamed).toString('base64') };
  }
}

/** An object, or a patch, with the new name wherever it says the old one. */
export function renamedObject(object: JsonObject, renaming: Renaming): JsonObject {
  return [...renamedLeaves(object, renaming)].reduce<JsonObject>(
    (made, { path, value }) => replaced(made, path, value) as JsonObject,
    object,
  );
}

function replaced(value: Json | undefined, path: RenamedLeaf['path'], leaf: string): Json {
  const [step, ...rest] = path;
  if (step === undefined) return leaf;
  if (isJsonList(value))
    return value.map((item, index) => (index === step ? replaced(item, rest, leaf) : item));
  return isJsonMap(value) ? { ...value, [step]: replaced(value[step], rest, leaf) } : leaf;
}
