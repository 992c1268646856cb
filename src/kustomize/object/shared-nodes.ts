/**
 * kustomize puts one and the same node into every field that a label or an annotation creates in an object. A
 * later write to one of these fields, by a layer above, so changes them all: a label of the metadata reaches
 * the selector. A JSON patch ends that, because it reads the object anew.
 */
import { copyOf } from '../../yaml/read/data.ts';
import { type MapNode, type Node, withEntries, withItems } from '../tree/node.ts';
import type { Resource } from './resource.ts';

/** Nodes that now stand in several fields of the object. */
export function share(resource: Resource, nodes: readonly Node[]): void {
  if (nodes.length > 0) resource.shared = new Set([...(resource.shared ?? []), ...nodes]);
}

/** The object after a step, with every write to a shared node in all its fields; the last write wins. */
export function spreadWrites(resource: Resource, node: MapNode): MapNode {
  const { shared } = resource;
  if (shared === undefined || node === resource.node) return node;
  const written = writesTo(shared, node);
  if (written.size === 0) return node;
  resource.shared = new Set([...shared].map(each => written.get(each) ?? each));
  return withWrites(node, written);
}

/** The same of a step that is only tried. */
export function spreadTrial({ shared }: Resource, node: MapNode): MapNode {
  const written = shared === undefined ? undefined : writesTo(shared, node);
  return written === undefined || written.size === 0 ? node : withWrites(node, written);
}

/** Whether the object as it becomes has writes over nodes that are shared now. */
export function isSharedWrite({ shared }: Resource, later: MapNode): boolean {
  if (shared === undefined) return false;
  let isWritten = false;
  visit(later, scalar => {
    for (let { over } = scalar; over !== null && !isWritten; over = over.over) isWritten = shared.has(over);
  });
  return isWritten;
}

/** What now stands over shared nodes. */
function writesTo(shared: ReadonlySet<Node>, node: MapNode): ReadonlyMap<Node, Node> {
  const written = new Map<Node, Node>();
  visit(node, each => {
    if (each.over !== null && shared.has(each.over)) written.set(each.over, each);
  });
  return written;
}

function withWrites(node: MapNode, written: ReadonlyMap<Node, Node>): MapNode {
  return spread(node, each => written.get(each) ?? (each.over && written.get(each.over)) ?? each) as MapNode;
}

/** The scalars below a node, in the order in which kustomize merges. */
function visit(node: Node, see: (scalar: Node) => void): void {
  if (node.kind === 'scalar') see(node);
  else if (node.kind === 'list') for (const item of node.items) visit(item, see);
  else for (const key of [...node.entries.keys()].sort()) visit(node.entries.get(key)!, see);
}

function spread(node: Node, replace: (scalar: Node) => Node): Node {
  if (node.kind === 'scalar') return replace(node);
  if (node.kind === 'list') {
    const items = node.items.map(item => spread(item, replace));
    return items.some((item, index) => item !== node.items[index]) ? withItems(node, items) : node;
  }
  let entries: Map<string, Node> | null = null;
  for (const [key, child] of node.entries) {
    const next = spread(child, replace);
    if (next !== child) (entries ??= copyOf(node.entries)).set(key, next);
  }
  return entries ? withEntries(node, entries) : node;
}
