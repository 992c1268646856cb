/** Names that images had before `images:` entries renamed them: facts are stated for the source's name. */
import { splitImage } from '../kustomize/images.ts';
import type { Node } from '../kustomize/node.ts';

/** Adds, for every rewritten image of a tree, its rendered text -> its former names. */
export function collectFormerNames(node: Node, names: Map<string, Set<string>>): void {
  if (node.kind === 'list') {
    for (const item of node.items) collectFormerNames(item, names);
    return;
  }
  if (node.kind !== 'map') return;
  for (const [key, child] of node.entries) {
    if (child.kind !== 'scalar') {
      collectFormerNames(child, names);
      continue;
    }
    if (key !== 'image' && child.origin.by.type !== 'images') continue;
    for (const name of formerNamesOf(child)) {
      const known = names.get(child.raw) ?? new Set();
      names.set(child.raw, known.add(name));
    }
  }
}

/** The name of an image as rendered, and those that it had below. */
export function imageNamesOf(node: Node | undefined): string[] {
  return node?.kind === 'scalar' ? [splitImage(node.raw).name, ...formerNamesOf(node)] : [];
}

function formerNamesOf(node: Node): string[] {
  const names: string[] = [];
  for (let old = node.over; old?.kind === 'scalar'; old = old.over) names.push(splitImage(old.raw).name);
  return names;
}
