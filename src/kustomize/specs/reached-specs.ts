/** Which of many field specs reach anything in an object: found in one walk, because nearly none of them does. */
import type { FieldSpec } from '../data/field-specs.ts';
import type { Node } from '../tree/node.ts';
import { isIndex, stepsOf } from './field-spec.ts';

/** Specs with the same first steps share them. */
interface Branch {
  readonly children: Map<string, Branch>;
  /** Those of the children that no map can follow: kustomize refuses them at any. */
  readonly misfits: Branch[];
  /** Those that end here, by their place in the list. */
  readonly ends: number[];
}

/**
 * @returns the specs, by their place in the list and in its order, that reach a node of an object as it stands, or
 *   that do not fit it; nothing is created on the way
 */
export function specsReaching(specs: readonly FieldSpec[]): (object: Node) => readonly number[] {
  const root: Branch = newBranch();
  for (const [i, spec] of specs.entries()) branchAt(root, stepsOf(spec)).ends.push(i);
  return object => {
    const found = new Set<number>();
    collect(object, root, found);
    return found.size < 2 ? [...found] : [...found].sort((a, b) => a - b);
  };
}

function newBranch(): Branch {
  return { children: new Map(), misfits: [], ends: [] };
}

function branchAt(root: Branch, steps: readonly string[]): Branch {
  let branch = root;
  for (const step of steps) {
    const field = step.endsWith('[]') ? step.slice(0, -2) : step;
    let next = branch.children.get(field);
    if (!next) {
      branch.children.set(field, (next = newBranch()));
      if (isIndex(step)) branch.misfits.push(next);
    }
    branch = next;
  }
  return branch;
}

function collect(node: Node, branch: Branch, found: Set<number>): void {
  for (const end of branch.ends) found.add(end);
  if (branch.children.size === 0) return;
  if (node.kind === 'list') {
    // A list is entered without a step of its own.
    for (const item of node.items) collect(item, branch, found);
    return;
  }
  if (node.kind === 'map') {
    for (const misfit of branch.misfits) addAll(misfit, found);
    branch.children.forEach((child, field) => {
      const value = node.entries.get(field);
      if (value !== undefined) collect(value, child, found);
    });
    return;
  }
  if (node.value !== null) addAll(branch, found);
}

/** Where a scalar stands in the way, each of the specs has its say on that. */
function addAll({ ends, children }: Branch, found: Set<number>): void {
  for (const end of ends) found.add(end);
  for (const child of children.values()) addAll(child, found);
}
