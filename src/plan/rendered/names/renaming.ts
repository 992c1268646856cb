/** What is said of an object that gets another name, with the new one. */
import { type Meaning, meaningOf } from '../../../kubernetes/names/meaning.ts';
import type { Json, JsonObject } from '../../../transform.ts';
import { isJsonList, isJsonMap } from '../../../yaml/read/data.ts';
import type { Renaming } from '../../model/renaming.ts';
import { type Field, useOf } from './fields.ts';

/** A name in a text, and whether it is that of the object. */
export interface Said {
  readonly start: number;
  readonly name: string;
  readonly meaning: Meaning;
}

type Holder = Parameters<typeof meaningOf>[3];

/** Every word of a text that reads like the name. */
export function saidIn(text: string, { word, named }: Renaming, holder: Holder): Said[] {
  return [...text.matchAll(word)].map(({ 0: name, index: start }) => ({
    start,
    name,
    meaning: meaningOf(text, { start, name }, named, holder),
  }));
}

export function renamedText(text: string, said: readonly Said[], { names }: Renaming): string {
  let end = 0;
  let made = '';
  for (const { start, name, meaning } of said) {
    if (meaning !== 'it') continue;
    made += text.slice(end, start) + names.get(name)!;
    end = start + name.length;
  }
  return made + text.slice(end);
}

/** A text of an object in which the name stands. */
export interface SayingLeaf {
  readonly path: readonly (string | number)[];
  readonly text: string;
  /** Every word of it that reads like the name; of a text in base64 they stand in what that says. */
  readonly said: readonly Said[];
  readonly isEncoded: boolean;
  /** With the new name where it is that of the object. */
  readonly renamed: string;
}

export interface Setting {
  readonly of: Field['of'];
  /** Of another namespace. */
  readonly isApart: boolean;
}

interface At extends Setting {
  readonly renaming: Renaming;
  /** In the document, which is the field's but in a JSON patch. */
  readonly path: readonly (string | number)[];
  readonly field: Field;
}

/** The texts of an object, of a patch, or of a kustomization in which the name stands. */
export function sayingLeaves(value: Json, renaming: Renaming, setting: Setting): Generator<SayingLeaf> {
  const field: Field = { of: setting.of, path: [], object: undefined, parent: undefined, before: [] };
  return leavesAt(value, { ...setting, renaming, path: [], field });
}

function* leavesAt(value: Json | undefined, at: At): Generator<SayingLeaf> {
  if (typeof value === 'string') yield* leafAt(value, at);
  else if (isJsonList(value)) {
    const isPatch = at.path.length === 0 && value.every(each => isJsonMap(each) && 'op' in each);
    for (const [i, item] of value.entries())
      yield* isPatch && isJsonMap(item)
        ? leavesOfOperation(item, i, at)
        : leavesAt(item, below(at, i, value));
  } else if (isJsonMap(value)) {
    const isObject = typeof value.kind === 'string' && isJsonMap(value.metadata);
    const here = isObject ? { ...at, field: { ...at.field, path: [], object: value } } : at;
    for (const [key, item] of Object.entries(value)) yield* leavesAt(item, below(here, key, value));
  }
}

/** What an operation writes is written at the place that it names. */
function leavesOfOperation(operation: JsonObject, index: number, at: At): Generator<SayingLeaf> {
  const pointer = String(operation.path ?? '');
  const steps = pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const path = steps.map(step => (/^\d+$/.test(step) ? Number(step) : step));
  return leavesAt(operation.value, {
    ...at,
    path: [index, 'value'],
    field: { ...at.field, path, parent: undefined, before: [] },
  });
}

function below(at: At, step: string | number, holder: Json): At {
  const { field, path } = at;
  return {
    ...at,
    path: [...path, step],
    field: {
      ...field,
      path: [...field.path, step],
      parent: isJsonMap(holder) ? holder : undefined,
      before: isJsonList(holder) ? holder : [],
    },
  };
}

function* leafAt(text: string, { renaming, path, field, isApart }: At): Generator<SayingLeaf> {
  const { named, names, rules } = renaming;
  const holds = [...names.keys()].some(name => text.includes(name));
  const mayBeEncoded = field.path.includes('data');
  if (!holds && !mayBeEncoded) return;
  const use = useOf(field, named.kind, rules);
  const said = (some: readonly Said[], isEncoded = false, of = text): SayingLeaf => {
    const renamed = renamedText(of, some, renaming);
    return { path, text, said: some, isEncoded, renamed: isEncoded ? encoded(renamed) : renamed };
  };
  const means = (meaning: Meaning) =>
    saidIn(text, renaming, { key: undefined, isApart: false }).map(each => ({ ...each, meaning }));
  const namespace = field.parent?.namespace;
  const isOther = typeof namespace === 'string' ? !isKnown(namespace, renaming) : isApart;
  if (use.type === 'encoded') {
    const holder = { key: use.key, isApart };
    const decoded = decodedText(text);
    const inside = decoded === undefined ? [] : saidIn(decoded, renaming, holder);
    if (decoded !== undefined && inside.length > 0) yield said(inside, true, decoded);
    else if (holds && !use.isSure) yield said(saidIn(text, renaming, holder));
    return;
  }
  if (!holds) return;
  if (use.type === 'none' || (use.type === 'reference' && !use.isOfKind)) yield said(means('nothing'));
  else if (use.type === 'reference' && names.has(text))
    yield said(means(isOther ? 'another namespace' : 'it'));
  else {
    const { key, from, lead } = use.type === 'text' ? use : { key: undefined, from: 0, lead: '' };
    const seen = saidIn(lead + text.slice(from), renaming, { key, isApart: isOther });
    const shift = from - lead.length;
    yield said(
      seen.flatMap(each => (each.start < lead.length ? [] : [{ ...each, start: each.start + shift }])),
    );
  }
}

/** As it is rendered, or as a layer below says it: kustomize follows that one too. */
function isKnown(namespace: string, { named, formerNamespaces }: Renaming): boolean {
  return named.namespaces.has(namespace) || formerNamespaces.has(namespace);
}

/** Undefined where that is no text: what is none has no words. */
function decodedText(value: string): string | undefined {
  const bytes = Buffer.from(value, 'base64');
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : undefined;
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** An object with the new name wherever it says the old one. */
export function renamedObject(object: JsonObject, renaming: Renaming, isApart: boolean): JsonObject {
  return [...sayingLeaves(object, renaming, { of: 'object', isApart })]
    .filter(({ said }) => said.some(({ meaning }) => meaning === 'it'))
    .reduce<JsonObject>((made, { path, renamed }) => replaced(made, path, renamed) as JsonObject, object);
}

function replaced(value: Json | undefined, path: SayingLeaf['path'], leaf: string): Json {
  const [step, ...rest] = path;
  if (step === undefined) return leaf;
  if (isJsonList(value))
    return value.map((item, index) => (index === step ? replaced(item, rest, leaf) : item));
  return isJsonMap(value) ? { ...value, [step]: replaced(value[step], rest, leaf) } : leaf;
}
