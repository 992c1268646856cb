/** From a path to a node, and whether an edit there would change other places too. */
import { sourceText } from '../../text/source-text.ts';
import type { YamlPath } from './data.ts';
import { splitDocuments } from './documents.ts';
import type { ListItem, MapEntry, SyntaxList, SyntaxMap, SyntaxNode } from './nodes.ts';
import { Refusal } from './refusal.ts';
import { parseSyntax } from './syntax.ts';

/** What a node stands in. */
export type Holder =
  | { readonly kind: 'root' }
  | { readonly kind: 'entry'; readonly map: SyntaxMap; readonly index: number; readonly entry: MapEntry }
  | { readonly kind: 'item'; readonly list: SyntaxList; readonly index: number; readonly item: ListItem };

export interface Located {
  readonly node: SyntaxNode;
  readonly holder: Holder;
}

export interface Trail {
  /** From the root to the deepest node that exists on the path. */
  readonly found: readonly Located[];
  /** The rest of the path, which does not exist. */
  readonly rest: YamlPath;
}

/** Follows a path as far as it is written; aliases and merged keys are not followed. */
export function followPath(root: SyntaxNode, path: YamlPath): Trail {
  const found: Located[] = [{ node: root, holder: { kind: 'root' } }];
  for (const [depth, step] of path.entries()) {
    const next = child(found.at(-1)!.node, step);
    if (!next) return { found, rest: path.slice(depth) };
    found.push(next);
  }
  return { found, rest: [] };
}

/** The node at a path that must exist. */
export function locate(root: SyntaxNode, path: YamlPath): { at: Located; trail: Trail } {
  const trail = followPath(root, path);
  const at = trail.found.at(-1)!;
  if (trail.rest.length > 0) throw missing(at.node, trail.rest);
  return { at, trail };
}

/** Why the rest of a path cannot be reached from a node. */
export function missing(node: SyntaxNode, rest: YamlPath): Refusal {
  const step = rest[0];
  const merged = node.kind === 'map' && node.data instanceof Map && node.data.has(String(step));
  return new Refusal(node.kind === 'alias' || merged ? 'alias' : 'no such path', node.start);
}

/**
 * Refuses an edit inside of something that an alias repeats elsewhere.
 *
 * @param keys that the edit adds to the node at the end of the trail
 */
export function refuseShared({ found }: Trail, keys: readonly string[] = []): void {
  for (const [depth, { node }] of found.entries()) {
    if (node.anchor === null || node.aliasedAt.length === 0) continue;
    const next = found[depth + 1]?.holder;
    const touched = next === undefined ? keys : next.kind === 'entry' ? [next.entry.key] : [];
    if (touched.length === 0 || !isOverridden(node, touched, found[0]!.node))
      throw new Refusal('anchor shared', node.start);
  }
}

/** Whether all who repeat a map merge it, and say the keys themselves: what it says there reaches none of them. */
function isOverridden({ aliasedAt }: SyntaxNode, keys: readonly string[], root: SyntaxNode): boolean {
  const overridden = new Set<number>();
  const visit = (node: SyntaxNode): void => {
    if (node.kind === 'list') for (const { value } of node.items) visit(value);
    if (node.kind !== 'map') return;
    const own = new Set(node.entries.flatMap(({ key, merge }) => (merge ? [] : [key])));
    const isOwn = keys.every(key => own.has(key));
    for (const { merge, value } of node.entries) {
      visit(value);
      const merged = value.kind === 'list' ? value.items.map(item => item.value) : [value];
      if (merge && isOwn) for (const { start } of merged) overridden.add(start);
    }
  };
  visit(root);
  return aliasedAt.every(at => overridden.has(at));
}

/** Refuses to take away a node that an alias outside of it needs. */
export function refuseNeeded(node: SyntaxNode): void {
  const outer = { start: node.indicatorEnd, end: node.end };
  const visit = (inner: SyntaxNode): void => {
    if (inner.aliasedAt.some(at => at < outer.start || at >= outer.end)) {
      throw new Refusal('anchor shared', inner.start);
    }
    if (inner.kind === 'map') for (const entry of inner.entries) visit(entry.value);
    if (inner.kind === 'list') for (const item of inner.items) visit(item.value);
  };
  visit(node);
}

export interface SourceSpan {
  readonly start: number;
  readonly end: number;
  readonly keyStart?: number;
  /** Of the key where there is one, else of the value; 1-based. */
  readonly line: number;
  readonly column: number;
}

/** Where a value stands in a stream; null when it is not written there or the document is not YAML. */
export function sourceSpan(text: string, doc: number, path: YamlPath): SourceSpan | null {
  const span = splitDocuments(text)[doc];
  if (!span) return null;
  try {
    const { at } = locate(parseSyntax(text.slice(span.start, span.end)), path);
    const key = at.holder.kind === 'entry' ? { keyStart: span.start + at.holder.entry.start } : {};
    const start = span.start + at.node.start;
    const position = sourceText(text).position(key.keyStart ?? start);
    return { start, end: span.start + at.node.end, ...key, ...position };
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function child(node: SyntaxNode, step: string | number): Located | null {
  if (node.kind === 'map') {
    const key = String(step);
    const index = node.entries.findIndex(entry => entry.key === key && !entry.merge);
    const entry = node.entries[index];
    return entry ? { node: entry.value, holder: { kind: 'entry', map: node, index, entry } } : null;
  }
  if (node.kind !== 'list' || typeof step !== 'number') return null;
  const item = node.items[step];
  return item ? { node: item.value, holder: { kind: 'item', list: node, index: step, item } } : null;
}
