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
    if (key !== 'image' || child.kind !== 'scalar') {
      collectFormerNames(child, names);
      continue;
    }
    for (let old = child.over; old?.kind === 'scalar'; old = old.over) {
      const known = names.get(child.raw) ?? new Set();
      names.set(child.raw, known.add(splitImage(old.raw).name));
    }
  }
}
