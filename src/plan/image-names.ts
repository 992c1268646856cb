/** Names that images had before `images:` entries renamed them: facts are stated for the source's name. */
import { splitImage } from '../kustomize/images.ts';
import type { MapNode, Node } from '../kustomize/node.ts';

/** Adds, for every rewritten image of an object, its rendered text -> its former names. */
export function collectFormerNames(object: MapNode, names: Map<string, Set<string>>): void {
  for (const { image, former } of renamedIn(object)) {
    const known = names.get(image) ?? new Set();
    names.set(image, known.add(former));
  }
}

interface Renamed {
  readonly image: string;
  readonly former: string;
}

/** Attempts share objects. */
const known = new WeakMap<MapNode, readonly Renamed[]>();

function renamedIn(object: MapNode): readonly Renamed[] {
  let found = known.get(object);
  if (!found) {
    const renamed: Renamed[] = [];
    collect(object, '', renamed);
    known.set(object, (found = renamed));
  }
  return found;
}

function collect(node: Node, key: string, found: Renamed[]): void {
  if (node.kind === 'map') for (const [name, child] of node.entries) collect(child, name, found);
  else if (node.kind === 'list') for (const item of node.items) collect(item, '', found);
  else if (node.over !== null && (key === 'image' || node.origin.by.type === 'images'))
    for (const former of formerNamesOf(node)) found.push({ image: node.raw, former });
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
