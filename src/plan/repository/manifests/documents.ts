/** Manifests that are read as they are written, whoever renders them: what says how the repository is deployed. */

import type { Files } from '../../../kustomize/files/files.ts';
import { at, entry, type Node, textOf } from '../../../kustomize/tree/node.ts';
import { parseText } from '../../../kustomize/tree/parse.ts';
import { memoized } from '../../../text/memo.ts';
import { YamlProblem } from '../../../yaml/read/problem.ts';
import { newLocator } from '../../rendered/locator.ts';

/** Of the files of a workspace, which never change: many ask for the same ones. */
const documentsOf = memoized((_: Files) => new Map<string, readonly Node[]>());

/** The documents of a manifest. One that cannot be read says nothing; its own root reports it. */
export function documentsIn(files: Files, file: string): readonly Node[] {
  const known = documentsOf(files);
  let documents = known.get(file);
  if (documents === undefined) known.set(file, (documents = readDocuments(files.read(file) ?? '', file)));
  return documents;
}

function readDocuments(text: string, file: string): readonly Node[] {
  try {
    return parseText(text, 'resource', doc => ({ type: 'source', file, doc })).map(({ node }) => node);
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    return [];
  }
}

/** API group of a document; '' for the core group. */
export function groupOf(document: Node): string {
  const [group, version] = (textOf(entry(document, 'apiVersion')) ?? '').split('/');
  return version === undefined ? '' : (group ?? '');
}

export function kindOf(document: Node): string {
  return textOf(entry(document, 'kind')) ?? '';
}

export function nameOf(document: Node): string {
  return textOf(at(document, 'metadata', 'name')) ?? '';
}

export function itemsAt(node: Node | undefined, ...path: readonly string[]): readonly Node[] {
  const list = at(node, ...path);
  return list?.kind === 'list' ? list.items : [];
}

/** Texts of a list; what is no text is left out. */
export function textsAt(node: Node | undefined, ...path: readonly string[]): string[] {
  return itemsAt(node, ...path).flatMap(item => textOf(item) ?? []);
}

/** Entries of a map whose values are scalars, with where each is written. */
export function scalarsAt(files: Files, node: Node | undefined): Map<string, { value: string; at: string }> {
  const scalars = new Map<string, { value: string; at: string }>();
  if (node?.kind !== 'map') return scalars;
  for (const [key, value] of node.entries) {
    const text = textOf(value);
    if (text !== undefined) scalars.set(key, { value: text, at: placeOf(files, value) });
  }
  return scalars;
}

export function labelsOf(files: Files, document: Node): Readonly<Record<string, string>> {
  const labels = scalarsAt(files, at(document, 'metadata', 'labels'));
  return Object.fromEntries([...labels].map(([key, { value }]) => [key, value]));
}

/** `file:line` of a node. */
export function placeOf(files: Files, node: Node): string {
  const { by, keyStart, start } = node.origin;
  const offset = keyStart >= 0 ? keyStart : start;
  return `${by.file}:${newLocator(files).line(by.file, Math.max(offset, 0))}`;
}
