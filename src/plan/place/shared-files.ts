/** Files of several objects in which a layer keeps all that it has of a kind. */
import { podKindOf } from '../../kubernetes/pod-templates.ts';
import { baseName } from '../../kustomize/files/files.ts';
import { isJsonMap } from '../../yaml/read/data.ts';
import { groupedBy } from '../rendered/grouped.ts';
import type { RenderedObject } from '../rendered/rendered.ts';

interface Rendered {
  readonly object: RenderedObject;
}

/** The one file that holds all objects of a kind which a layer lists, among those of other kinds; undefined without one. */
export type SharedFileOf = (kind: string, layer: string) => string | undefined;

/**
 * Files of workloads are not among them: what they hold is about their own.
 *
 * @param sources what the roots render of each source object
 */
export function sharedFiles(sources: Iterable<readonly Rendered[]>): SharedFileOf {
  const objects = [...sources].flatMap(([first]) => {
    const { source } = first?.object.accumulated ?? {};
    if (!first || source?.type !== 'file' || !/\.ya?ml$/.test(source.file)) return [];
    const { kind, apiVersion, metadata } = first.object.object;
    const name = isJsonMap(metadata) ? String(metadata.name) : '';
    const hasPods = podKindOf(String(kind), String(apiVersion)) !== undefined;
    return [{ file: source.file, kind: String(kind), name, layer: source.layer, hasPods }];
  });
  const byFile = groupedBy(objects, ({ file }) => file);
  const isShared = (file: string, wanted: string) => {
    const all = byFile.get(file)!;
    const [{ layer, kind }] = all;
    const isOfLayer = all.every(each => each.layer === layer && !each.hasPods);
    // `web-rbac.yaml` is about web, and so is all that it holds.
    const isOfOne = all.some(each => each.kind === wanted && baseName(file).includes(each.name));
    return isOfLayer && !isOfOne && all.some(each => each.kind !== kind);
  };
  const byKind = groupedBy(objects, keyOf);
  return (kind, layer) => {
    const files = new Set(byKind.get(keyOf({ kind, layer }))?.map(({ file }) => file));
    const [file, other] = files;
    return file !== undefined && other === undefined && isShared(file, kind) ? file : undefined;
  };
}

function keyOf({ kind, layer }: { readonly kind: string; readonly layer: string }): string {
  return `${kind} ${layer}`;
}
