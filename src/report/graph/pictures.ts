/** Many kustomizations as several pictures: folders stand as one box each, which leads to a picture of its own. */
import { isWithin } from '../../kustomize/files/files.ts';
import { groupedBy } from '../../plan/rendered/grouped.ts';
import type { Kustomized } from './kustomizations.ts';

/** A kustomization, or a folder of them. */
export interface Box extends Omit<Kustomized, 'kind'> {
  readonly kind: Kustomized['kind'] | 'folder';
  /** Paths of the kustomizations that it stands for; its own where it is one. */
  readonly holds: readonly string[];
}

export interface Picture {
  /** What it looks into; empty for the first one. */
  readonly folder: string;
  readonly boxes: readonly Box[];
}

/** What is still read at a glance. */
const MOST = 60;
/** Of one folder among others, where not all have room. */
const MOST_OF_FOLDER = 12;

/** The first shows all, as far as it can; each of the others a folder that is one box in another. */
export function picturesOf(kustomizations: readonly Kustomized[]): readonly Picture[] {
  const pictures: Picture[] = [];
  const open = [''];
  for (const folder of open) {
    const boxes = boxesOf(kustomizations, folder);
    pictures.push({ folder, boxes });
    const below = boxes.filter(({ kind, path }) => kind === 'folder' && isWithin(folder, path));
    open.push(...below.map(({ path }) => path));
  }
  return pictures;
}

/** What a folder holds, and folders beside it that have to do with that. */
function boxesOf(all: readonly Kustomized[], folder: string): readonly Box[] {
  const inside = all.filter(({ path }) => isWithin(folder, path));
  const outside = all.filter(({ path }) => !isWithin(folder, path));
  const groups = [
    ...unfolded(inside, folder),
    ...groupedBy(outside, ({ path }) => besides(folder, path)).values(),
  ];
  const named = groups.map(held => [commonFolder(held.map(({ path }) => path)), held] as const);
  const nameOf = new Map(named.flatMap(([name, held]) => held.map(({ path }) => [path, name] as const)));
  const boxes = oneWay(named.map(([name, held]) => boxFor(name, held, nameOf)));
  const isInside = ({ holds: [first = ''] }: Box) => isWithin(folder, first);
  const related = new Set(
    boxes.flatMap(box =>
      box.uses.flatMap(({ path }) => {
        const used = boxes.find(each => each.path === path);
        return used === undefined ? [] : isInside(box) ? [path] : isInside(used) ? [box.path] : [];
      }),
    ),
  );
  return boxes
    .filter(box => isInside(box) || related.has(box.path))
    .map(box => ({
      ...box,
      uses: isInside(box) ? box.uses : box.uses.filter(({ path }) => isWithin(folder, path)),
    }));
}

/** Folders one level below; the largest gives way to what it holds for as long as there is room. */
function unfolded(inside: readonly Kustomized[], folder: string): (readonly Kustomized[])[] {
  const below = (group: readonly Kustomized[], top: string) => [
    ...groupedBy(group, ({ path }) => step(top, path)).values(),
  ];
  let groups: (readonly Kustomized[])[] = below(inside, folder);
  const kept = new Set<readonly Kustomized[]>();
  for (;;) {
    const open = groups.filter(group => group.length > 1 && !kept.has(group));
    const [largest] = open.sort((a, b) => b.length - a.length);
    if (largest === undefined) return groups;
    const parts = below(largest, commonFolder(largest.map(({ path }) => path)));
    const isLong = parts.length > MOST_OF_FOLDER && inside.length > MOST;
    if (isLong || groups.length - 1 + parts.length > MOST) kept.add(largest);
    else groups = groups.flatMap(group => (group === largest ? parts : [group]));
  }
}

function boxFor(name: string, held: readonly Kustomized[], nameOf: ReadonlyMap<string, string>): Box {
  const [only] = held;
  const uses = new Map(
    held.flatMap(({ uses }) =>
      uses.map(({ path, component }) => [nameOf.get(path) ?? path, component] as const),
    ),
  );
  uses.delete(name);
  const used = [...uses].map(([path, component]) => ({ path, component }));
  const holds = held.map(({ path }) => path);
  return held.length === 1
    ? { ...only!, uses: used, holds }
    : { path: name, kind: 'folder', reason: null, uses: used, holds };
}

/** Folders may use each other where no kustomization does: one line between them says as much. */
function oneWay(boxes: readonly Box[]): readonly Box[] {
  const known = new Map(boxes.map(box => [box.path, box]));
  const isBack = (from: Box, to: string) => {
    const other = known.get(to);
    return other !== undefined && other.path < from.path && other.uses.some(({ path }) => path === from.path);
  };
  return boxes.map(box => ({ ...box, uses: box.uses.filter(({ path }) => !isBack(box, path)) }));
}

/** Of one alone its own path: a folder around it would say less. */
function commonFolder([first = '', ...others]: readonly string[]): string {
  const parts = first.split('/');
  const end = parts.findIndex((part, i) => others.some(path => path.split('/')[i] !== part));
  return end < 0 ? first : parts.slice(0, end).join('/');
}

/** The folder one level below, on the way to a path. */
function step(folder: string, path: string): string {
  const rest = folder === '' ? path : path.slice(folder.length + 1);
  const [first = ''] = rest.split('/');
  return folder === '' ? first : `${folder}/${first}`;
}

/** The largest folder around a path that does not hold the one that is looked into. */
function besides(folder: string, path: string): string {
  const parts = path.split('/');
  const own = folder.split('/');
  const shared = parts.findIndex((part, i) => part !== own[i]);
  return parts.slice(0, shared + 1).join('/');
}
