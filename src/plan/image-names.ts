/** Names that images had before `images:` entries renamed them: facts are stated for the source's name. */
import { splitImage } from '../kustomize/images.ts';
import type { MapNode, Node } from '../kustomize/node.ts';

/** Adds, for every rewritten image of a tree, its rendered text -> its former names. */
export function collectFormerNames(node: Node, names: Map<string, Set<string>>): void {
  for (const { image, former } of renamedIn(node)) {
    const known = names.get(image) ?? new Set();
    names.set(image, known.add(former));
  }
}

interface Renamed {
  readonly image: string;
  readonly former: string;
}

const NONE: readonly Renamed[] = [];
/** Roots and rounds share most parts of their trees. */
const known = new WeakMap<Node, readonly Renamed[]>();

function renamedIn(node: Node): readonly Renamed[] {
  if (node.kind === 'scalar') return NONE;
  let found = known.get(node);
  if (!found)
    known.set(node, (found = node.kind === 'list' ? join(node.items.map(renamedIn)) : renamedInMap(node)));
  return found;
}

function renamedInMap({ entries }: MapNode): readonly Renamed[] {
  const parts: (readonly Renamed[])[] = [];
  for (const [key, child] of entries) {
    if (child.kind !== 'scalar') parts.push(renamedIn(child));
    else if (key === 'image' || child.origin.by.type === 'images')
      parts.push(formerNamesOf(child).map(former => ({ image: child.raw, former })));
  }
  return join(parts);
}

function join(parts: readonly (readonly Renamed[])[]): readonly Renamed[] {
  const filled = parts.filter(part => part.length > 0);
  return filled.length === 0 ? NONE : filled.flat();
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
