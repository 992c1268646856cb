/** Rendered objects as they may be shown. */
import type { MapNode, Node } from '../../kustomize/tree/node.ts';
import { listNode, mapNode, scalarNode, toJson } from '../../kustomize/tree/node.ts';
import type { Json } from '../../yaml/read/data.ts';
import type { Find, Span } from './finder.ts';
import { MASK, newMask } from './mask.ts';
import { documentsOf } from './nodes.ts';
import { finderOfNodes, secretNodes } from './secrets.ts';

/** How the values of rendered scalars are shown. */
export interface Shown {
  /** The text of a scalar. */
  text(node: Node, raw: string): string;
}

/** For those who have asked for it. */
export const asWritten: Shown = { text: (_, raw) => raw };

/** @param find what else is known of the repository */
export function shownOf(roots: readonly Node[], find: Find): Shown {
  const { whole, parts } = secretNodes(roots);
  const findRendered = finderOfNodes(roots);
  // Ordinary words, too, which are hidden nowhere else.
  const spansIn = (node: Node, raw: string): Span[] =>
    (parts.get(node) ?? [])
      .filter(({ start, value }) => raw.startsWith(value, start))
      .map(({ start, value }) => [start, start + value.length]);
  const maskOf = (node: Node) => newMask(find, findRendered, raw => spansIn(node, raw));
  return { text: (node, raw) => (whole.has(node) ? MASK : maskOf(node)(raw)) };
}

/** Arguments of a program, a mask in the place of each secret: an image brings them, and no repository knows them. */
export function withoutSecretArguments(words: readonly string[]): readonly string[] {
  const [tree] = documentsOf(JSON.stringify(words));
  if (tree?.kind !== 'list') return words;
  const shown = shownOf([tree], () => []);
  return tree.items.map((item, index) => {
    const word = words[index]!;
    return item.kind === 'scalar' ? shown.text(item, word) : word;
  });
}

/** The objects with masks where secrets were, and how many of them had any. */
export function withoutSecrets(
  roots: readonly MapNode[],
  find: Find,
): { readonly objects: readonly Json[]; readonly hidden: number } {
  const shown = shownOf(roots, find);
  const masked = roots.map(root => withTexts(root, shown));
  return {
    objects: masked.map(node => toJson(node)),
    hidden: masked.filter((node, index) => node !== roots[index]).length,
  };
}

/** The same node where nothing in it is hidden. */
function withTexts<N extends Node>(node: N, shown: Shown): N | Node {
  if (node.kind === 'scalar') {
    const text = shown.text(node, node.raw);
    return text === node.raw ? node : scalarNode(text, node.origin, null, undefined, true);
  }
  if (node.kind === 'list') {
    const items = node.items.map(item => withTexts(item, shown));
    return items.every((item, index) => item === node.items[index]) ? node : listNode(items, node.origin);
  }
  const entries = new Map<string, Node>();
  let isSame = true;
  for (const [key, child] of node.entries) {
    const next = withTexts(child, shown);
    isSame &&= next === child;
    entries.set(key, next);
  }
  return isSame ? node : mapNode(entries, node.origin);
}
