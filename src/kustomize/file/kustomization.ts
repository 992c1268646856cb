/** A kustomization file, read and checked as kustomize does (kustomize.md 1.1). */
import { baseName, type Files, folderOf } from '../files/files.ts';
import { BuildFailure } from '../files/problem.ts';
import { whatElse } from '../object/read-objects.ts';
import { entry, isNull, type MapNode, mapNode, type Node, textOf } from '../tree/node.ts';
import { parseOrFail, parseText } from '../tree/parse.ts';
import { canonicalField, checkKustomization } from './schema.ts';

export const KUSTOMIZATION_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

export interface Kustomization {
  /** Folder, relative to the workspace. */
  readonly folder: string;
  readonly file: string;
  readonly text: string;
  readonly kind: 'Kustomization' | 'Component';
  readonly node: MapNode;
  /** How each top-level field is spelled in the file: keys match case-insensitively. */
  readonly spelling: ReadonlyMap<string, string>;
  /** Further YAML documents in the file: kustomize never reads them. */
  readonly ignoredDocuments: number;
}

/** The kustomization file of a folder, or undefined. @throws BuildFailure when there are several */
export function kustomizationFileIn(files: Files, folder: string): string | undefined {
  const found = KUSTOMIZATION_NAMES.map(name => (folder === '' ? name : `${folder}/${name}`)).filter(
    path => files.read(path) !== undefined,
  );
  if (found.length > 1) {
    throw new BuildFailure(
      'invalid-kustomization',
      `several kustomization files in one folder: ${found.map(baseName).join(', ')}`,
      { file: found[0]! },
    );
  }
  return found[0];
}

/** @throws BuildFailure when the folder holds no kustomization, or one that kustomize refuses */
export function loadKustomization(files: Files, folder: string): Kustomization {
  const file = kustomizationFileIn(files, folder);
  if (file === undefined) {
    throw new BuildFailure(
      'missing-kustomization',
      `no kustomization.yaml, kustomization.yml or Kustomization in ${folder || '.'}`,
      { file: folder || '.' },
    );
  }
  return readKustomization(file, files.read(file)!);
}

/** Reading is pure: the last reading of each file is kept, as long as its text is the same and the files are few. */
const MAX_KEPT = 20_000;
const kept = new Map<string, Kustomization>();

export function readKustomization(file: string, text: string): Kustomization {
  const known = kept.get(file);
  if (known?.text === text) return known;
  const read = parseKustomization(file, text);
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(file, read);
  return read;
}

function parseKustomization(file: string, text: string): Kustomization {
  const documents = parseOrFail(file, () =>
    parseText(text, 'kustomization', doc => ({ type: 'source', file, doc })),
  );
  const root = isFirstEmpty(text) ? undefined : documents[0]?.node;
  const fail = (message: string, node?: Node) =>
    new BuildFailure('invalid-kustomization', message, { file, ...(node && { offset: node.origin.start }) });
  if (root === undefined) throw new BuildFailure('empty', 'the kustomization is empty', { file });
  if (root.kind !== 'map') throw fail(`a kustomization is a map: ${whatElse(root)}`, root);
  const problem = checkKustomization(root);
  if (problem) throw fail(problem.message, problem.node);
  const spelling = new Map<string, string>();
  const entries = new Map<string, Node>();
  for (const [key, value] of root.entries) {
    const name = canonicalField(key)!;
    spelling.set(name, key);
    entries.set(name, value);
  }
  const node = mapNode(entries, root.origin);
  const kind = textOf(entries.get('kind')) ?? 'Kustomization';
  if (kind !== 'Kustomization' && kind !== 'Component') {
    throw fail(`kind should be Kustomization or Component, not ${kind}`, entries.get('kind'));
  }
  const wanted = `kustomize.config.k8s.io/${kind === 'Component' ? 'v1alpha1' : 'v1beta1'}`;
  const apiVersion = textOf(entries.get('apiVersion')) || wanted;
  if (apiVersion !== wanted) {
    throw fail(`apiVersion for ${kind} should be ${wanted}`, entries.get('apiVersion'));
  }
  if (isEmpty(node)) throw new BuildFailure('empty', 'the kustomization is empty', { file });
  return {
    folder: folderOf(file),
    file,
    text,
    kind,
    node,
    spelling,
    ignoredDocuments: documents.length - 1,
  };
}

/** Of a kustomization the first document counts, also where two `---` lines with nothing between them make it empty. */
function isFirstEmpty(text: string): boolean {
  const head = /^\uFEFF?(?:[ \t]*(?:#.*)?\r?\n|---[ \t]*(?:#.*)?\r?\n)*/.exec(text)![0];
  return (head.match(/^\uFEFF?---/gm) ?? []).length > 1;
}

/** `resources: []` is fine; a file with nothing but null fields is not. */
function isEmpty(node: MapNode): boolean {
  for (const [key, value] of node.entries) {
    if (key !== 'apiVersion' && key !== 'kind' && !isNull(value) && textOf(value) !== '') return false;
  }
  return true;
}

/** An item of a list field, with where it is written. */
export interface Item {
  readonly node: Node;
  readonly index: number;
  /** Field as spelled in the file. */
  readonly field: string;
}

/** Items of a list field; a null field has none. */
export function itemsOf(kustomization: Kustomization, field: string): Item[] {
  const node = kustomization.node.entries.get(field);
  if (node?.kind !== 'list') return [];
  const spelled = kustomization.spelling.get(field) ?? field;
  return node.items.map((item, index) => ({ node: item, index, field: spelled }));
}

export function textField(kustomization: Kustomization, field: string): string {
  return textOf(kustomization.node.entries.get(field)) ?? '';
}

/** A nested field whatever the case of its key. */
export function get(node: Node | undefined, key: string): Node | undefined {
  const value = entry(node, key) ?? entry(node, spelled(node, key));
  return isNull(value) ? undefined : value;
}

/** A key as a node spells it, whatever the case; as it is given where there is none. */
export function spelled(node: Node | undefined, key: string): string {
  if (node?.kind !== 'map' || node.entries.has(key)) return key;
  const lower = key.toLowerCase();
  for (const name of node.entries.keys()) if (name.toLowerCase() === lower) return name;
  return key;
}

export function getText(node: Node | undefined, key: string): string {
  return textOf(get(node, key)) ?? '';
}

export function getFlag(node: Node | undefined, key: string): boolean {
  const value = get(node, key);
  return value?.kind === 'scalar' && value.value === true;
}

export function getTexts(node: Node | undefined, key: string): string[] {
  const list = get(node, key);
  return list?.kind === 'list' ? list.items.map(item => textOf(item) ?? '') : [];
}

export function getItems(node: Node | undefined, key: string): readonly Node[] {
  const list = get(node, key);
  return list?.kind === 'list' ? list.items : [];
}

/** Whether a path that a kustomization names is an address elsewhere, before any file is looked at. */
export function looksRemote(path: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]*:\/\//i.test(path) ||
    path.startsWith('git::') ||
    /^[\w.-]+@[\w.-]+:/.test(path) ||
    /[?&](?:ref|version)=/.test(path) ||
    /^(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|dev\.azure\.com)[/:]/i.test(path)
  );
}
