/** What an ApplicationSet of Argo CD writes for one set of parameters: `{{name}}`, or expressions of Go templates. */

import { listNode, mapNode, type Node, scalarNode } from '../../../kustomize/tree/node.ts';
import type { Json, JsonObject } from '../../../transform.ts';
import { isJsonList, isJsonMap } from '../../../yaml/read/data.ts';

/** The template with all that the parameters say; a text with anything that they do not say stays as it is written. */
export function filledIn(node: Node, parameters: JsonObject): Node {
  if (node.kind === 'list')
    return listNode(
      node.items.map(item => filledIn(item, parameters)),
      node.origin,
    );
  if (node.kind === 'map') {
    const entries = new Map<string, Node>();
    for (const [key, value] of node.entries)
      entries.set(textFilledIn(key, parameters), filledIn(value, parameters));
    return mapNode(entries, node.origin);
  }
  if (typeof node.value !== 'string' || !node.value.includes('{{')) return node;
  return scalarNode(textFilledIn(node.value, parameters), node.origin, null, undefined, node.styled);
}

function textFilledIn(text: string, parameters: JsonObject): string {
  let written = '';
  let rest = text;
  while (true) {
    const start = rest.indexOf('{{');
    if (start < 0) return written + rest;
    const end = rest.indexOf('}}', start);
    if (end < 0) return text;
    const action = rest.slice(start + 2, end);
    const value = expressionOf(action.replace(/^-/, '').replace(/-$/, ''), parameters);
    if (value === undefined) return text;
    const before = rest.slice(0, start);
    written += (action.startsWith('-') ? before.trimEnd() : before) + value;
    rest = action.endsWith('-') ? rest.slice(end + 2).trimStart() : rest.slice(end + 2);
  }
}

const TOKENS = /"[^"]*"|`[^`]*`|\||[^\s|"`]+/g;

/** The text of an expression: a parameter, or a pipe of functions that are known here. */
function expressionOf(expression: string, parameters: JsonObject): string | undefined {
  const stages: string[][] = [[]];
  for (const token of expression.match(TOKENS) ?? []) {
    if (token === '|') stages.push([]);
    else stages.at(-1)!.push(token);
  }
  let piped: readonly string[] = [];
  for (const [head = '', ...operands] of stages) {
    const value = stageOf(head, operands, piped, parameters);
    if (value === undefined) return undefined;
    piped = [value];
  }
  return piped[0];
}

/** @param piped what the stage before has made */
function stageOf(
  head: string,
  operands: readonly string[],
  piped: readonly string[],
  parameters: JsonObject,
): string | undefined {
  if (head === 'index') return elementOf(operands, parameters);
  const given = [...operands.map(each => operandOf(each, parameters)), ...piped];
  const called = FUNCTIONS.get(head);
  if (called === undefined) return given.length === 0 ? operandOf(head, parameters) : undefined;
  const known = given.filter(each => each !== undefined);
  return known.length === given.length ? called(...known) : undefined;
}

type TextFunction = (...given: readonly string[]) => string | undefined;

const FUNCTIONS: ReadonlyMap<string, TextFunction> = new Map<string, TextFunction>([
  // What is missing may be known to the controller alone.
  ['default', (otherwise = '', text = '') => text || otherwise],
  ['lower', (text = '') => text.toLowerCase()],
  ['upper', (text = '') => text.toUpperCase()],
  ['trim', (text = '') => text.trim()],
  ['toString', (text = '') => text],
  ['trimPrefix', (part = '', text = '') => (text.startsWith(part) ? text.slice(part.length) : text)],
  [
    'trimSuffix',
    (part = '', text = '') => (text.endsWith(part) ? text.slice(0, -part.length || undefined) : text),
  ],
  ['replace', (from = '', to = '', text = '') => text.replaceAll(from, to)],
  ['normalize', (text = '') => normalized(text)],
  ['printf', printed],
]);

/** A name as Kubernetes takes it. */
export function normalized(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^-a-z0-9.]/g, '-')
    .slice(0, 253)
    .replace(/^[-.]+/, '')
    .replace(/[-.]+$/, '');
}

/** Formats of nothing but texts. */
function printed(format = '', ...given: readonly string[]): string | undefined {
  const parts = format.split('%s');
  if (parts.length !== given.length + 1 || parts.some(part => part.includes('%'))) return undefined;
  return parts.map((part, index) => part + (given[index] ?? '')).join('');
}

function operandOf(operand: string, parameters: JsonObject): string | undefined {
  if (/^["`]/.test(operand)) return operand.slice(1, -1);
  return parameterOf(operand, parameters);
}

/** `index .path.segments 1`, `index .labels "env"`. */
function elementOf([of = '', ...keys]: readonly string[], parameters: JsonObject): string | undefined {
  let value = of === '.' ? parameters : nodeAt(of.replace(/^\./, ''), parameters);
  for (const key of keys) value = childOf(value, key.replace(/^["`]|["`]$/g, ''));
  return textIn(value);
}

/** The text of a parameter: `.env`, `metadata.labels.env`, `path[0]`. */
export function parameterOf(name: string, parameters: JsonObject): string | undefined {
  return textIn(nodeAt(name.replace(/^\./, ''), parameters));
}

/** Names are written with dots whether the parameters are nested or have dots in their own names. */
function nodeAt(name: string, value: Json): Json | undefined {
  const [, index, behind] = /^\[(\d+)\](?:\.(.+))?$/.exec(name) ?? [];
  if (index !== undefined) {
    // `path[0]` is the first folder of the path.
    const child = childOf(isJsonMap(value) ? value.segments : value, index);
    return behind === undefined || child === undefined ? child : nodeAt(behind, child);
  }
  if (!isJsonMap(value)) return undefined;
  const exact = childOf(value, name);
  if (exact !== undefined) return exact;
  for (const [key, child] of Object.entries(value)) {
    if (!name.startsWith(key)) continue;
    const rest = name.slice(key.length);
    const found = rest.startsWith('.')
      ? nodeAt(rest.slice(1), child)
      : rest.startsWith('[')
        ? nodeAt(rest, child)
        : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function childOf(value: Json | undefined, key: string): Json | undefined {
  if (value !== undefined && isJsonMap(value)) return Object.hasOwn(value, key) ? value[key] : undefined;
  const items = value !== undefined && isJsonList(value) ? value : undefined;
  return items?.[Number(key)];
}

/** What a git generator says of a folder is the folder itself where its path is meant. */
function textIn(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (isJsonMap(value))
    return typeof value.path === 'string' && isJsonList(value.segments ?? null) ? value.path : undefined;
  return isJsonList(value) ? undefined : String(value);
}
