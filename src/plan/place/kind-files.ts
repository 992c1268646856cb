/** In which files the objects of a kind stand, and whether they go together there. */
import { podKindOf } from '../../kubernetes/pod-templates.ts';
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
  /** Most objects of the kind are further documents of the file that has a workload. */
  readonly areWithWorkloads: boolean;
}

/** @param sources what the roots render of each source object */
export function filesByKind(sources: Iterable<readonly Rendered[]>): ReadonlyMap<string, KindFiles> {
  const objects = [...sources].flatMap(consumers => {
    const [first] = consumers;
    const { type, file } = first?.object.accumulated.source ?? {};
    if (!first || file === undefined || type !== 'file') return [];
    const { kind, apiVersion } = first.object.object;
    const hasPods = podKindOf(String(kind), String(apiVersion)) !== undefined;
    return [{ file, kind: String(kind), hasPods, layers: consumers.map(layerOf) }];
  });
  const byFile = groupedBy(objects, each => each.file);
  const isWithWorkload = ({ file, hasPods }: { file: string; hasPods: boolean }) =>
    !hasPods && byFile.get(file)!.some(each => each.hasPods);
  const alone = [...byFile].flatMap(([file, [first, ...others]]) => {
    const { kind } = first;
    if (others.some(each => each.kind !== kind)) return [];
    const layers = new Set([first, ...others].flatMap(each => each.layers));
    const isCollection = /\.ya?ml$/.test(file) && (others.length > 0 || isNamedByKind(file, kind));
    return [{ kind, file, layers, isCollection }];
  });
  const aloneByKind = groupedBy(alone, ({ kind }) => kind);
  return new Map(
    [...groupedBy(objects, ({ kind }) => kind)].flatMap(([kind, all]) => {
      const files = aloneByKind.get(kind) ?? [];
      const areWithWorkloads = all.filter(isWithWorkload).length * 2 > all.length;
      return files.length > 0 || areWithWorkloads ? [[kind, habitOf(files, areWithWorkloads)]] : [];
    }),
  );
}

function habitOf(files: readonly KindFile[], areWithWorkloads: boolean): KindFiles {
  const besides = groupedBy(files, ({ file }) => folderOf(folderOf(file)));
  return {
    byFolder: groupedBy(files, ({ file }) => folderOf(file)),
    besides: new Map([...besides].map(([parent, group]) => [parent, usualName(group)])),
    usual: usualName(files),
    areWithWorkloads,
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
