/** What is secret in one text: a manifest, a kustomization, a patch, or any other. */

import { callsWithPassword } from '../../credentials/commands.ts';
import { secretsByForm } from '../../credentials/forms.ts';
import type { Found } from '../../credentials/found.ts';
import { namesCredential } from '../../credentials/names.ts';
import { secretsIn } from '../../credentials/rules.ts';
import { entry, type Node, textOf } from '../../kustomize/tree/node.ts';
import { memoizedText } from '../../text/memo.ts';
import { parsedOf, type SecretNode, secretNodesIn } from './nodes.ts';
import { placesIn } from './places.ts';

export interface TextSecrets {
  readonly values: readonly string[];
  /** Where, in the text. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
}

const MOST_TEXTS = 64;

/** With the places: of texts that are printed. */
export const secretsOfText: (text: string) => TextSecrets = memoizedText(MOST_TEXTS, text =>
  readText(text, false),
);

/** @param isForSecret the text is a patch whose target is a Secret */
export function readText(text: string, isForSecret: boolean): TextSecrets {
  const parts = documentsIn(text).map(({ start, end }) => {
    const { values, spans } = readDocument(text.slice(start, end), isForSecret);
    return { values, spans: spans.map(span => ({ start: start + span.start, end: start + span.end })) };
  });
  return { values: parts.flatMap(({ values }) => values), spans: parts.flatMap(({ spans }) => spans) };
}

/**
 * Without the places, which makes trees do that were made of the text before.
 *
 * @param trees of the whole text; undefined where it has not been read, or is no YAML
 */
export function valuesOfText(text: string, trees: () => readonly Node[] | undefined): readonly string[] {
  const documents = documentsIn(text).map(({ start, end }) => text.slice(start, end));
  const asking = documents.filter(mayGiveValues);
  const known = asking.length === 0 ? undefined : trees();
  if (known === undefined) return documents.flatMap(each => readDocument(each, false).values);
  const nodes = known.filter(tree => !isSchema(tree)).flatMap(tree => secretNodesIn(tree));
  return [
    ...documents.flatMap(each => formsIn(each).map(({ value }) => value)),
    ...nodes.flatMap(({ parts }) => parts.map(({ value }) => value)),
  ];
}

/** One by one: most have nothing in them, and are not read. */
export function documentsIn(text: string): { readonly start: number; readonly end: number }[] {
  const starts = [0, ...[...text.matchAll(/^---(?=\s)/gm)].map(({ index }) => index)];
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? text.length }));
}

/** Schemas speak of every field that could hold a secret, at great length, and hold none. */
const SCHEMA = /^kind: CustomResourceDefinition\s*$/m;

function isSchema(tree: Node): boolean {
  return textOf(entry(tree, 'kind')) === 'CustomResourceDefinition';
}

/** What shows without a tree. */
function formsIn(text: string): Found[] {
  return SCHEMA.test(text) ? secretsByForm(text) : secretsIn(text);
}

/** Whether only a tree says what else is secret. */
function mayGiveValues(text: string): boolean {
  return (
    !SCHEMA.test(text) &&
    (speaksOfSecrets(text) || ONLY_IN_A_TREE.test(text) || namesCredential(text) || callsWithPassword(text))
  );
}

/** In quotes YAML has other ways to write a character; a program may be given its user in an argument of its own. */
const ONLY_IN_A_TREE = /\\|\w''\w|[\s"']-u["',\s]|--user\b/;

function readDocument(text: string, isForSecret: boolean): TextSecrets {
  const found = formsIn(text);
  if (!isForSecret && !mayGiveValues(text)) return partsAt(found);
  const trees = parsedOf(text);
  if (trees === undefined) return partsAt(speaksOfSecrets(text) ? [...found, ...words(text)] : found);
  const nodes = trees.flatMap(tree => secretNodesIn(tree, isForSecret));
  const parts = partsAt(found);
  return {
    values: [...parts.values, ...nodes.flatMap(each => each.parts.map(({ value }) => value))],
    spans: [...parts.spans, ...nodes.flatMap(each => spansOf(text, each))],
  };
}

const SPEAKS_OF_SECRETS = /kind["']?\s*:\s*[^\n]{0,64}\bSecret|secretGenerator|stringData/i;

/** Whether a text is about a Secret, or makes one. */
export function speaksOfSecrets(text: string): boolean {
  return SPEAKS_OF_SECRETS.test(text);
}

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

function spansOf(text: string, { node, parts, isWhole }: SecretNode): TextSecrets['spans'] {
  const { start, end } = node.origin;
  if (isWhole || node.kind !== 'scalar') return [{ start, end: Math.max(end, start + 1) }];
  const place = placesIn(text, node);
  return parts.map(part => place(part.start, part.start + part.value.length));
}
