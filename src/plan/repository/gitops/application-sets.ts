/**
 * The Applications that an ApplicationSet of Argo CD makes, as far as its generators say them here: lists, folders and files of
 * the repository, and what combines them. What only a controller knows (its clusters, pull requests) leaves its parameters open.
 */

import { matchesGlob } from '../../../config/glob.ts';
import { baseName, type Files, folderOf } from '../../../kustomize/files/files.ts';
import { at, entry, mapNode, type Node, textOf, toJson } from '../../../kustomize/tree/node.ts';
import type { Json, JsonObject } from '../../../transform.ts';
import { isJsonMap } from '../../../yaml/read/data.ts';
import { documentsIn, itemsAt, textsAt } from '../manifests/documents.ts';
import { filledIn, normalized, parameterOf } from './application-templates.ts';

/** What generators look for in a repository. */
export interface Generated {
  readonly files: Files;
  readonly paths: readonly string[];
  /** Folders with a kustomization. */
  readonly built: readonly string[];
}

/** More is no set that anybody deploys, and lists multiply. */
const MOST = 10_000;

/** Applications as they would be written, each with the template's places; a value that nobody here knows stays a template. */
export function applicationsOf(set: Node, given: Generated): Node[] {
  const template = at(set, 'spec', 'template');
  if (template === undefined) return [];
  const generators = itemsAt(set, 'spec', 'generators');
  // A patch may bring them.
  if (generators.length === 0) return [template];
  return generators.flatMap(generator => {
    const [kind] = kindAndNode(generator);
    const own = kind === undefined ? undefined : at(generator, kind, 'template');
    const merged = own === undefined ? template : mergedNode(template, own);
    return parametersBy(generator, given, {}).map(parameters => filledIn(merged, parameters));
  });
}

/** One set of parameters for each Application. @param outer what the generator before it in a matrix has said */
function parametersBy(generator: Node, given: Generated, outer: JsonObject): readonly JsonObject[] {
  const [kind, written] = kindAndNode(generator);
  if (kind === undefined || written === undefined) return [];
  const selector = entry(generator, 'selector');
  const found = generate(kind, filledIn(written, outer), given, outer);
  return found.filter(parameters => isSelected(selector, parameters)).slice(0, MOST);
}

function generate(kind: string, node: Node, given: Generated, outer: JsonObject): readonly JsonObject[] {
  switch (kind) {
    case 'list':
      return entry(node, 'elements') === undefined ? [{}] : itemsAt(node, 'elements').map(jsonMapOf);
    case 'git': {
      // What is found in no folder of this repository may be found in another one.
      const found = byGit(node, given);
      return (found.length === 0 ? [{}] : found).map(parameters => withValues(node, parameters));
    }
    case 'matrix':
      return product(itemsAt(node, 'generators'), given, outer);
    case 'merge':
      return merged(node, given, outer);
    default:
      return [withValues(node, {})];
  }
}

/** `list: {...}` of a generator, beside its selector. */
function kindAndNode(generator: Node): readonly [kind: string | undefined, node: Node | undefined] {
  if (generator.kind !== 'map') return [undefined, undefined];
  return [...generator.entries].find(([key]) => key !== 'selector') ?? [undefined, undefined];
}

/** `values:` of a generator, which may be templates of what it has found. */
function withValues(node: Node, parameters: JsonObject): JsonObject {
  const values = entry(node, 'values');
  return values === undefined ? parameters : { ...parameters, values: toJson(filledIn(values, parameters)) };
}

function byGit(node: Node, { files, paths, built }: Generated): readonly JsonObject[] {
  const prefix = textOf(entry(node, 'pathParamPrefix')) ?? '';
  const named = (path: JsonObject): JsonObject => (prefix === '' ? { path } : { [prefix]: { path } });
  const directories = itemsAt(node, 'directories');
  const matches = (folder: string, isExcluding: boolean) =>
    directories
      .filter(item => (textOf(entry(item, 'exclude')) === 'true') === isExcluding)
      .some(item => namesPath(textOf(entry(item, 'path')) ?? '', folder));
  const folders = built.filter(folder => matches(folder, false) && !matches(folder, true));
  const globs = itemsAt(node, 'files').flatMap(item => textOf(entry(item, 'path')) ?? []);
  const found = globs.length === 0 ? [] : paths.filter(path => globs.some(glob => namesPath(glob, path)));
  return [
    ...folders.map(folder => named(pathParameters(folder))),
    ...found.flatMap(path =>
      // A file may list the parameters of several Applications.
      documentsIn(files, path)
        .flatMap(document => (document.kind === 'list' ? document.items : [document]))
        .map(document => ({
          ...jsonMapOf(document),
          ...named({ ...pathParameters(folderOf(path)), filename: baseName(path) }),
        })),
    ),
  ];
}

function pathParameters(path: string): JsonObject {
  const basename = baseName(path);
  return { path, basename, basenameNormalized: normalized(basename), segments: path.split('/') };
}

/** A glob of a git generator names the folder itself, not what is below it. */
function namesPath(glob: string, path: string): boolean {
  const depth = (each: string) => each.split('/').filter(part => part !== '' && part !== '.').length;
  if (!glob.includes('**') && depth(glob) !== depth(path)) return false;
  return matchesGlob(glob, path);
}

/** What one generator says, with all that the next says to it. */
function product(generators: readonly Node[], given: Generated, outer: JsonObject): readonly JsonObject[] {
  let found: JsonObject[] = [{}];
  for (const generator of generators) {
    const combined: JsonObject[] = [];
    for (const before of found) {
      if (combined.length >= MOST) break;
      const all = parametersBy(generator, given, { ...outer, ...before });
      for (const each of all) combined.push(mergedJson(before, each));
    }
    found = combined;
  }
  return found;
}

/**
 * What the first generator says, with what the others say of the same keys. Where the first leaves a key open, as clusters do,
 * each of the others is one that it may find.
 */
function merged(node: Node, given: Generated, outer: JsonObject): readonly JsonObject[] {
  const keys = textsAt(node, 'mergeKeys');
  const keyOf = (parameters: JsonObject) => {
    const values = keys.map(key => parameterOf(key, parameters));
    return values.includes(undefined) ? undefined : JSON.stringify(values);
  };
  const [first, ...others] = itemsAt(node, 'generators').map(each => parametersBy(each, given, outer));
  let found = first ?? [];
  for (const other of others) {
    const byKey = new Map(other.map(parameters => [keyOf(parameters), parameters]));
    found = found
      .flatMap(base => {
        const key = keyOf(base);
        if (key === undefined) return [base, ...other.map(each => mergedJson(base, each))];
        const said = byKey.get(key);
        return [said === undefined ? base : mergedJson(base, said)];
      })
      .slice(0, MOST);
  }
  return found;
}

/** Labels of a selector are parameters. One that is not known may fit. */
function isSelected(selector: Node | undefined, parameters: JsonObject): boolean {
  if (selector === undefined) return true;
  const labels = jsonMapOf(entry(selector, 'matchLabels'));
  const differs = Object.entries(labels).some(([key, wanted]) => {
    const value = parameterOf(key, parameters);
    return value !== undefined && value !== String(wanted);
  });
  if (differs) return false;
  return itemsAt(selector, 'matchExpressions').every(expression => {
    const value = parameterOf(textOf(entry(expression, 'key')) ?? '', parameters);
    const isNamed = value !== undefined && textsAt(expression, 'values').includes(value);
    switch (textOf(entry(expression, 'operator'))) {
      case 'In':
        return value === undefined || isNamed;
      case 'NotIn':
        return !isNamed;
      case 'DoesNotExist':
        return value === undefined;
      default:
        return true;
    }
  });
}

function mergedJson(base: JsonObject, over: JsonObject): JsonObject {
  const result: Record<string, Json> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = Object.hasOwn(base, key) ? base[key] : undefined;
    result[key] = isJsonMap(before) && isJsonMap(value) ? mergedJson(before, value) : value;
  }
  return result;
}

/** The template of a generator is written over that of the set. */
function mergedNode(base: Node, over: Node): Node {
  if (base.kind !== 'map' || over.kind !== 'map') return over;
  const entries = new Map(base.entries);
  for (const [key, value] of over.entries) {
    const before = entries.get(key);
    entries.set(key, before === undefined ? value : mergedNode(before, value));
  }
  return mapNode(entries, base.origin);
}

function jsonMapOf(node: Node | undefined): JsonObject {
  return node?.kind === 'map' ? toJson(node) : {};
}
