/** The secrets of a repository: what its texts hold, and which files hold nothing else. */
import { CONFIG_FILE } from '../../config/file-name.ts';
import { ENV_NAME, envLines, splitFileEntry } from '../../kustomize/file/generator-inputs.ts';
import { isKustomizationFile } from '../../kustomize/file/graph.ts';
import { type Files, folderOf, joinPath } from '../../kustomize/files/files.ts';
import { entry, type Node, textOf } from '../../kustomize/tree/node.ts';
import { parsedFilesOf } from '../../kustomize/tree/parse.ts';
import { parsedOf } from './nodes.ts';
import { namesOfSettings, publicNames } from './public-names.ts';
import { readText, secretsOfText, valuesOfText } from './text-secrets.ts';

/** What is secret in a whole repository. */
export interface RepositorySecrets {
  readonly values: ReadonlySet<string>;
  /** Files of which all is secret. */
  readonly files: ReadonlySet<string>;
}

/** What files have shown before, by their paths: they show the same as long as they say the same. */
export type TextMemory = Map<string, ShownBefore>;

interface ShownBefore extends Shown {
  readonly text: string;
  /** Without trees less shows. */
  readonly isParsed: boolean;
}

interface Shown {
  readonly values: readonly string[];
  readonly names: ReadonlySet<string>;
}

const READ = /\.(?:ya?ml|json|env|properties)$|(?:^|\/)(?:\.env[^/]*|Kustomization)$/;

/** @param memory of an earlier look; made anew in place */
export function collectSecrets(
  files: Files,
  paths: readonly string[],
  memory: TextMemory = new Map(),
): RepositorySecrets {
  const values = new Set<string>();
  const parsed = parsedFilesOf(files);
  const secretFiles = new Set<string>();
  const [secretEnvs, plainEnvs, patches] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const there = new Set(paths);
  const others = new Set<string>();
  const names = new Set<string>();
  /** Whose own text has said all that it shows. */
  const read = new Set<string>();
  for (const path of paths) {
    if (!READ.test(path)) continue;
    const text = files.read(path);
    if (text === undefined) continue;
    const trees = isKustomizationFile(path) ? parsedOf(text) : undefined;
    const known = parsed.get(path);
    const nodes = known?.text === text ? known.documents.map(({ node }) => node) : trees;
    const shown = shownBy(path, text, nodes, memory);
    if (nodes === undefined) read.add(path);
    for (const name of shown.names) names.add(name);
    for (const value of shown.values) values.add(value);
    for (const node of trees ?? []) {
      const folder = folderOf(path);
      for (const each of filesOf(node, 'secretGenerator')) addPath(secretFiles, folder, each);
      for (const each of envsOf(node, 'secretGenerator')) addPath(secretEnvs, folder, each);
      for (const each of envsOf(node, 'configMapGenerator')) addPath(plainEnvs, folder, each);
      for (const each of patchesOfSecrets(node)) addPath(patches, folder, each);
      for (const path of namedIn(node, folder)) if (there.has(path) && !READ.test(path)) others.add(path);
    }
  }
  const addFrom = (set: ReadonlySet<string>, valuesIn: (text: string, path: string) => readonly string[]) => {
    for (const path of set) for (const value of valuesIn(files.read(path) ?? '', path)) values.add(value);
  };
  const shownIn = (text: string, path: string) => (read.has(path) ? [] : secretsOfText(text).values);
  addFrom(secretFiles, (text, path) => [text, ...shownIn(text, path)]);
  addFrom(secretEnvs, text => [...envLines(text).map(({ value }) => value), ...unreadableEnvLines(text)]);
  addFrom(plainEnvs, (text, path) => [...shownIn(text, path), ...unreadableEnvLines(text)]);
  addFrom(others, text => valuesOfText(text, () => undefined));
  addFrom(patches, text => readText(text, true).values);
  for (const name of names) values.delete(name);
  return { values, files: new Set([...secretFiles, ...secretEnvs, ...patches]) };
}

function shownBy(path: string, text: string, read: readonly Node[] | undefined, memory: TextMemory): Shown {
  const isParsed = read !== undefined;
  const before = memory.get(path);
  if (before?.text === text && before.isParsed === isParsed) return before;
  const values = [...new Set(valuesOfText(text, () => read))];
  const isConfig = path === CONFIG_FILE || path.endsWith(`/${CONFIG_FILE}`);
  const names = new Set([...publicNames(text), ...(isConfig ? namesOfSettings(text) : [])]);
  const shown = { text, isParsed, values, names };
  memory.set(path, shown);
  return shown;
}

/** Whatever a field takes a file for, its text may be rendered, in a ConfigMap or as a manifest of another extension. */
function* namedIn(node: Node, folder: string): Iterable<string> {
  if (node.kind === 'scalar') {
    const path = node.raw.includes('\n') ? undefined : joinPath(folder, splitFileEntry(node.raw).path);
    if (path !== undefined) yield path;
    return;
  }
  for (const child of node.kind === 'list' ? node.items : node.entries.values())
    yield* namedIn(child, folder);
}

function addPath(paths: Set<string>, folder: string, written: string): void {
  const path = joinPath(folder, written);
  if (path !== undefined && path !== '') paths.add(path);
}

function itemsAt(node: Node, field: string): readonly Node[] {
  if (node.kind !== 'map') return [];
  const key = [...node.entries.keys()].find(each => each.toLowerCase() === field.toLowerCase());
  const value = key === undefined ? undefined : node.entries.get(key);
  return value?.kind === 'list' ? value.items : [];
}

function textsAt(node: Node, field: string): string[] {
  const value = entry(node, field);
  const list = value?.kind === 'list' ? value.items : value === undefined ? [] : [value];
  return list.flatMap(each => textOf(each) ?? []);
}

function envsOf(node: Node, field: string): string[] {
  return itemsAt(node, field).flatMap(item => [...textsAt(item, 'envs'), ...textsAt(item, 'env')]);
}

function filesOf(node: Node, field: string): string[] {
  const named = itemsAt(node, field).flatMap(item => textsAt(item, 'files'));
  return named.map(each => splitFileEntry(each).path);
}

function patchesOfSecrets(node: Node): string[] {
  const all = ['patches', 'patchesJson6902'].flatMap(field => itemsAt(node, field));
  return all
    .filter(each => /\bSecret\b/.test(textOf(entry(entry(each, 'target'), 'kind')) ?? ''))
    .flatMap(each => textsAt(each, 'path'));
}

/** Errors show them. */
function unreadableEnvLines(text: string): string[] {
  return envLines(text).flatMap(({ key, start, end }) =>
    ENV_NAME.test(key) ? [] : [key, text.slice(start, end)],
  );
}
