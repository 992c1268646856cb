/** The secrets of a repository: what its texts hold, and which files hold nothing else. */
import { ENV_NAME, envLines, splitFileEntry } from '../../kustomize/file/generator-inputs.ts';
import { isKustomizationFile } from '../../kustomize/file/graph.ts';
import { type Files, folderOf, joinPath } from '../../kustomize/files/files.ts';
import { entry, type Node, textOf } from '../../kustomize/tree/node.ts';
import { memoizedText } from '../../text/memo.ts';
import { parsedOf, type SecretNode, secretNodesIn } from './nodes.ts';
import { type Found, namesCredential, secretsByForm, secretsIn } from './rules.ts';

/** What is secret in one text. */
export interface TextSecrets {
  readonly values: readonly string[];
  /** Where, in the text. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
}

const MOST_TEXTS = 64;

/** Of a manifest, a kustomization, a patch, or any other text. */
export const secretsOfText: (text: string) => TextSecrets = memoizedText(MOST_TEXTS, text =>
  readText(text, false),
);

function readText(text: string, isForSecret: boolean): TextSecrets {
  const parts = documentsIn(text).map(({ start, end }) => {
    const { values, spans } = readDocument(text.slice(start, end), isForSecret);
    return { values, spans: spans.map(span => ({ start: start + span.start, end: start + span.end })) };
  });
  return { values: parts.flatMap(({ values }) => values), spans: parts.flatMap(({ spans }) => spans) };
}

/** One by one: most have nothing in them, and are not read. */
function documentsIn(text: string): { readonly start: number; readonly end: number }[] {
  const starts = [0, ...[...text.matchAll(/^---(?=\s)/gm)].map(({ index }) => index)];
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? text.length }));
}

/** Schemas speak of every field that could hold a secret, at great length, and hold none. */
const SCHEMA = /^kind: CustomResourceDefinition\s*$/m;

function readDocument(text: string, isForSecret: boolean): TextSecrets {
  if (SCHEMA.test(text)) return partsAt(secretsByForm(text));
  const found = secretsIn(text);
  if (!isForSecret && !namesCredential(text) && !SPEAKS_OF_SECRETS.test(text)) return partsAt(found);
  const trees = parsedOf(text);
  if (trees === undefined) return partsAt(SPEAKS_OF_SECRETS.test(text) ? [...found, ...words(text)] : found);
  const nodes = trees.flatMap(tree => secretNodesIn(tree, isForSecret));
  const parts = partsAt(found);
  return {
    values: [...parts.values, ...nodes.flatMap(({ values }) => values)],
    spans: [...parts.spans, ...nodes.flatMap(each => spansOf(text, each))],
  };
}

const SPEAKS_OF_SECRETS = /kind["']?\s*:[^\n]{0,64}Secret|secretGenerator|stringData/i;

/** Nobody can say what stands where in a text that is no YAML: every word of it with a digit may be the secret. */
function words(text: string): Found[] {
  return [...text.matchAll(/[^\s"',:=*&!|>()[\]{}]{8,}/g)]
    .filter(([word]) => /\d/.test(word) && /[A-Za-z]/.test(word))
    .map(match => ({ start: match.index, value: match[0] }));
}

function partsAt(found: readonly Found[]): TextSecrets {
  return {
    values: found.map(({ value }) => value),
    spans: found.map(({ start, value }) => ({ start, end: start + value.length })),
  };
}

/** The parts as they are written, or all of a scalar that writes them otherwise. */
function spansOf(text: string, { node, values, isWhole }: SecretNode): TextSecrets['spans'] {
  const { start, end } = node.origin;
  const whole = { start, end: Math.max(end, start + 1) };
  if (isWhole) return [whole];
  const written = text.slice(start, end);
  const parts = values.map(value => ({ at: written.indexOf(value), length: value.length }));
  if (parts.some(({ at }) => at < 0)) return [whole];
  return parts.map(({ at, length }) => ({ start: start + at, end: start + at + length }));
}

/** What is secret in a whole repository. */
export interface RepositorySecrets {
  readonly values: ReadonlySet<string>;
  /** Files of which all is secret. */
  readonly files: ReadonlySet<string>;
}

const READ = /\.(?:ya?ml|json|env|properties)$|(?:^|\/)(?:\.env[^/]*|Kustomization)$/;

export function collectSecrets(files: Files, paths: readonly string[]): RepositorySecrets {
  const values = new Set<string>();
  const secretFiles = new Set<string>();
  const [secretEnvs, plainEnvs, patches] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const path of paths.filter(each => READ.test(each))) {
    const text = files.read(path);
    if (text === undefined) continue;
    for (const value of secretsOfText(text).values) values.add(value);
    if (!isKustomizationFile(path)) continue;
    for (const node of parsedOf(text) ?? []) {
      const folder = folderOf(path);
      for (const each of filesOf(node, 'secretGenerator')) addPath(secretFiles, folder, each);
      for (const each of envsOf(node, 'secretGenerator')) addPath(secretEnvs, folder, each);
      for (const each of envsOf(node, 'configMapGenerator')) addPath(plainEnvs, folder, each);
      for (const each of patchesOfSecrets(node)) addPath(patches, folder, each);
    }
  }
  const addFrom = (set: ReadonlySet<string>, valuesIn: (text: string) => readonly string[]) => {
    for (const path of set) for (const value of valuesIn(files.read(path) ?? '')) values.add(value);
  };
  addFrom(secretFiles, text => [text, ...secretsOfText(text).values]);
  addFrom(secretEnvs, text => [...envLines(text).map(({ value }) => value), ...unreadableEnvLines(text)]);
  addFrom(plainEnvs, text => [...secretsOfText(text).values, ...unreadableEnvLines(text)]);
  addFrom(patches, text => readText(text, true).values);
  return { values, files: new Set([...secretFiles, ...secretEnvs, ...patches]) };
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
