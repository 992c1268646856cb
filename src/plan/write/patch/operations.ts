/**
 * A change as a JSON6902 patch: where a strategic merge cannot say it exactly (custom resources replace whole
 * lists, any merge drops duplicates; kustomize.md 1.9 and 3.5). Elements are guarded by `test` operations.
 */

import { gvkOf, kindOf, nameOf, namespaceOf, type Resource } from '../../../kustomize/object/resource.ts';
import type { Node } from '../../../kustomize/tree/node.ts';
import { entry, isNull } from '../../../kustomize/tree/node.ts';
import type { Json } from '../../../transform.ts';
import { type Branch, type Tree, valueOfTree, withKeys } from '../../rendered/change-tree.ts';
import { indexOfItem } from '../../rendered/rendered.ts';

export type Operation = { readonly op: string; readonly path: string; readonly value?: Json };

/** The operations that make an object say what a tree says. */
export function operationsForTree(node: Node, tree: Branch): Operation[] {
  const operations: Operation[] = [];
  const removals: Operation[] = [];
  walk(node, tree, '', operations, removals);
  return [...operations, ...removals.reverse()];
}

function walk(node: Node, tree: Branch, path: string, operations: Operation[], removals: Operation[]): void {
  for (const { step, tree: below } of tree.children.values()) {
    if (typeof step === 'string') {
      visit(entry(node, step), `${path}/${pointerPart(step)}`, below, operations, removals);
      continue;
    }
    const items = node.kind === 'list' ? node.items : [];
    const index = indexOfItem(items, step);
    if (index < 0) {
      const value = valueOfTree(below);
      if (value !== undefined)
        operations.push({ op: 'add', path: `${path}/-`, value: withKeys(step, value) });
      continue;
    }
    for (const [key, value] of Object.entries(step)) {
      if (entry(items[index], key) === undefined) continue;
      operations.push({ op: 'test', path: `${path}/${index}/${pointerPart(key)}`, value });
    }
    visit(items[index], `${path}/${index}`, below, operations, removals);
  }
}

function visit(
  child: Node | undefined,
  path: string,
  tree: Tree,
  operations: Operation[],
  removals: Operation[],
): void {
  if (tree.type === 'remove') {
    if (child !== undefined) removals.push({ op: 'remove', path });
    return;
  }
  if (tree.type === 'branch' && child !== undefined && !isNull(child) && child.kind !== 'scalar') {
    walk(child, tree, path, operations, removals);
    return;
  }
  const value = valueOfTree(tree);
  if (value !== undefined) operations.push({ op: child === undefined ? 'add' : 'replace', path, value });
}

function pointerPart(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A target that means one object, whatever else there is. */
export function targetOf(resource: Resource): Record<string, Json> {
  const { group, version } = gvkOf(resource);
  return {
    ...(group !== '' && { group: asPattern(group) }),
    version: asPattern(version),
    ...nameTarget(resource),
  };
}

/** A target by kind and name, for a patch that names its object itself. */
export function nameTarget(resource: Resource): Record<string, Json> {
  const namespace = namespaceOf(resource);
  return {
    kind: kindOf(resource),
    name: asPattern(nameOf(resource)),
    ...(namespace !== '' && { namespace: asPattern(namespace) }),
  };
}

/** The fields of a target are patterns. */
function asPattern(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}
