/** What Flux puts in place of `${name}` after the build: `postBuild.substitute` and `substituteFrom`. */

import { splitLiteral, unquote } from '../../../kustomize/file/generator-inputs.ts';
import type { Files } from '../../../kustomize/files/files.ts';
import { at, entry, type Node, textOf } from '../../../kustomize/tree/node.ts';
import { memoized } from '../../../text/memo.ts';
import type { Json, JsonObject } from '../../../transform.ts';
import { isJsonList, isJsonMap } from '../../../yaml/read/data.ts';
import { documentsIn, itemsAt, kindOf, nameOf, placeOf, scalarsAt } from '../manifests/documents.ts';

export interface Variable {
  readonly value: string;
  /** `file:line` */
  readonly at: string;
}

/**
 * The variables of a Kustomization whose values stand in the repository; undefined where it replaces nothing. What is
 * inline wins over what comes from objects, and a later object over an earlier one.
 */
export function variablesOf(
  files: Files,
  paths: readonly string[],
  kustomization: Node,
): ReadonlyMap<string, Variable> | undefined {
  const postBuild = at(kustomization, 'spec', 'postBuild');
  if (postBuild === undefined) return undefined;
  const variables = new Map<string, Variable>();
  for (const reference of itemsAt(postBuild, 'substituteFrom')) {
    // The values of Secrets are nobody's to read; encrypted ones say nothing anyway.
    if (textOf(entry(reference, 'kind')) !== 'ConfigMap') continue;
    const name = textOf(entry(reference, 'name'));
    if (name === undefined) continue;
    for (const [key, variable] of dataOf(files, paths, name)) variables.set(key, variable);
  }
  for (const [key, variable] of scalarsAt(files, entry(postBuild, 'substitute')))
    variables.set(key, variable);
  return variables;
}

/**
 * Data of the ConfigMap of a name. Where several manifests have one of that name (one per cluster), only what they agree
 * on is known.
 */
function dataOf(files: Files, paths: readonly string[], name: string): Map<string, Variable> {
  const documents = paths
    .filter(path => /\.ya?ml$/.test(path) && (files.read(path) ?? '').includes(name))
    .flatMap(path => documentsIn(files, path));
  const found = [
    ...documents
      .filter(document => kindOf(document) === 'ConfigMap' && nameOf(document) === name)
      .map(document => scalarsAt(files, entry(document, 'data'))),
    ...documents
      .flatMap(document => itemsAt(document, 'configMapGenerator'))
      .filter(generator => textOf(entry(generator, 'name')) === name)
      .map(generator => literalsOf(files, generator)),
  ];
  const [first = new Map<string, Variable>(), ...others] = found;
  return new Map(
    [...first].filter(([key, { value }]) => others.every(other => other.get(key)?.value === value)),
  );
}

function literalsOf(files: Files, generator: Node): Map<string, Variable> {
  const literals = itemsAt(generator, 'literals').flatMap(item => {
    const split = splitLiteral(textOf(item) ?? '');
    return split ? [[split.key, { value: unquote(split.written), at: placeOf(files, item) }] as const] : [];
  });
  return new Map(literals);
}

/** True where a text holds a variable that Flux replaces. `$${x}` is how a text with `${x}` is written. */
export function holdsVariable(text: string): boolean {
  return /(?<!\$)\$\{[A-Za-z_][A-Za-z0-9_]*(?:[:=\-+?#%/^,@][^}]*)?\}/.test(text);
}

/** A scalar that is one variable and nothing else, with its default. */
const WHOLE = /^\$\{([A-Za-z_][A-Za-z0-9_]*)(?::?[=-]([^{}$]*))?\}$/;

const EACH = /(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)(?::?[=-]([^{}$]*))?\}/g;

/** A text with the variables in it that the repository says; for looking at, never for writing. */
export function textWithVariables(text: string, variables: ReadonlyMap<string, Variable>): string {
  return text.replace(EACH, (written, name: string, otherwise: string | undefined) => {
    return variables.get(name)?.value ?? otherwise ?? written;
  });
}

/** Where the repository says the variables of a text. */
export function placesOfVariables(text: string, variables: ReadonlyMap<string, Variable>): string[] {
  return [...text.matchAll(EACH)].flatMap(([, name = '']) => variables.get(name)?.at ?? []);
}

/** The text of a scalar that is one variable, as Flux will write it; undefined where the repository does not say. */
function substituted(text: string, variables: ReadonlyMap<string, Variable>): string | undefined {
  const [, name = '', otherwise] = WHOLE.exec(text) ?? [];
  return variables.get(name)?.value ?? otherwise;
}

/**
 * An object with the numbers and truth values that Flux fills in, where the repository says them. Texts stay variables:
 * nothing may be derived from what somebody else fills in.
 */
export function withVariables(object: JsonObject, variables: ReadonlyMap<string, Variable>): JsonObject {
  if (!holdsWholeVariable(object)) return object;
  const filled = filledIn(object, variables);
  return isJsonMap(filled) ? filled : object;
}

/** Whether a scalar is one variable. Asked of every object in every round, and hardly any has one. */
const holdsWholeVariable = memoized((object: JsonObject): boolean =>
  someText(object, text => WHOLE.test(text)),
);

function someText(value: Json, test: (text: string) => boolean): boolean {
  if (typeof value === 'string') return test(value);
  if (isJsonList(value)) return value.some(item => someText(item, test));
  return isJsonMap(value) && Object.values(value).some(child => someText(child, test));
}

function filledIn(value: Json, variables: ReadonlyMap<string, Variable>): Json {
  if (typeof value === 'string') {
    if (!value.startsWith('${')) return value;
    const text = substituted(value, variables);
    if (text === 'true' || text === 'false') return text === 'true';
    return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : value;
  }
  if (isJsonList(value)) {
    const items = value.map(item => filledIn(item, variables));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isJsonMap(value)) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, filledIn(child, variables)] as const);
  return entries.some(([key, child]) => child !== value[key]) ? Object.fromEntries(entries) : value;
}
