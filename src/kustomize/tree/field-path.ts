/** Paths as replacements and variables write them: `spec.containers.[name=web].image` (kustomize.md 1.14). */
import { resolvePlain } from '../../yaml/read/scalar.ts';
import { goRegExp, NoPattern, type Pattern } from './go-regexp.ts';
import {
  isNull,
  listNode,
  mapNode,
  type Node,
  type ScalarNode,
  scalarNode,
  withEntry,
  withItem,
  withItems,
} from './node.ts';
import type { Origin } from './writer.ts';

/** A path that does not fit the object. */
export class FieldPathProblem extends Error {}

/** Splits on dots: `\.` is a dot, and so are dots between brackets. */
export function splitDottedPath(path: string): string[] {
  const pieces = path.split('.');
  if (pieces.length > 1 && pieces[0] === '') pieces.shift();
  const joined: string[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last?.endsWith('\\')) joined[joined.length - 1] = `${last.slice(0, -1)}.${piece}`;
    else joined.push(piece);
  }
  const parts: string[] = [];
  for (let i = 0; i < joined.length; i++) {
    let part = joined[i]!;
    if (part.startsWith('[') && !part.endsWith(']')) {
      while (i < joined.length - 1 && !part.endsWith(']')) part += `.${joined[++i]!}`;
      if (!part.includes('=')) part = part.replace(/^[[\]]+|[[\]]+$/g, '');
    }
    parts.push(part);
  }
  return parts;
}

/** `[a=b]` split in two; the key is empty for lists of scalars. */
function elementOf(part: string): { key: string; value: string } {
  const inner = part.slice(1, -1);
  const sign = inner.indexOf('=');
  if (sign < 0) throw new FieldPathProblem(`'${part}' must say which field of an element equals what`);
  return { key: inner.slice(0, sign), value: inner.slice(sign + 1) };
}

const isElement = (part: string) => part.startsWith('[') && part.endsWith(']');
const isIndex = (part: string) => /^\+?\d+$/.test(part);

/** The one node that a source path names; `[a=b]` matches exactly, `-` is the last element. */
export function lookup(root: Node, path: readonly string[]): Node | undefined {
  let node: Node | undefined = root;
  for (const written of path) {
    const part = written.trim();
    if (part === '' || node === undefined) continue;
    node = isNull(node) ? undefined : step(node, part);
  }
  return node;
}

function step(node: Node, part: string): Node | undefined {
  if (isIndex(part)) return requireList(node, part)[Number(part)];
  if (/^-\d+$/.test(part)) throw new FieldPathProblem(`the index ${part} cannot be negative`);
  if (part === '-') return requireList(node, part).at(-1);
  if (part === '*') throw new FieldPathProblem('a source path cannot hold *');
  if (!isElement(part)) return fieldOf(node, part);
  const { key, value } = elementOf(part);
  const items = requireList(node, part);
  if (key === '') return items.find(item => item.kind === 'scalar' && item.raw === value);
  return items.find(item => {
    const field = item.kind === 'map' ? item.entries.get(key) : undefined;
    return field?.kind === 'scalar' && field.raw === value;
  });
}

function requireList(node: Node, part: string): readonly Node[] {
  if (node.kind !== 'list') throw new FieldPathProblem(`'${part}' needs a list, but there is a ${node.kind}`);
  return node.items;
}

function fieldOf(node: Node, key: string): Node | undefined {
  if (isNull(node)) return undefined;
  if (node.kind !== 'map') throw new FieldPathProblem(`'${key}' needs a map, but there is a ${node.kind}`);
  return node.entries.get(key);
}

/** How a target path is walked. */
export interface Walk {
  /** Replaces each node that the path reaches. */
  readonly set: (node: Node) => Node;
  /** Kind of what a missing leaf becomes before `set` sees it; null creates nothing. */
  readonly create: Node['kind'] | null;
  readonly origin: Origin;
  /** How many nodes a path reaches inside the text of a scalar. @throws FieldPathProblem */
  readonly inside: (scalar: ScalarNode, path: readonly string[]) => number;
}

export interface Walked {
  readonly node: Node;
  /** How many nodes the path reached. */
  readonly found: number;
}

/**
 * Rewrites every node that a target path reaches: `*` enters all elements, `[a=b]` those whose text matches
 * `b` as an unanchored pattern.
 */
export function rewrite(node: Node, path: readonly string[], walk: Walk): Walked {
  const part = path[0];
  if (part === undefined) return { node: walk.set(node), found: 1 };
  if (isIndex(part)) return rewriteIndex(node, Number(part), path, walk);
  if (isElement(part)) return rewriteElements(node, path, walk);
  if (part === '*') return rewriteWhere(node, requireListOrNull(node, part), () => true, path.slice(1), walk);
  return rewriteField(node, part, path, walk);
}

function requireListOrNull(node: Node, part: string): readonly Node[] {
  return isNull(node) ? [] : requireList(node, part);
}

function rewriteField(node: Node, key: string, path: readonly string[], walk: Walk): Walked {
  let child = fieldOf(node, key);
  if (child === undefined) {
    if (walk.create === null) return { node, found: 0 };
    child = created(path[1], walk);
  }
  // Behind a `*` the text of a scalar is searched too, but what is written there is lost.
  if (child.kind === 'scalar' && path.length > 1) return { node, found: walk.inside(child, path.slice(1)) };
  const below = rewrite(child, path.slice(1), walk);
  if (node.kind !== 'map') return { node, found: below.found };
  return {
    node: below.node === node.entries.get(key) ? node : withEntry(node, key, below.node),
    found: below.found,
  };
}

/** What a missing part becomes: a list when the next part selects an element. */
function created(next: string | undefined, walk: Walk): Node {
  const kind =
    next === undefined || next === '' ? walk.create : isElement(next) || isIndex(next) ? 'list' : 'map';
  if (kind === 'list') return listNode([], walk.origin);
  return kind === 'map' ? mapNode(new Map(), walk.origin) : untyped('', walk.origin);
}

/** A scalar that no text has given a type: what it spells decides. */
export function untyped(text: string, origin: Origin): ScalarNode {
  return scalarNode(resolvePlain(text), origin, null, text);
}

function rewriteIndex(node: Node, index: number, path: readonly string[], walk: Walk): Walked {
  const items = requireListOrNull(node, path[0]!);
  const appended = items.length === index && walk.create !== null;
  const item = appended ? created(path[1], walk) : items[index];
  if (!item || node.kind !== 'list') {
    throw new FieldPathProblem(`index ${index} specified but only ${items.length} elements found`);
  }
  const below = rewrite(item, path.slice(1), walk);
  return { node: below.node === items[index] ? node : withItem(node, index, below.node), found: below.found };
}

function rewriteElements(node: Node, path: readonly string[], walk: Walk): Walked {
  const { key, value } = elementOf(path[0]!);
  const pattern = patternOf(value);
  const test = (item: Node) => {
    const text = key === '' ? item : item.kind === 'map' ? item.entries.get(key) : undefined;
    return text?.kind === 'scalar' && pattern.test(shown(text));
  };
  // An element of a list of scalars ends the path.
  const rest = key === '' ? [] : path.slice(1);
  const result = rewriteWhere(node, requireListOrNull(node, path[0]!), test, rest, walk);
  if (result.found > 0 || walk.create === null || node.kind !== 'list') return result;
  const text = untyped(value, walk.origin);
  const element = key === '' ? text : mapNode(new Map([[key, text]]), walk.origin);
  const below = rewrite(element, rest, walk);
  return { node: withItems(node, [...node.items, below.node]), found: below.found };
}

function patternOf(value: string): Pattern {
  try {
    return goRegExp(value);
  } catch (error) {
    if (!(error instanceof NoPattern)) throw error;
    throw new FieldPathProblem(error.message);
  }
}

/** The text that a pattern sees: a string that looks like something else shows its quotes. */
function shown(node: Node & { kind: 'scalar' }): string {
  const quoted = typeof node.value === 'string' && /^(?:[-+.\d].*|true|false|null|~|)$/i.test(node.raw);
  return quoted && !Number.isNaN(Number(node.raw)) ? `"${node.raw}"` : node.raw;
}

function rewriteWhere(
  node: Node,
  items: readonly Node[],
  test: (item: Node) => boolean,
  rest: readonly string[],
  walk: Walk,
): Walked {
  let found = 0;
  let changed: Node[] | null = null;
  items.forEach((item, index) => {
    if (!test(item)) return;
    const below = rewrite(item, rest, walk);
    found += below.found;
    if (below.node === item) return;
    changed ??= items.slice();
    changed[index] = below.node;
  });
  return { node: changed && node.kind === 'list' ? withItems(node, changed) : node, found };
}
