/** A tree of changes as edits of one document. */
import { inConventionalOrder } from '../../../kubernetes/key-order.ts';
import { entry, isNull, type Node, toJson } from '../../../kustomize/tree/node.ts';
import type { Json } from '../../../transform.ts';
import type { YamlEdit, YamlPath } from '../../../yaml/edit/edit.ts';
import { type Branch, type Tree, valueOfTree, withKeys } from '../../rendered/change-tree.ts';
import { indexOfItem } from '../../rendered/rendered.ts';
import { sameJson } from '../../rendered/same-data.ts';

/** Edits that make a document say what a tree says, at the topmost points where it differs. @param base path of the node */
export function editsForTree(node: Node, tree: Branch, doc: number, base: YamlPath): YamlEdit[] {
  const edits: YamlEdit[] = [];
  const removals: YamlEdit[] = [];
  walk(node, tree, doc, base, edits, removals);
  // Removals last and from the end, so that no index that an edit names has moved.
  return [...edits, ...removals.reverse()];
}

function walk(
  node: Node,
  tree: Branch,
  doc: number,
  path: YamlPath,
  edits: YamlEdit[],
  removals: YamlEdit[],
): void {
  let appended = node.kind === 'list' ? node.items.length : 0;
  for (const { step, tree: below } of tree.children.values()) {
    if (typeof step === 'string') {
      visit(entry(node, step), [...path, step], below, doc, edits, removals);
      continue;
    }
    const items = node.kind === 'list' ? node.items : [];
    const index = indexOfItem(items, step);
    if (index >= 0) {
      visit(items[index], [...path, index], below, doc, edits, removals);
      continue;
    }
    const value = valueOfTree(below);
    if (value === undefined) continue;
    edits.push({
      op: 'insert',
      doc,
      path,
      index: appended,
      values: [inConventionalOrder([...path, appended], withKeys(step, value))],
    });
    appended++;
  }
}

function visit(
  child: Node | undefined,
  path: YamlPath,
  tree: Tree,
  doc: number,
  edits: YamlEdit[],
  removals: YamlEdit[],
): void {
  if (tree.type === 'remove') {
    if (child !== undefined) removals.push({ op: 'remove', doc, path, prune: true });
    return;
  }
  if (tree.type === 'set') {
    if (child === undefined || !sameJson(toJson(child), tree.value)) set(path, tree.value, doc, edits);
    return;
  }
  if (child === undefined || isNull(child) || child.kind === 'scalar') {
    const value = valueOfTree(tree);
    if (value !== undefined) set(path, value, doc, edits);
    return;
  }
  walk(child, tree, doc, path, edits, removals);
}

function set(path: YamlPath, value: Json, doc: number, edits: YamlEdit[]): void {
  edits.push({ op: 'set', doc, path, value: inConventionalOrder(path, value) });
}
