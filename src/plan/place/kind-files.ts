/** In which files the objects of a kind stand, and whether they go together there. */
import { baseName, folderOf } from '../../kustomize/files/files.ts';
import { groupedBy } from '../rendered/grouped.ts';
import type { RenderedObject } from '../rendered/rendered.ts';
import { isNamedByKind } from '../repository/habits/file-names.ts';
import { mostCommon } from '../repository/habits/habits.ts';

interface Rendered {
  readonly object: RenderedObject;
}

/** A file that holds objects of one kind and no others. */
export interface KindFile {
  readonly file: string;
  /** The layers that list it. */
  readonly layers: ReadonlySet<string>;
  /** All of the kind go into it: it holds several, or is called after the kind alone. */
  readonly isCollection: boolean;
}

export interface KindFiles {
  readonly byFolder: ReadonlyMap<string, readonly KindFile[]>;
  /** By the folder around theirs, for environments side by side: the usual name of a collection, null where each has its own. */
  readonly besides: ReadonlyMap<string, string | null>;
  /** The same for all. */
  readonly usual: string | null;
}

/** @param sources what the roots render of each source object */
export function filesByKind(sources: Iterable<readonly Rendered[]>): ReadonlyMap<string, KindFiles> {
  const objects = [...sources].flatMap(consumers => {
    const [first] = consumers;
    const { type, file } = first?.object.accumulated.source ?? {};
    if (!first || file === undefined || type !== 'file') return [];
    return [{ file, kind: String(first.object.object.kind), layers: consumers.map(layerOf) }];
  });
  const alone = [...groupedBy(objects, each => each.file)].flatMap(([file, [first, ...others]]) => {
    const { kind } = first;
    if (others.some(each => each.kind !== kind)) return [];
    const layers = new Set([first, ...others].flatMap(each => each.layers));
    const isCollection = /\.ya?ml$/.test(file) && (others.length > 0 || isNamedByKind(file, kind));
    return [{ kind, file, layers, isCollection }];
  });
  return new Map([...groupedBy(alone, ({ kind }) => kind)].map(([kind, files]) => [kind, habitOf(files)]));
}

function habitOf(files: readonly KindFile[]): KindFiles {
  const besides = groupedBy(files, ({ file }) => folderOf(folderOf(file)));
  return {
    byFolder: groupedBy(files, ({ file }) => folderOf(file)),
    besides: new Map([...besides].map(([parent, group]) => [parent, usualName(group)])),
    usual: usualName(files),
  };
}

function usualName(files: readonly KindFile[]): string | null {
  const collections = files.filter(({ isCollection }) => isCollection);
  if (collections.length * 2 <= files.length) return null;
  return mostCommon(collections.map(({ file }) => baseName(file))) ?? null;
}

function layerOf({ object }: Rendered): string {
  return object.accumulated.source.layer;
}
