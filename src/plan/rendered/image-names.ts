/** Names that images had before `images:` entries renamed them: facts are stated for the source's name. */
import { splitImage } from '../../kustomize/fields/image-entry.ts';
import type { MapNode, Node } from '../../kustomize/tree/node.ts';
import { overwrittenIn } from './rendered.ts';

/** Adds, for every rewritten image of an object, its rendered text -> its former names. */
export function collectFormerNames(object: MapNode, names: Map<string, Set<string>>): void {
  for (const { key, node } of overwrittenIn(object)) {
    if (key !== 'image' && node.origin.by.type !== 'images') continue;
    for (const former of formerNamesOf(node)) {
      const known = names.get(node.raw) ?? new Set();
      names.set(node.raw, known.add(former));
    }
  }
}

/** The name of an image as rendered, and those that it had below. */
export function imageNamesOf(node: Node | undefined): string[] {
  return node?.kind === 'scalar' ? [splitImage(node.raw).name, ...formerNamesOf(node)] : [];
}

/** Every text under a key `image`, as it is rendered: containers of any kind, and more than those. */
export function imageTextsIn(node: Node): string[] {
  if (node.kind === 'list') return node.items.flatMap(imageTextsIn);
  if (node.kind !== 'map') return [];
  return [...node.entries].flatMap(([key, value]) =>
    key === 'image' && value.kind === 'scalar' ? [value.raw] : imageTextsIn(value),
  );
}

function formerNamesOf(node: Node): string[] {
  const names: string[] = [];
  for (let old = node.over; old?.kind === 'scalar'; old = old.over) names.push(splitImage(old.raw).name);
  return names;
}
